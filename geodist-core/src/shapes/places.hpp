// Where on the caller's shapes something is.
#pragma once

#include <geodist/geodesic.hpp>
#include <geodist/location.hpp>
#include <geodist/shapes.hpp>

#include <cstddef>

namespace geodist::shapes {

// A point of a planar edge between two vertices, longitudes as they are.
[[nodiscard]] LatLon planar_point(const ShapesView& shapes, std::size_t begin, std::size_t end,
                                  double fraction);

// The place on the edge that begins at a vertex, counted through the whole column, at a fraction of
// that edge; lat and lon as they were found. At an end they become those of the vertex, on a planar
// edge those at the fraction.
[[nodiscard]] Location location_of(const ShapesView& shapes, std::size_t edge, double fraction,
                                   double lat, double lon);

// A place inside a polygon.
[[nodiscard]] Location interior_location(std::size_t row, double lat, double lon);

}  // namespace geodist::shapes
