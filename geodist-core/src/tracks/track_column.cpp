#include "tracks/track_column.hpp"

#include <algorithm>
#include <cmath>

#include "batch/columns.hpp"
#include "geodesy/prepared_ellipsoid.hpp"
#include "kernels/dispatch.hpp"
#include "runtime/float_environment.hpp"
#include "runtime/long_job.hpp"
#include "runtime/threads.hpp"

namespace geodist::tracks {

void SpaceBox::add(const SpaceBox& other) {
    for (std::size_t k = 0; k < 3; ++k) {
        low[k] = std::min(low[k], other.low[k]);
        high[k] = std::max(high[k], other.high[k]);
    }
}

double SpaceBox::diagonal_square() const {
    double sum = 0;
    for (std::size_t k = 0; k < 3; ++k) {
        sum += (high[k] - low[k]) * (high[k] - low[k]);
    }
    return sum;
}

double SpaceBox::gap_square(const SpaceBox& other) const {
    double sum = 0;
    for (std::size_t k = 0; k < 3; ++k) {
        const double gap = std::max({0.0, low[k] - other.high[k], other.low[k] - high[k]});
        sum += gap * gap;
    }
    return sum;
}

class TrackColumn::Job : public runtime::LongJob {
  public:
    Job(TrackColumn& column, const geodesy::PreparedEllipsoid& e, std::size_t vertices,
        const RunOptions& options)
        : LongJob(options), column_(column), e_(e) {
        const std::size_t rows = column.rows(), each = vertices / std::max<std::size_t>(1, rows);
        size_ = std::max<std::size_t>(1, vertices_of_piece / std::max<std::size_t>(1, each));
        threads_ = runtime::useful_threads(vertices, vertices_of_piece, options);
    }

    void run_all() { runtime::run_job(*this, (column_.rows() + size_ - 1) / size_, threads_); }

    bool run(std::size_t piece) override {
        const runtime::FloatEnvironment environment;
        const std::size_t end = std::min(column_.rows(), (piece + 1) * size_);
        for (std::size_t row = piece * size_; row < end; ++row) {
            column_.prepare(row, e_);
        }
        return true;
    }

  private:
    static constexpr std::size_t vertices_of_piece = 16'384;

    TrackColumn& column_;
    const geodesy::PreparedEllipsoid& e_;
    std::size_t size_ = 1;
    int threads_ = 1;
};

TrackColumn::TrackColumn(const ShapesView& shapes, std::string_view name,
                         const geodesy::PreparedEllipsoid& e, const RunOptions& options)
    : shapes_(shapes) {
    check_tracks(shapes, name);
    const std::size_t count = shapes.kinds.size();
    starts_.reserve(count);
    std::size_t end = 0;
    for (std::size_t row = 0; row < count; ++row) {
        starts_.push_back(end);
        end += whole_lines(track_row(shapes, row).size());
    }
    columns_.resize(4, kernels::warp_padding, end + kernels::warp_padding);
    for (std::size_t k = 0; k < 4; ++k) {
        std::fill_n(columns_.column(k) - kernels::warp_padding, kernels::warp_padding, 0.0);
        std::fill_n(columns_.column(k) + end, kernels::warp_padding, 0.0);
    }
    boxes_.resize(count);
    Job job(*this, e, end, options);
    job.run_all();
}

void TrackColumn::degrees(std::size_t row, std::size_t begin, std::size_t n, double* lat,
                          double* lon) const {
    const std::size_t first = track_row(shapes_, row).first + begin;
    std::copy_n(shapes_.lat.data() + first, n, lat);
    std::copy_n(shapes_.lon.data() + first, n, lon);
    const auto within = kernels::active_kernels().pairs.within;
    if (!within(lon, n, batch::kernel_limit(ColumnKind::longitude))) {
        std::transform(lon, lon + n, lon, batch::reduce_angle);
    }
}

void TrackColumn::prepare(std::size_t row, const geodesy::PreparedEllipsoid& e) {
    const kernels::KernelTable& table = kernels::active_kernels();
    const TrackRow track = track_row(shapes_, row);
    const double *lat = shapes_.lat.data() + track.first, *lon = shapes_.lon.data() + track.first;
    std::vector<double> reduced;
    if (!table.pairs.within(lon, track.size(), batch::kernel_limit(ColumnKind::longitude))) {
        reduced.resize(track.size());
        std::transform(lon, lon + track.size(), reduced.begin(), batch::reduce_angle);
        lon = reduced.data();
    }
    double* const to[] = {columns_.column(0) + starts_[row], columns_.column(1) + starts_[row],
                          columns_.column(2) + starts_[row], columns_.column(3) + starts_[row]};
    const std::size_t rest = whole_lines(track.size()) - track.size();
    for (double* const column : to) {
        std::fill_n(column + track.size(), rest, 0.0);
    }
    double box[6];
    table.elastic.prepare(lat, lon, {to[0], to[1], to[2], to[3]}, box, track.size(), e);
    std::copy_n(box, 3, boxes_[row].low.begin());
    std::copy_n(box + 3, 3, boxes_[row].high.begin());
}

}  // namespace geodist::tracks
