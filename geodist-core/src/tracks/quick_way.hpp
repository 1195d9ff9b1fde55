// A way through the free space that is soon found, if it is: as the positive filters of K.
// Bringmann, M. Kuennemann, A. Nusser, "Walking the dog fast in practice", JoCG 12(1), 2021.
#pragma once

#include <cstddef>

#include "index/pace.hpp"
#include "tracks/free_borders.hpp"
#include "tracks/track.hpp"

namespace geodist::tracks {

// True: the Frechet distance is at most the limit of the borders and `slack`. False tells nothing.
//
// From either end, along runs that are near as a whole, else to the nearest of the next pairs of
// vertices. Steps are few where the limit is wide; they are subtracted from `steps`, and there is
// an end when none are left.
[[nodiscard]] bool has_quick_way(const Ground& ground, const Track& a, const Track& b,
                                 const FreeBorders& borders, double slack, std::size_t& steps,
                                 index::Pace& pace);

}  // namespace geodist::tracks
