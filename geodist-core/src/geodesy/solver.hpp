// The complete scalar solver of the inverse problem: every pair of points, every flattening, every
// degenerate case. The vector kernels send it the few pairs that they do not solve; their azimuth
// conventions are its own.
#pragma once

#include "geodesy/prepared_ellipsoid.hpp"

namespace geodist::geodesy {

struct ScalarInverse {
    double distance;
    double azi1, azi2;
    double m12, M12, M21;
};

// Latitudes in [-90, 90], |longitudes| <= 360. Not for f = 0 (great_circle.hpp). Bounds as in
// geodesic.hpp.
[[nodiscard]] ScalarInverse solve_inverse(const PreparedEllipsoid& e, double lat1, double lon1,
                                          double lat2, double lon2);

}  // namespace geodist::geodesy
