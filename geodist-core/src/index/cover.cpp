#include "index/cover.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include "runtime/float_environment.hpp"
#include "runtime/long_job.hpp"

namespace geodist::index {

namespace {

constexpr double unbounded = std::numeric_limits<double>::infinity();

// In doubles.
struct Range {
    double low[3] = {unbounded, unbounded, unbounded};
    double high[3] = {-unbounded, -unbounded, -unbounded};

    void take(const double* below, const double* above) {
        for (std::size_t c = 0; c < 3; ++c) {
            low[c] = std::min(low[c], below[c]);
            high[c] = std::max(high[c], above[c]);
        }
    }
};

// Of the points of each leaf, and then level by level.
class RangeJob : public runtime::LongJob {
  public:
    RangeJob(const PointTree& tree, const RunOptions& options)
        : LongJob(options), leaves_(tree.leaves), ranges_(tree.boxes.shape.leaves) {}

    [[nodiscard]] std::size_t pieces() const {
        return (ranges_.size() + piece_leaves - 1) / piece_leaves;
    }
    [[nodiscard]] std::vector<Range>& ranges() { return ranges_; }

    bool run(std::size_t piece) override {
        const runtime::FloatEnvironment environment;
        const std::size_t end = std::min((piece + 1) * piece_leaves, ranges_.size());
        for (std::size_t leaf = piece * piece_leaves; leaf < end; ++leaf) {
            const std::size_t n = leaves_.first_place(leaf + 1) - leaves_.first_place(leaf);
            for (std::size_t c = 0; c < 3; ++c) {
                const std::int64_t* const column = leaves_.leaves[leaf].space[c];
                const auto [low, high] =
                    leaves_.altitudes == nullptr
                        ? std::minmax_element(column, column + n)
                        : std::minmax_element(column, column + n, [&](auto x, auto y) {
                              return leaves_.metres(x) < leaves_.metres(y);
                          });
                ranges_[leaf].low[c] = leaves_.metres(*low);
                ranges_[leaf].high[c] = leaves_.metres(*high);
            }
        }
        return true;
    }

  private:
    static constexpr std::size_t piece_leaves = 256;

    const PointLeaves& leaves_;
    std::vector<Range> ranges_;
};

// Children first ... first + count - 1 as a group of boxes; returns the range around them.
Range write_group(const Range* children, std::size_t count, double slack, Boxes& boxes,
                  BoxesHead& head) {
    Range all;
    for (std::size_t i = 0; i < count; ++i) {
        all.take(children[i].low, children[i].high);
    }
    for (std::size_t c = 0; c < 3; ++c) {
        const double origin = all.low[c] + 0.5 * (all.high[c] - all.low[c]);
        head.origin[c] = origin;
        const double most = std::max(origin - all.low[c], all.high[c] - origin);
        const double wide = 0x1p-22 * most + slack;
        for (std::size_t i = 0; i < fanout; ++i) {
            const bool there = i < count;
            const double low = there ? children[i].low[c] - origin - wide : unbounded;
            const double high = there ? children[i].high[c] - origin + wide : -unbounded;
            // those farther than the farthest reach without end
            boxes.low[c][i] = static_cast<float>(
                !there || low > -farthest_box ? std::min(low, there ? farthest_box : unbounded)
                                              : -unbounded);
            boxes.high[c][i] = static_cast<float>(
                !there || high < farthest_box ? std::max(high, there ? -farthest_box : -unbounded)
                                              : unbounded);
        }
    }
    return all;
}

}  // namespace

double cover_leaves(PointStorage& storage, const RunOptions& options, int threads) {
    const PointTree& tree = storage.tree();
    const Shape& shape = tree.boxes.shape;
    RangeJob job(tree, options);
    runtime::run_job(job, job.pieces(), threads);
    std::vector<Range>& ranges = job.ranges();
    const runtime::FloatEnvironment environment;
    double extent = 0;
    for (const Range& range : ranges) {
        for (std::size_t c = 0; c < 3; ++c) {
            extent = std::max({extent, std::abs(range.low[c]), std::abs(range.high[c])});
        }
    }
    const double slack = 0x1p-50 * extent;
    for (std::size_t level = 0; level < shape.levels; ++level) {
        const std::size_t count = shape.nodes[level];
        for (std::size_t first = 0; first < count; first += fanout) {
            const std::size_t group = shape.first[level] + first / fanout;
            // a level's ranges take the place of those below
            if (level > 0) {
                storage.heads()[group].key = storage.heads()[shape.first[level - 1] + first].key;
            }
            ranges[first / fanout] =
                write_group(ranges.data() + first, std::min(fanout, count - first), slack,
                            storage.boxes()[group], storage.heads()[group]);
        }
    }
    return extent;
}

}  // namespace geodist::index
