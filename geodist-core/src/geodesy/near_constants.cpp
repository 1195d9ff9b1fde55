#include "geodesy/near_constants.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace geodist::geodesy {

namespace {

// What the formula may err by at the end of its range, where a = 6378137 m: rounding, coordinates
// included, takes less than the rest of the 6 nm.
constexpr double tolerance = 5.5e-9 / 6378137;

// The formula's error relative to s is a power series in (s/a)^2 that begins with the sixth power:
// suprema of its coefficients over all latitudes, azimuths and flattenings, and a bound for what
// comes behind them. The first two have a factor e^2. docs/near-points.md has the proof.
struct Remainder {
    double e6, e8, e10, e12;
    double tail, reach;  // tail x^14 / (1 - x^2), x = (s/a) / reach
};
constexpr Remainder slight{8.81937e-04, 7.46380e-05, 2.45734e-05, 6.99979e-06, 6.4, 1.2};
constexpr Remainder strong{1.05674e-03, 1.54782e-04, 4.20966e-05, 1.60455e-05, 4.0, 1.0};

double second_eccentricity(double f) { return f * (2 - f) / ((1 - f) * (1 - f)); }

// Geodesics of at least s metres have a longer chord, s < pi a / 2 or so: a geodesic is a space
// curve whose curvature is at most k = max(q, q^(-1/2))/a (A. Schur's theorem, as in
// index/geodesic_bounds.hpp).
double shortest_chord(double a, double q, double s) {
    const double k = std::max(q, 1 / std::sqrt(q)) / a;
    return 2 / k * std::sin(k * s / 2);
}

// The longest geodesic for which the formula keeps the tolerance.
double reach(double a, double f) {
    double low = 0, high = a / 8;
    for (int i = 0; i < 60; ++i) {
        const double middle = (low + high) / 2;
        (near_error(a, f, middle) <= tolerance * a ? low : high) = middle;
    }
    return low;
}

}  // namespace

double near_error(double a, double f, double s) {
    const Remainder& r = std::abs(f) <= 1.0 / 290 ? slight : strong;
    const double e = second_eccentricity(f), e2 = e * e;
    const double t = s / a, t2 = t * t, x2 = t2 / (r.reach * r.reach);
    const double series = t2 * t2 * t2 * (r.e6 * e2 + t2 * (r.e8 * e2 + t2 * (r.e10 + t2 * r.e12)));
    return s * (series + r.tail * std::pow(x2, 7) / (1 - x2));
}

NearConstants make_near_constants(double a, double f) {
    NearConstants n{};
    n.unit = std::ldexp(1.0, std::ilogb(a) - 56);
    n.equatorial = a / n.unit;
    n.axis_ratio = 1 - f;
    n.ratio_tail = (1 - n.axis_ratio) - f;
    // (1 - f)^2 as head and tail, then times a, in units
    const double square = n.axis_ratio * n.axis_ratio;
    const double square_tail =
        std::fma(n.axis_ratio, n.axis_ratio, -square) + 2 * n.axis_ratio * n.ratio_tail;
    n.polar = n.equatorial * square;
    n.polar_tail = std::fma(n.equatorial, square, -n.polar) + n.equatorial * square_tail;

    const double e = second_eccentricity(f), q = 1 + e;
    const double i2 = 1 / (a * a), i4 = i2 * i2, i6 = i4 * i2, i8 = i4 * i4;
    n.bend = q * e * i2;
    n.e = e;
    // near.hpp's p is kp P
    n.p0 = -6 * e;
    n.p1 = 22 * e / 3;
    n.p2 = -4 * e / (3 * q);
    n.p3 = 11 * e * e * i2 / 6;
    const double kp = q * i2 / 10;
    n.u0 = i2 / 24;
    n.u1 = 3 * i4 / 640;
    n.u2 = 5 * i6 / 7168;
    n.u3 = 35 * i8 / 294912;
    n.up1 = kp * n.u0;
    n.up2 = 23 * kp * i4 / 1344;
    n.up3 = 39 * kp * i6 / 7168;

    n.q = q;
    n.a2 = a * a;
    n.inverse_a2 = i2;
    // tests/core/test_segment.cpp enforces the bound as far as this
    n.piece = 40e3 / 6378137 * a;
    n.reach = (std::abs(f) <= 1.0 / 290 ? 40e3 : 30e3) / 6378137 * a;

    // Longer differences than 2^53 units would not be exact.
    const double longest =
        std::min(shortest_chord(a, q, reach(a, f)), std::ldexp(n.unit, 53)) * (1 - 1e-12);
    n.limit = longest * longest;
    const double small = a * std::min(1.0, 1 - f);
    n.cosine = 1 - 0.5 * (longest / small) * (longest / small) - 1e-12;
    return n;
}

}  // namespace geodist::geodesy
