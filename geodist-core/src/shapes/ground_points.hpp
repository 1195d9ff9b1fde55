// Points asked of trees of edges, which have coordinates in space as doubles.
#pragma once

#include <geodist/columns.hpp>

namespace geodist::shapes {

// The points at height 0.
[[nodiscard]] inline PointColumns on_the_ground(const PointColumns& points) {
    static constexpr double zero = 0;
    PointColumns placed = points;
    placed.altitude = StridedInput{&zero, 0};
    return placed;
}

}  // namespace geodist::shapes
