// The nearest, or the farthest, of many points.
#pragma once

#include <geodist/point_index.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "index/bound_search.hpp"
#include "index/query_job.hpp"

namespace geodist::index {

class NearestJob : public QueryJob<PointLeaves> {
  public:
    // Of the points of an index, distances and rows are to say that there are no neighbours yet.
    NearestJob(const PointView& view, const QueryPoints& points, Extreme extreme, std::size_t k,
               std::span<double> distances, std::span<std::int64_t> rows,
               const QueryOptions& options);

  private:
    class Piece;

    bool run_piece(std::size_t piece, std::size_t begin, std::size_t n) override;

    Extreme extreme_;
    std::size_t k_;
    std::span<double> distances_;
    std::span<std::int64_t> rows_;
    const QueryOptions& options_;
};

// Leaves the k nearest, in order.
void keep_nearest(std::vector<Neighbour>& neighbours, std::size_t k, Pace& pace);

}  // namespace geodist::index
