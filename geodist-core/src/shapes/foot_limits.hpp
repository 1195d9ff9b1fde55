// What searches for the nearest place of a geodesic edge go by: see geodesic_edge.hpp.
#pragma once

#include <algorithm>

#include "geodesy/prepared_ellipsoid.hpp"
#include "simd/math.hpp"

namespace geodist::shapes {

struct FootLimits {
    double rate;             // sqrt(Kmax)
    double convex, concave;  // r1 and r2
    double longest;          // edges: the plane of a longer one is not well known
    double step;             // a shorter one of Newton's method leaves the foot right to 1e-7 m

    explicit FootLimits(const geodesy::PreparedEllipsoid& e)
        : rate(std::max(1 / e.b, e.b / (e.a * e.a))),
          convex(simd::pi / 2 / rate),
          concave(simd::pi / 2 / std::min(1 / e.b, e.b / (e.a * e.a))),
          longest(2.6 * std::min(e.a, e.b)),
          step(0.1 / 6378137 * e.a) {}
};

// How much nearer than its ends a place of a piece of that length may be, where the nearer end is
// at that distance f: f'' <= 1/f along a geodesic; a planar edge is no farther from it than `sag`.
[[nodiscard]] inline double gain_within(double length, double distance, double sag) {
    const double least = distance - sag;
    return sag + (least > length ? 1.001 / 8 * length * length / (least - length / 2) : length / 2);
}

}  // namespace geodist::shapes
