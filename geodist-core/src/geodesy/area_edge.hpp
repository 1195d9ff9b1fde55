// The area under one edge, whatever it is: for the few that the kernels leave.
#pragma once

#include "geodesy/prepared_ellipsoid.hpp"

namespace geodist::geodesy {

struct ReferredArea {
    double value;   // over C, eastward positive
    int reference;  // it is from the equator (0), the north pole (1) or the south pole (-1)
};

// Latitudes in [-90, 90], |longitudes| <= 360.
[[nodiscard]] ReferredArea area_of_any_edge(const PreparedEllipsoid& e, double lat1, double lon1,
                                            double lat2, double lon2);

}  // namespace geodist::geodesy
