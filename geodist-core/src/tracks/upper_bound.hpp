// How much a walk along two tracks costs at most.
#pragma once

#include <cstddef>

#include "geodesy/prepared_ellipsoid.hpp"
#include "kernels/elastic_table.hpp"
#include "tracks/pair_costs.hpp"

namespace geodist::tracks {

// Vertices of two tracks.
struct TwoTracks {
    kernels::VertexColumns a;
    std::size_t n;
    kernels::VertexColumns b;
    std::size_t m;
};

// Bounds by walks that may not be the best: of the sum, or the largest, of the distances. Infinite
// where a walk goes farther than `full`.
class UpperBound {
  public:
    UpperBound(const geodesy::PreparedEllipsoid& e, const ReachLimits& limits,
               kernels::WarpRule rule);

    // Of the walk that keeps to the diagonal.
    [[nodiscard]] double diagonal(const TwoTracks& tracks) const;
    // Of the walk that always takes the cheapest of the three next cells.
    [[nodiscard]] double greedy(const TwoTracks& tracks) const;
    // Whether a bound is so low that looking for another is not worth it: what goes together is
    // nearer than the next vertex.
    [[nodiscard]] bool is_good(double bound, const TwoTracks& tracks) const;

  private:
    [[nodiscard]] double made_of(double sum, double largest) const;

    double first_, full_;
    bool is_sum_;
};

// The straight line between first vertices and that between last ones, together.
[[nodiscard]] double ends_apart(const TwoTracks& tracks);

}  // namespace geodist::tracks
