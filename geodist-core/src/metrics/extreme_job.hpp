// The one of many points asked for that is extreme by its nearest, or farthest, point of an index:
// the largest distance to the nearest, the largest to the farthest, the least to the farthest.
#pragma once

#include <geodist/set_distance.hpp>

#include <atomic>
#include <cstddef>
#include <mutex>
#include <vector>

#include "index/bound_search.hpp"
#include "index/queries.hpp"
#include "index/search.hpp"
#include "index/storage.hpp"
#include "index/work.hpp"

namespace geodist::metrics {

enum class Quest {
    farthest_nearest,   // directed Hausdorff distance
    farthest_farthest,  // diameter
    nearest_farthest    // centre
};

class ExtremeJob : public index::LongJob {
  public:
    ExtremeJob(Quest quest, const index::Storage& storage, const index::Meter& meter,
               const IndexPoints& points, const RunOptions& options);

    [[nodiscard]] std::size_t pieces() const { return (points_.lat.size() + size_ - 1) / size_; }
    [[nodiscard]] int threads() const { return threads_; }
    bool run(std::size_t piece) override;

    // row_a of the points asked for, row_b of the index.
    [[nodiscard]] WitnessPair best() const { return best_; }

  private:
    class Piece;

    [[nodiscard]] bool wants_largest() const { return quest_ != Quest::nearest_farthest; }
    void offer(const WitnessPair& found);

    Quest quest_;
    const index::Storage& storage_;
    const index::Meter& meter_;
    const IndexPoints& points_;
    int threads_;
    std::size_t size_;
    // Distances that are worse than this do not count any more.
    std::atomic<double> bar_;
    std::mutex mutex_;
    WitnessPair best_;
};

}  // namespace geodist::metrics
