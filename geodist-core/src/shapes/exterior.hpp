// Which side of a ring of geodesics is the outside.
#pragma once

#include <cstddef>
#include <span>

#include <geodist/ellipsoid.hpp>
#include "shapes/arcs.hpp"

namespace geodist::shapes {

// A ring of the last polygon, with all its arcs and steps.
struct RingArcs {
    std::span<const Arc> arcs;
    std::span<const SouthStep> steps;
    std::span<const double> lat, lon;  // as the caller has them
    bool is_hole;
};

// Is a point outside, if it is to the north of an odd number of arcs and steps? Outside is the
// class that the antipode of a cap's middle belongs to, if a cap smaller than a hemisphere holds
// the ring; else the larger class. Of an oriented ring: its right side, of a hole its left; of one
// that goes_back(), all.
[[nodiscard]] bool is_outside_odd(const PolygonArcs& polygons, const RingArcs& ring,
                                  bool is_oriented, const Ellipsoid& ellipsoid,
                                  const RunOptions& options);

}  // namespace geodist::shapes
