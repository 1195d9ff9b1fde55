// Bounds of the Frechet distance of two tracks that take few steps: from balls around runs of
// pieces.
//
// A run of one track and one of the other make a cell. A way through the free space passes from
// cell to cell, across a side or a corner, as a walk of the discrete Frechet distance of the balls'
// centres does (T. Eiter, H. Mannila, CD-TR 94/64, 1994). The straight line between places of a
// cell is as long as that between the centres, but for both radii. So with c the discrete distance
// of the centres by straight lines, and r the largest radius of each track: on the best way there
// is a straight line of at least c - r1 - r2, and there is a way with none above c + r1 + r2.
#pragma once

#include <cstddef>

#include "index/pace.hpp"
#include "tracks/track.hpp"

namespace geodist::tracks {

// low <= the distance <= high.
struct DistanceRange {
    double low, high;
};

// By runs so long that there are at most `cells` cells, and no shorter ones than would bring both
// bounds `width` together. Nothing new, but what is known already, where the runs are too wide to
// tell anything.
[[nodiscard]] DistanceRange coarse_frechet(const Ground& ground, const Track& a, const Track& b,
                                           std::size_t cells, DistanceRange known,
                                           index::Pace& pace);

}  // namespace geodist::tracks
