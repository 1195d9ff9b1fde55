// All points within a radius of many points.
#pragma once

#include <geodist/point_index.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "index/query_job.hpp"

namespace geodist::index {

class RadiusJob : public QueryJob<PointLeaves> {
  public:
    // One radius for all points, or one for each.
    RadiusJob(const PointView& view, const QueryPoints& points, std::span<const double> radius,
              const RadiusOptions& options);

    // Puts together what the pieces found, on the calling thread.
    [[nodiscard]] Neighbours collect();

  private:
    class Piece;

    // Of the rows of a piece one after the other, in the order in which they were asked for.
    struct Found {
        std::vector<std::size_t> rows;
        std::vector<std::size_t> ends;
        std::vector<std::uint32_t> neighbours;
        std::vector<double> distances;
    };

    bool run_piece(std::size_t piece, std::size_t begin, std::size_t n) override;
    static void copy(const Found& found, Neighbours& to, Pace& pace);

    std::span<const double> radius_;
    const RadiusOptions& options_;
    std::vector<Found> found_;
};

}  // namespace geodist::index
