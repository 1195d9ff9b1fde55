// A row of planar edges in stretches between the places where it meets another.
#pragma once

#include <geodist/geodesic.hpp>
#include <geodist/shapes.hpp>

#include <cstddef>
#include <vector>

#include "shapes/planar_pair.hpp"

namespace geodist::shapes {

// From one place to another of one line or ring, so that it lies wholly inside, outside or on the
// border of the other; a point is a stretch of no length.
struct PlanarStretch {
    std::vector<LatLon> path;  // its ends, and the vertices between
    LatLon middle;             // some point between
    bool goes_on;              // where the one before ends
    bool ends_at_vertex;

    [[nodiscard]] bool is_point() const { return path.size() == 1; }
};

// The stretches of a row of a or b. The other row may have any edges.
[[nodiscard]] std::vector<PlanarStretch> cut_planar_row(
    const ShapesView& shapes, std::size_t row, const std::vector<PlanarRowMeeting>& meetings,
    CutSide side);

}  // namespace geodist::shapes
