// What a search for the largest distance has found.
#pragma once

#include <optional>

#include "tracks/track.hpp"

namespace geodist::tracks {

// A place of each of two tracks; inside of a polygon, what is set instead.
struct PlacePair {
    NearPlace on_a{0, 0, 0}, on_b{0, 0, 0};  // the distance of both is that of the two
    std::optional<LatLonPlace> inside_a = {}, inside_b = {};
};

struct Farthest {
    double distance = -1;
    double dropped = 0;  // the largest bound of what was passed over
    PlacePair places;
};

}  // namespace geodist::tracks
