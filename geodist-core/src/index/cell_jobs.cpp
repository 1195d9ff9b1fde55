// Many points in the cells of the Earth.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include <geodist/cells.hpp>
#include <geodist/error.hpp>
#include "geodesy/prepared_ellipsoid.hpp"
#include "index/cell_walk.hpp"
#include "index/check_radius.hpp"
#include "index/metric.hpp"
#include "index/point_block.hpp"
#include "runtime/float_environment.hpp"
#include "runtime/long_job.hpp"
#include "runtime/threads.hpp"

namespace geodist {

namespace {

constexpr std::size_t cell_rows = 32 * index::PointBlock::capacity;  // of a piece

// Calls a function with blocks of points, in pieces that threads share.
template <class Each>
class CellJob : public runtime::LongJob {
  public:
    CellJob(const PointColumns& points, const index::Metric& metric, const RunOptions& options,
            Each each)
        : LongJob(options), points_(points), metric_(metric), each_(each) {
        points_.altitude.reset();
    }

    [[nodiscard]] std::size_t pieces() const { return (points_.size + cell_rows - 1) / cell_rows; }

    bool run(std::size_t piece) override {
        const runtime::FloatEnvironment environment;
        const std::size_t end = std::min((piece + 1) * cell_rows, points_.size);
        index::PointBlock block;
        for (std::size_t row = piece * cell_rows; row < end; row += index::PointBlock::capacity) {
            const std::size_t n = std::min(index::PointBlock::capacity, end - row);
            block.load(points_, row, n, metric_.prepared(), metric_.kernels());
            each_(piece, row, block, n);
            if (should_stop()) {
                return false;
            }
        }
        return true;
    }

  private:
    PointColumns points_;
    const index::Metric& metric_;
    Each each_;
};

template <class Each>
void for_blocks(const PointColumns& points, const index::Metric& metric, std::size_t grain,
                const RunOptions& options, Each each) {
    CellJob<Each> job(points, metric, options, each);
    runtime::run_job(job, job.pieces(), runtime::useful_threads(points.size, grain, options));
}

CellWalk::Space space_of(const index::PointBlock& block, std::size_t i) {
    return {block.space[0][i], block.space[1][i], block.space[2][i]};
}

}  // namespace

std::vector<std::int32_t> Cells::cell(const PointColumns& points, const RunOptions& options) const {
    std::vector<std::int32_t> cells(points.size);
    check_points(points);
    const auto metric = index::geodesic_metric(ellipsoid_);
    constexpr std::size_t grain = 10000;
    for_blocks(points, *metric, grain, options,
               [&](std::size_t, std::size_t row, const index::PointBlock& block, std::size_t n) {
                   std::uint32_t nodes[index::PointBlock::capacity];
                   CellWalk::leaves_of(*this, block, n, nodes);
                   for (std::size_t i = 0; i < n; ++i) {
                       const std::int32_t found = CellWalk::cell_of(*this, nodes[i]);
                       cells[row + i] = block.is_there(i) ? found : -1;
                   }
               });
    return cells;
}

CellCover Cells::cover(const PointColumns& points, std::span<const double> radius,
                       const RunOptions& options) const {
    index::check_radius(radius, points.size);
    check_points(points);
    const auto metric = index::geodesic_metric(ellipsoid_);
    const auto bounds = [&] {
        const runtime::FloatEnvironment environment;
        return metric->bounds(0);
    }();
    const CellWalk walk(*this, metric->prepared().near.unit);
    CellCover cover;
    cover.starts.assign(points.size + 1, 0);
    // of each piece
    std::vector<std::vector<std::int32_t>> parts(points.size / cell_rows + 1);
    constexpr std::size_t grain = 1000;
    for_blocks(
        points, *metric, grain, options,
        [&](std::size_t piece, std::size_t row, const index::PointBlock& block, std::size_t n) {
            std::vector<std::int32_t>& found = parts[piece];
            for (std::size_t i = 0; i < n; ++i) {
                const std::size_t before = found.size();
                if (block.is_there(i)) {
                    const double r = radius.size() == 1 ? radius[0] : radius[row + i];
                    walk.within(
                        {space_of(block, i), block.lat[i], block.lon[i], r, bounds->outer(r)},
                        [&](std::int32_t cell) { found.push_back(cell); });
                }
                cover.starts[row + i + 1] = static_cast<std::int64_t>(found.size() - before);
            }
        });
    for (std::size_t i = 0; i < points.size; ++i) {
        cover.starts[i + 1] += cover.starts[i];
    }
    cover.cells.reserve(static_cast<std::size_t>(cover.starts.back()));
    for (const std::vector<std::int32_t>& part : parts) {
        cover.cells.insert(cover.cells.end(), part.begin(), part.end());
    }
    return cover;
}

}  // namespace geodist
