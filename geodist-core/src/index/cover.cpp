#include "index/cover.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "index/box_cover.hpp"
#include "runtime/float_environment.hpp"
#include "runtime/long_job.hpp"

namespace geodist::index {

namespace {

// Of the points of each leaf.
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

}  // namespace

double cover_leaves(PointStorage& storage, const RunOptions& options, int threads) {
    const PointTree& tree = storage.tree();
    RangeJob job(tree, options);
    runtime::run_job(job, job.pieces(), threads);
    const runtime::FloatEnvironment environment;
    return cover_ranges(job.ranges(), tree.boxes.shape, storage.boxes(), storage.heads());
}

}  // namespace geodist::index
