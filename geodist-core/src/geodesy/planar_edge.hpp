// The length of one planar edge, whatever it is: for the few that the kernels leave.
#pragma once

#include "geodesy/prepared_ellipsoid.hpp"

namespace geodist::geodesy {

// Latitudes in [-90, 90], longitudes as they are.
[[nodiscard]] double length_of_planar_edge(const PreparedEllipsoid& e, double lat1, double lon1,
                                           double lat2, double lon2);

}  // namespace geodist::geodesy
