// The Frechet distance of two tracks, by decisions.
#pragma once

#include <vector>

#include "index/pace.hpp"
#include "tracks/free_space.hpp"
#include "tracks/hausdorff_search.hpp"
#include "tracks/track.hpp"

namespace geodist::tracks {

// Places of two tracks that belong together, in order; between them both go on evenly.
using Matching = std::vector<FreeSpace::Step>;

// Where a step is on its track.
[[nodiscard]] NearPlace place_at(const Track& track, double at);

// lower <= the distance <= upper, no farther apart than `tolerance`. The places: where `lower` was
// found, if with_matching is not asked for; else the two of the matching that are farthest apart.
struct CertifiedMatching {
    CertifiedPair pair;
    Matching matching;
};

// Throws GeodistError for a matching of tracks that are farther apart than Ground::convex(), and
// where places of them are too nearly antipodal.
[[nodiscard]] CertifiedMatching frechet(const Ground& ground, const Track& a, const Track& b,
                                        double tolerance, bool with_matching, index::Pace& pace);

// Is it at most `distance`? Either answer where it differs by no more than `tolerance`.
[[nodiscard]] bool is_frechet_within(const Ground& ground, const Track& a, const Track& b,
                                     double distance, double tolerance, index::Pace& pace);

}  // namespace geodist::tracks
