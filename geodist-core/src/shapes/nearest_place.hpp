// The nearest place of an edge that is known to be the nearest.
#pragma once

#include <geodist/shapes.hpp>

#include <cstddef>

#include "geodesy/prepared_ellipsoid.hpp"
#include "shapes/geodesic_edge.hpp"

namespace geodist::shapes {

// Of the edge that begins at this vertex, geodesic or planar; for a point, that.
[[nodiscard]] EdgeFoot nearest_place(const ShapesView& shapes, std::size_t edge, double lat,
                                     double lon, const geodesy::PreparedEllipsoid& e);

}  // namespace geodist::shapes
