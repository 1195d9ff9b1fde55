#include <algorithm>
#include <cstddef>
#include <stdexcept>
#include <vector>

#include "batch/ellipsoid_cache.hpp"
#include "runtime/float_environment.hpp"
#include "runtime/long_job.hpp"
#include "runtime/threads.hpp"
#include "shapes/interior.hpp"

namespace geodist {

namespace shapes {

// Points in pieces.
class PointsJob : public runtime::LongJob {
  public:
    [[nodiscard]] std::size_t pieces() const { return (size_ + piece - 1) / piece; }
    [[nodiscard]] int threads() const { return threads_; }

    bool run(std::size_t number) final {
        const runtime::FloatEnvironment environment;
        const std::size_t end = std::min(size_, (number + 1) * piece);
        for (std::size_t i = number * piece; i < end; i += at_once) {
            run_points(number, i, std::min(at_once, end - i));
            if (should_stop()) {
                return false;
            }
        }
        return true;
    }

  protected:
    static constexpr std::size_t at_once = 128;

    PointsJob(std::size_t size, const RunOptions& options)
        : LongJob(options),
          size_(size),
          threads_(runtime::useful_threads(size, 2 * piece, options)) {}

    virtual void run_points(std::size_t number, std::size_t begin, std::size_t n) = 0;

  private:
    static constexpr std::size_t piece = 4096;

    std::size_t size_;
    int threads_;
};

namespace {

class PlacesJob final : public PointsJob {
  public:
    PlacesJob(const Interiors& interiors, std::size_t rows, const PointColumns& points,
              std::span<Place> out, const RunOptions& options)
        : PointsJob(out.size(), options),
          interiors_(interiors),
          points_(points),
          out_(out),
          row_step_(rows == 1 ? 0 : 1),
          point_step_(points.size == 1 ? 0 : 1) {}

  private:
    void run_points(std::size_t, std::size_t begin, std::size_t n) override {
        for (std::size_t i = begin; i < begin + n; ++i) {
            const std::size_t point = i * point_step_;
            out_[i] = interiors_.place(i * row_step_, points_.lat[point], points_.lon[point]);
        }
    }

    const Interiors& interiors_;
    const PointColumns& points_;
    std::span<Place> out_;
    std::size_t row_step_, point_step_;
};

}  // namespace

class CoveringJob final : public PointsJob {
  public:
    CoveringJob(const Interiors& interiors, const PointColumns& points, const RunOptions& options)
        : PointsJob(points.size, options),
          interiors_(interiors),
          points_(points),
          starts_(points.size + 1),
          found_(pieces()) {}

    [[nodiscard]] CoveringRows collect() {
        for (std::size_t i = 1; i < starts_.size(); ++i) {
            starts_[i] += starts_[i - 1];
        }
        CoveringRows all{std::move(starts_), {}};
        all.rows.reserve(static_cast<std::size_t>(all.starts.back()));
        for (const auto& rows : found_) {
            all.rows.insert(all.rows.end(), rows.begin(), rows.end());
        }
        return all;
    }

  private:
    void run_points(std::size_t number, std::size_t begin, std::size_t n) override {
        std::vector<std::uint32_t>& rows = found_[number];
        const InteriorGrid& grid = interiors_.grid();
        const Edges edges = interiors_.polygons_.edges;
        double lat[at_once], lon[at_once];
        InteriorGrid::Cell cells[at_once];  // first where they are
        // What one step reads was asked for in the one before. Points that are missing have no
        // latitude.
        for (std::size_t i = 0; i < n; ++i) {
            lon[i] = normal_longitude(points_.lon[begin + i]);
            lat[i] = points_.lat[begin + i] + 0 * lon[i];
            cells[i] = grid.expect(lat[i], lon[i]);
        }
        for (std::size_t i = 0; i < n; ++i) {
            cells[i] = grid.begin(cells[i]);
        }
        for (std::size_t i = 0; i < n; ++i) {
            cells[i] = grid.descend(cells[i], lat[i], lon[i]);
        }
        for (std::size_t i = 0; i < n; ++i) {
            grid.expect_arcs(cells[i], interiors_.polygons_.arcs.data());
        }
        // Nothing or one polygon: which of them is as good as random, so without branches.
        std::uint32_t settled[at_once];
        std::size_t count = 0;
        for (std::size_t i = 0; i < n; ++i) {
            const AskedPoint point(lat[i], lon[i], edges);
            if (InteriorGrid::is_settled(cells[i]) && !point.is_polar()) [[likely]] {
                const std::uint32_t polygon = InteriorGrid::only_polygon(cells[i]);
                const bool is_covered = polygon != InteriorGrid::none;
                settled[count] = interiors_.polygons_.polygons[is_covered ? polygon : 0].row;
                count += is_covered ? 1 : 0;
                starts_[begin + i + 1] = is_covered ? 1 : 0;
                continue;
            }
            rows.insert(rows.end(), settled, settled + count);
            count = 0;
            const std::size_t before = rows.size();
            interiors_.each_row(point, cells[i], [&](std::size_t row, Place) {
                rows.push_back(static_cast<std::uint32_t>(row));
            });
            starts_[begin + i + 1] = static_cast<std::int64_t>(rows.size() - before);
        }
        rows.insert(rows.end(), settled, settled + count);
    }

    const Interiors& interiors_;
    const PointColumns& points_;
    std::vector<std::int64_t> starts_;
    std::vector<std::vector<std::uint32_t>> found_;
};

CoveringRows Interiors::covering(const PointColumns& points, const RunOptions& options) const {
    prepare();
    CoveringJob job(*this, points, options);
    runtime::run_job(job, job.pieces(), job.threads());
    return job.collect();
}

}  // namespace shapes

void find_places(const ShapesView& shapes, const PointColumns& points, std::span<Place> out,
                 const Ellipsoid& ellipsoid, const RunOptions& options) {
    const std::size_t rows = shapes.kinds.size();
    if (rows != points.size && rows != 1 && points.size != 1) {
        throw std::invalid_argument("there must be as many points as shapes, or one of either");
    }
    const std::size_t results = rows == 1 ? points.size : rows;
    if (out.size() != results) {
        throw std::invalid_argument("there must be one result for each pair");
    }
    check_shapes(shapes);
    check_points(points);
    const runtime::FloatEnvironment environment;
    const auto prepared = batch::cached_ellipsoid(ellipsoid);
    const shapes::Interiors interiors(shapes, *prepared, options);
    shapes::PlacesJob job(interiors, rows, points, out, options);
    runtime::run_job(job, job.pieces(), job.threads());
}

}  // namespace geodist
