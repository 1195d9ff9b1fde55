/// \file
/// The bounding boxes of lines and polygons.
#pragma once

#include <geodist/columns.hpp>
#include <geodist/ellipsoid.hpp>
#include <geodist/run_options.hpp>
#include <geodist/shapes.hpp>

namespace geodist {

/// Boxes by columns, degrees; as long as there are rows.
struct BoxColumns {
    OutColumn min_lat, min_lon, max_lat, max_lon;
};

/// The smallest box of each row that holds its edges and the inside of its polygons, as
/// BoundingBox has it: one with min_lon > max_lon crosses the antimeridian, one from -180 to 180
/// goes all the way round, and of two that span as much the one that does not cross it counts.
/// Longitudes are in [-180, 180]. NaN where a row is missing or empty.
///
/// A geodesic edge goes beyond the latitudes of its ends: max error of its northernmost or
/// southernmost latitude 1e-12 degrees. Planar edges span the longitudes between those of their
/// ends, as they are, and what is inside of them is what they enclose on the map.
///
/// C. F. F. Karney, "Algorithms for geodesics", J. Geodesy 87, 43-55 (2013), equation 5, for the
/// northernmost point of a geodesic.
///
/// \throws as check_shapes; std::invalid_argument for columns of another length; Interrupted
void shape_bounds(const ShapesView& shapes, const BoxColumns& out,
                  const Ellipsoid& ellipsoid = wgs84(), const RunOptions& options = {});

}  // namespace geodist
