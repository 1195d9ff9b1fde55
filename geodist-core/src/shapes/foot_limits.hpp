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
    // The middle of a longer edge is not known to 20 nm: an error of the azimuth moves it by as
    // much as the other end, times about a / m12. Measured.
    double known;

    explicit FootLimits(const geodesy::PreparedEllipsoid& e)
        : rate(std::max(1 / e.b, e.b / (e.a * e.a))),
          convex(simd::pi / 2 / rate),
          concave(simd::pi / 2 / std::min(1 / e.b, e.b / (e.a * e.a))),
          longest(2.6 * std::min(e.a, e.b)),
          step(0.1 / 6378137 * e.a),
          known((e.f <= 1 / 290.0 ? 19e6 : 18e6) / 6378137 * e.a) {}
};

// How much nearer than its ends a place of a piece of that length may be, where the nearer end is
// at that distance f: f'' <= 1/f along a geodesic; a planar edge is no farther from it than `sag`.
[[nodiscard]] inline double gain_within(double length, double distance, double sag) {
    const double least = distance - sag;
    return sag + (least > length ? 1.001 / 8 * length * length / (least - length / 2) : length / 2);
}

}  // namespace geodist::shapes
