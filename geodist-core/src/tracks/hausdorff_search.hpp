// The Hausdorff distance of two tracks, or of other shapes, from bounds on pieces and, where what
// is inside counts, on triangles.
#pragma once

#include <cstddef>

#include "index/pace.hpp"
#include "tracks/farthest.hpp"
#include "tracks/track.hpp"

namespace geodist::tracks {

// lower <= the distance <= upper.
struct CertifiedPair {
    double lower, upper;
    PlacePair places;  // whose distance is about `lower`

    // Of shapes that are not these tracks, but so near to them.
    void widen(double deviation) {
        lower = lower > deviation ? lower - deviation : 0;
        upper += deviation;
    }
};

// The largest distance of a place of a to the nearest of b: upper - lower is at most `tolerance`.
[[nodiscard]] CertifiedPair directed_hausdorff(const Ground& ground, const Track& a, const Track& b,
                                               double tolerance, index::Pace& pace);

// The larger of both directions.
[[nodiscard]] CertifiedPair hausdorff(const Ground& ground, const Track& a, const Track& b,
                                      double tolerance, index::Pace& pace);

// Is the largest distance of a place of a to the nearest of b at most `distance`? Either answer
// where it differs by no more than `tolerance`.
[[nodiscard]] bool is_directed_hausdorff_within(const Ground& ground, const Track& a,
                                                const Track& b, double distance, double tolerance,
                                                index::Pace& pace);

}  // namespace geodist::tracks
