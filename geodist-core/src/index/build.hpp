// Makes an index.
#pragma once

#include <geodist/point_index.hpp>

#include "index/point_storage.hpp"

namespace geodist::index {

// The points are yet to be checked. Throws Interrupted.
[[nodiscard]] PointStorage build(const PointColumns& points, const Ellipsoid& ellipsoid,
                                 const RunOptions& options);

}  // namespace geodist::index
