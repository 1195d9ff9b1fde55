// Earth-centred, Earth-fixed coordinates on lanes: x through (0, 0), y through (0, 90 E), z through
// the north pole.
//
// Error bounds are those of the accuracy contract, for a = 6378137 m: 10 nm for abs(h) <= 5000 km,
// 1e-15 relative beyond.
#pragma once

#include <cstdint>

#include "geodesy/angles.hpp"
#include "geodesy/degrees.hpp"
#include "geodesy/ecef_deep.hpp"
#include "geodesy/prepared_ellipsoid.hpp"
#include "simd/math.hpp"

namespace geodist::geodesy {

template <class V>
struct EcefPoint {
    V x, y, z;
};
template <class V>
struct GeodeticPoint {
    V lat, lon, h;
};

// lat in [-90, 90], |lon| <= 360, any finite h.
template <class V>
GEODIST_INLINE EcefPoint<V> to_ecef(const PreparedEllipsoid& e, V lat, V lon, V h) {
    const auto p = simd::sincos_deg90(lat);
    const auto l = sincos_degrees(lon);
    const V normal =
        V(e.a) / sqrt(fnma(V(e.e2) * p.sin, p.sin, V(1.0)));  // radius of the prime vertical
    const V r = (normal + h) * p.cos;
    const V z = fma(V(e.f1 * e.f1), normal, h) * p.sin;
    const V poison = (lat + lon + h) * V(0.0);
    return {r * l.cos + poison, r * l.sin + poison, z + poison};
}

// The nearest point of the ellipsoid, any finite coordinates. Conventions of GeographicLib's
// Geocentric: of equally near points the northern one; longitude 0 on the axis, latitude 90 at the
// centre of a sphere.
//
// With p = (r/a)^2 and q = (1 - e2) (z/a)^2 the unknown k is the largest root of
//   p/(k + e2)^2 + q/k^2 = 1
// (Vermeille 2011, "An analytical method to transform geocentric into geodetic coordinates",
// J. Geodesy 85, 105-117). The reciprocal root of the left side is nearly linear in k, exactly so
// for a sphere: the start below errs by O(e2^2), and two Newton steps leave nothing, or three for
// abs(f) near 1/50. Lanes deeper than 0.85 a, and those farther than 1e100 a, are solved by
// from_ecef_deep.
template <class V>
GEODIST_INLINE GeodeticPoint<V> from_ecef(const PreparedEllipsoid& e, V x, V y, V z) {
    const V zero(0.0), one(1.0), e2(e.e2), e2m(e.f1 * e.f1);
    const V r = sqrt(fma(x, x, y * y));
    const V u = r * V(1.0 / e.a), w = z * V(1.0 / e.a);
    const V p = u * u, q = e2m * (w * w);
    const V m = p + q;
    V k = fnma(e2, p / m, sqrt(m));
    const int steps = e.e2 > -0.02 && e.e2 < 0.02 ? 2 : 3;
    for (int step = 0; step < steps; ++step) {
        const V over_k = one / k, over_k2 = one / (k + e2);
        const V s1 = p * over_k2 * over_k2, s2 = q * over_k * over_k;
        const V s = s1 + s2;
        k = k + s * (sqrt(s) - one) / fma(s1, over_k2, s2 * over_k);
    }
    const V d = k * r / (k + e2);
    V h = (k - e2m) / k * sqrt(fma(d, d, z * z));
    V lat = simd::atan2_deg(z * (k + e2), r * k);
    const auto axis = (x == zero) & (y == zero);
    V lon = simd::atan2_deg(select(axis, zero, y), select(axis, one, x));
    const auto deep = (m < V(0.0225)) | (m > V(1e200));
    if (std::uint32_t lanes = bits(deep); lanes != 0) {
        double in[3][V::size], out[3][V::size];
        x.store(in[0]);
        y.store(in[1]);
        z.store(in[2]);
        lat.store(out[0]);
        lon.store(out[1]);
        h.store(out[2]);
        for (int i = 0; i < V::size; ++i, lanes >>= 1U) {
            if ((lanes & 1U) != 0) {
                from_ecef_deep(e.a, e.f, in[0][i], in[1][i], in[2][i], out[0][i], out[1][i],
                               out[2][i]);
            }
        }
        lat = V::load(out[0]);
        lon = V::load(out[1]);
        h = V::load(out[2]);
    }
    const V poison = (x * zero + y * zero) + z * zero;
    return {lat + poison, lon + poison, h + poison};
}

// Straight distance between two points, from differences that do not cancel. d(p, p) = 0, and
// exchanging the points repeats every bit.
template <class V>
GEODIST_INLINE V chord(const PreparedEllipsoid& e, V lat1, V lon1, V h1, V lat2, V lon2, V h2) {
    const V zero(0.0), one(1.0), half(0.5), e2(e.e2), e2m(e.f1 * e.f1);
    const auto p1 = simd::sincos_deg90(lat1), p2 = simd::sincos_deg90(lat2);
    const V w1 = sqrt(fnma(e2 * p1.sin, p1.sin, one)), w2 = sqrt(fnma(e2 * p2.sin, p2.sin, one));
    const V n1 = V(e.a) / w1, n2 = V(e.a) / w2;
    // sin lat2 - sin lat1 and cos lat2 - cos lat1, by the tangent of half the difference where that
    // is small
    const V degrees = lat2 - lat1;
    const auto delta = sincos_acute(half * abs(degrees), zero);
    const auto near = delta.sin < delta.cos;
    const V t = mulsign(delta.sin, degrees) / select(near, delta.cos, one);
    const V sum_sin = p1.sin + p2.sin, sum_cos = p1.cos + p2.cos;
    const V diff_sin = select(near, sum_cos * t, p2.sin - p1.sin);
    const V diff_cos = select(near, -(sum_sin * t), p2.cos - p1.cos);
    // n2 - n1 = a (w1^2 - w2^2)/(w1 w2 (w1 + w2))
    const V diff_n = e2 * diff_sin * sum_sin * n1 * n2 / (V(e.a) * (w1 + w2));
    const V diff_h = h2 - h1;
    // (u2 v2 - u1 v1) = (u2 - u1) (v1 + v2)/2 + (u1 + u2)/2 (v2 - v1)
    const V r1 = n1 + h1, r2 = n2 + h2;
    const V z1 = fma(e2m, n1, h1), z2 = fma(e2m, n2, h2);
    const V dr = half * fma(diff_n + diff_h, sum_cos, (r1 + r2) * diff_cos);
    const V dz = half * fma(fma(e2m, diff_n, diff_h), sum_sin, (z1 + z2) * diff_sin);
    const auto lon = longitude_difference(lon1, lon2);
    const V l = sincos_acute(half * lon.magnitude, half * lon.error).sin;
    // around the axis: the square of 2 sqrt(r1 cos lat1 r2 cos lat2) sin(dlon/2)
    const V around = V(4.0) * (r1 * p1.cos) * (r2 * p2.cos) * (l * l);
    const V square = fma(dr, dr, fma(dz, dz, around));
    // opposite sides of the axis inside the Earth can leave a rounding error below zero
    const V poison = (degrees + lon.magnitude + diff_h) * zero;
    return sqrt(max(zero, square)) + poison;
}

}  // namespace geodist::geodesy
