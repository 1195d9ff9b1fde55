#include "tracks/track_column.hpp"

#include <algorithm>
#include <cmath>

#include "batch/columns.hpp"
#include "geodesy/prepared_ellipsoid.hpp"
#include "kernels/dispatch.hpp"
#include "runtime/float_environment.hpp"
#include "runtime/long_job.hpp"
#include "runtime/scratch.hpp"
#include "runtime/threads.hpp"

namespace geodist::tracks {

namespace {

constexpr std::size_t prepared_at_once = 256;

struct VertexBlock {
    kernels::PreparedBlock<prepared_at_once> points;
};

}  // namespace

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
    const runtime::Scratch<VertexBlock> scratch;
    auto& block = (*scratch).points;
    constexpr double infinity = HUGE_VAL;
    SpaceBox box{{infinity, infinity, infinity}, {-infinity, -infinity, -infinity}};
    for (std::size_t begin = 0; begin < size(row); begin += prepared_at_once) {
        const std::size_t n = std::min(prepared_at_once, size(row) - begin);
        degrees(row, begin, n, block.lat, block.lon);
        table.matrix.prepare(block.lat, block.lon, block.output(), n, e);
        const std::size_t at = starts_[row] + begin;
        for (std::size_t k = 0; k < 3; ++k) {
            double low = box.low[k], high = box.high[k];
            double* const to = columns_.column(k) + at;
            for (std::size_t i = 0; i < n; ++i) {
                const double x = static_cast<double>(block.space[k][i]) * e.near.unit;
                to[i] = x;
                low = x < low ? x : low;
                high = x > high ? x : high;
            }
            box.low[k] = low;
            box.high[k] = high;
        }
        std::copy_n(block.normal, n, columns_.column(3) + at);
    }
    boxes_[row] = box;
}

}  // namespace geodist::tracks
