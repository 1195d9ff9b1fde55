/// \file
/// Places along lines: linear referencing in metres.
#pragma once

#include <geodist/columns.hpp>
#include <geodist/ellipsoid.hpp>
#include <geodist/run_options.hpp>
#include <geodist/shapes.hpp>

namespace geodist {

/// Where points are along lines: `along`, metres from the beginning to the nearest place of the
/// line, its parts one after the other; `across`, metres from there to the point, negative where it
/// is to the left. Of equally near places the first. Both columns have one length, or one of them
/// length 1. NaN where a line is missing or empty or a point is missing.
///
/// Max error: `across` as the distance to an edge, 20 nm (geodesic edges: up to 19,000 km, or to
/// 18,000 km where f > 1/290); `along` 1 um where the place is well-conditioned, and the error of
/// the line's length.
///
/// \throws GeodistError for a row that is neither line nor multi-line; as check_shapes,
///         check_points; Interrupted
void locate(const ShapesView& lines, Column lat, Column lon, OutColumn along, OutColumn across,
            const Ellipsoid& ellipsoid = wgs84(), const RunOptions& options = {});

/// The points of lines at a distance along them, metres; negative distances count from the end.
/// Beyond an end it is that end. The columns are paired as in locate(). Longitudes of points within
/// geodesic edges are in [-180, 180]. NaN where a line is missing or empty or a distance is NaN.
/// \throws as locate()
void interpolate_along(const ShapesView& lines, Column distance, OutColumn lat, OutColumn lon,
                       const Ellipsoid& ellipsoid = wgs84(), const RunOptions& options = {});

}  // namespace geodist
