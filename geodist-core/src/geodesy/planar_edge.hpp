// One planar edge, whatever it is: its length, for the few that the kernels leave, and how finely
// it must be cut.
#pragma once

#include "geodesy/prepared_ellipsoid.hpp"

namespace geodist::geodesy {

// Latitudes in [-90, 90], longitudes as they are.
[[nodiscard]] double length_of_planar_edge(const PreparedEllipsoid& e, double lat1, double lon1,
                                           double lat2, double lon2);

// How many pieces, equal in longitude and latitude, are shorter than `longest` and within a
// millimetre (where a = 6378137 m) of the geodesics between their ends; rounded up, it is enough.
[[nodiscard]] double planar_pieces(const PreparedEllipsoid& e, double lat1, double lon1,
                                   double lat2, double lon2, double longest);

}  // namespace geodist::geodesy
