// How many points there are within a radius of many points. Whole boxes are counted at once.
#pragma once

#include <geodist/point_index.hpp>

#include <cstddef>
#include <cstdint>
#include <span>

#include "index/query_job.hpp"

namespace geodist::index {

class CountJob : public QueryJob<PointLeaves> {
  public:
    // One radius for all points, or one for each.
    CountJob(const PointView& view, const QueryPoints& points, std::span<const double> radius,
             std::span<std::int64_t> counts, const RadiusOptions& options);

  private:
    class Piece;

    bool run_piece(std::size_t piece, std::size_t begin, std::size_t n) override;

    std::span<const double> radius_;
    std::span<std::int64_t> counts_;
    const RadiusOptions& options_;
};

}  // namespace geodist::index
