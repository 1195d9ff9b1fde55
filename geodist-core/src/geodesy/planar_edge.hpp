// One planar edge, whatever it is: its length, for the few that the kernels leave, and how finely
// it must be cut.
#pragma once

#include "geodesy/prepared_ellipsoid.hpp"

namespace geodist::geodesy {

// Latitudes in [-90, 90], longitudes as they are.
[[nodiscard]] double length_of_planar_edge(const PreparedEllipsoid& e, double lat1, double lon1,
                                           double lat2, double lon2);

// In how many parts equal in longitude and latitude none is longer than `longest`; rounded up, it
// is enough.
[[nodiscard]] double planar_parts(const PreparedEllipsoid& e, double lat1, double lon1, double lat2,
                                  double lon2, double longest);

// How many pieces, equal in longitude and latitude, are shorter than `longest`, turn by less than a
// twentieth, and are within 40 m (where a = 6378137 m) of the geodesics between their ends; rounded
// up, it is enough.
[[nodiscard]] double planar_pieces(const PreparedEllipsoid& e, double lat1, double lon1,
                                   double lat2, double lon2, double longest);
// The same for NearConstants::piece, and so many that they are within `sag` of these geodesics. As
// they turn by so little, a place of the one and its foot on the other go on together: the Frechet
// distance of both is no more than that.
[[nodiscard]] double planar_pieces_within(const PreparedEllipsoid& e, double lat1, double lon1,
                                          double lat2, double lon2, double sag);
// How far they may be from these geodesics, if there are so many of them and they are short.
[[nodiscard]] double planar_sag(const PreparedEllipsoid& e, double lat1, double lon1, double lat2,
                                double lon2, double parts);

}  // namespace geodist::geodesy
