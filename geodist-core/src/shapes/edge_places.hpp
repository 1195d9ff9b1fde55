// The place on an edge that is nearest to a point.
#pragma once

#include <geodist/location.hpp>
#include <geodist/run_options.hpp>
#include <geodist/shapes.hpp>

#include <cstddef>

#include "geodesy/prepared_ellipsoid.hpp"

namespace geodist::shapes {

// `edge`: the vertex at which it begins, counted through the whole column.
[[nodiscard]] Location nearest_place(const ShapesView& shapes, std::size_t edge, double lat,
                                     double lon, const geodesy::PreparedEllipsoid& e,
                                     const RunOptions& options);

}  // namespace geodist::shapes
