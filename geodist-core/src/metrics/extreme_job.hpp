// The one of many points asked for that is extreme by its nearest, or farthest, point of an index:
// the largest distance to the nearest, the largest to the farthest, the least to the farthest.
#pragma once

#include <geodist/run_options.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <mutex>

#include "index/query_job.hpp"

namespace geodist::metrics {

enum class SetMeasure {
    directed_hausdorff,  // the farthest of the nearest
    diameter,            // the farthest of the farthest
    center               // the nearest of the farthest
};

// Rows of the points asked for, and of the index.
struct RowPair {
    double distance;
    std::int64_t row_a;
    std::int64_t row_b;
};

class ExtremeJob : public index::QueryJob<index::PointLeaves> {
  public:
    ExtremeJob(SetMeasure measure, const index::PointView& view, const index::QueryPoints& points,
               const RunOptions& options);

    [[nodiscard]] RowPair best() const { return best_; }

  private:
    class Piece;

    bool run_piece(std::size_t piece, std::size_t begin, std::size_t n) override;
    [[nodiscard]] bool wants_largest() const { return measure_ != SetMeasure::center; }
    void offer(const RowPair& found);

    SetMeasure measure_;
    // Distances that are worse than this do not count any more.
    std::atomic<double> bar_;
    std::mutex mutex_;
    RowPair best_;
};

}  // namespace geodist::metrics
