// Rhumb lines on lanes: no iteration, no loss near east-west courses, all |f| <= 1/50.
//
// A rhumb line is straight in the longitude and the isometric latitude psi, and its north-south
// part is a difference of rectifying latitudes mu (radius R):
//   tan(azi) = lam12 / psi12,  s cos(azi) = R mu12,  so s = R hypot(mu12, lam12 mu12/psi12).
//
// For a nearly east-west course mu12/psi12 is formed by divided differences (Karney 2024, "The area
// of rhumb polygons", Stud. Geophys. Geod. 68, 99-120), here in the geographic latitude phi:
//   mu12  = phi12 + sin(phi12) F,  F = sum_k c_k cos(k (phi1 + phi2)) sin(k phi12)/sin(phi12),
//   psi12 = 2 atanh(sin(phi12) / (cos phi1 + cos phi2)) - (sin phi2 - sin phi1) G,
// where G is the divided difference of e atanh(e x), a power series.
//
// Error bounds are those of the accuracy contract, for a = 6378137 m:
//   distance 20 nm, position 25 nm.
#pragma once

#include "geodesy/angles.hpp"
#include "geodesy/degrees.hpp"
#include "geodesy/prepared_ellipsoid.hpp"
#include "simd/math.hpp"
#include "simd/math_hyperbolic.hpp"

namespace geodist::geodesy {

template <class V>
struct RhumbInverse {
    V distance, azi12;
};
template <class V>
struct RhumbDirect {
    V lat2, lon2;
};

// sum_{k=1}^{Terms} c[k-1] T_k(x) U_{k-1}(y): cosines of multiples of one angle times sines of the
// other's, the latter divided by the first sine.
template <int Terms, class V>
GEODIST_INLINE V chebyshev_sum(const double* c, V x, V y) {
    const V xx = x + x, yy = y + y;
    V t0(1.0), t1 = x, u0(0.0), u1(1.0);
    V sum = V(c[0]) * x;
    for (int k = 1; k < Terms; ++k) {
        const V t2 = fms(xx, t1, t0), u2 = fms(yy, u1, u0);
        t0 = t1;
        t1 = t2;
        u0 = u1;
        u1 = u2;
        sum = fma(V(c[k]), t1 * u1, sum);
    }
    return sum;
}

template <class V>
struct Latitude {
    V sin, cos;
};

// psi2 - psi1, over sin(phi2 - phi1) where that keeps its relative accuracy.
template <class V>
struct IsometricDifference {
    using Mask = decltype(V(0.0) < V(0.0));
    Mask divided;
    V value;
};

// Latitudes stop short of a pole by this, and psi stays finite.
inline constexpr double least_cosine = 1e-17;

template <int Terms, class V>
GEODIST_INLINE IsometricDifference<V> isometric_difference(const RhumbSeries& r, Latitude<V> p1,
                                                           Latitude<V> p2, V sin12, V cos12) {
    const V one(1.0), zero(0.0);
    const V c1 = max(V(least_cosine), p1.cos), c2 = max(V(least_cosine), p2.cos);
    // exp(gd^-1(phi)) = (1 + sin phi)/cos phi = cos phi/(1 - sin phi), whichever does not cancel
    const V q1 = one + abs(p1.sin), q2 = one + abs(p2.sin);
    const auto north1 = p1.sin >= zero, north2 = p2.sin >= zero;
    const V n = select(north1, c1, q1) * select(north2, q2, c2);
    const V d = select(north1, q1, c1) * select(north2, c2, q2);
    const auto quotient = simd::log_quotient(n, d);
    // near, psi12 < log 2: 2 atanh(sin12 / (c1 + c2)) over sin12; the sum is symmetric, so are the
    // bits
    const V sum = c1 + c2;
    const auto near = (abs(sin12) * V(3.0) <= sum) & (cos12 > zero);
    const V inverse = one / select(near, sum, quotient.sum);
    const V t = select(near, sin12, quotient.difference) * inverse;
    const V log = select(near, inverse, t) * V(2.0) * simd::atanh_ratio(t * t);
    const V gudermann = fma(select(near, zero, quotient.exponent), V(simd::ln2), log);
    // sin phi2 - sin phi1
    const V sines = select(near, sum / (one + cos12), p2.sin - p1.sin);
    // divided difference of s h(s^2), both h(z2) and its own divided difference by Horner's rule
    const V z1 = p1.sin * p1.sin, z2 = p2.sin * p2.sin;
    V h(r.isometric[Terms - 1]), dh = zero;
    for (int k = Terms - 2; k >= 0; --k) {
        dh = fma(dh, z1, h);
        h = fma(h, z2, V(r.isometric[k]));
    }
    const V g = fma(p1.sin * (p1.sin + p2.sin), dh, h);
    return {near, fnma(sines, g, gudermann)};
}

template <int Harmonics, int Terms, class V>
GEODIST_INLINE RhumbInverse<V> rhumb_inverse_series(const RhumbSeries& r, V lat1, V lon1, V lat2,
                                                    V lon2) {
    const V zero(0.0);
    // the lower latitude first: exchanging the points repeats every bit
    const V low = min(lat1, lat2), high = max(lat1, lat2);
    const auto [degrees, error] = simd::two_sum(high, -low);
    const auto [s1, c1] = simd::sincos_deg90(low);
    const auto [s2, c2] = simd::sincos_deg90(high);
    const auto [sin12, cos12] = simd::sincos_deg180(degrees, error);
    const V cc = c1 * c2, ss = s1 * s2;
    const V phi12 = fma(error, V(simd::degree), degrees * V(simd::degree));
    const V f = chebyshev_sum<Harmonics>(r.to_rectifying, cc - ss, cc + ss);
    const V mu12 = fma(sin12, f, phi12);
    const auto psi =
        isometric_difference<Terms>(r, Latitude<V>{s1, c1}, Latitude<V>{s2, c2}, sin12, cos12);
    const auto level = degrees == zero;
    const V per_sin = f + select(level, V(1.0), phi12 / sin12);
    // at a pole psi is infinite; from a pole to itself nothing is left of the course but its
    // direction
    const auto pole = (low == V(-90.0)) | (high == V(90.0));
    const V slope = select(pole, zero, select(psi.divided, per_sin, mu12) / psi.value);
    V psi12 = select(psi.divided, sin12 * psi.value, psi.value);
    psi12 = select(pole, select(level, zero, V(__builtin_inf())), psi12);
    const auto lon = longitude_difference(lon1, lon2);
    const V lam12 = fma(lon.error, V(simd::degree), lon.magnitude * V(simd::degree));
    const V east = lam12 * slope;
    const V arc = sqrt(fma(mu12, mu12, east * east));
    // min and max lose a NaN
    const V poison = (lat1 + lat2 + lam12) * zero;
    const V distance = fma(arc, V(r.radius), arc * V(r.radius_tail)) + poison;
    const V north = select(psi12 == zero, V(1e-300), mulsign(psi12, lat2 - lat1));
    const V azi12 = simd::atan2_upper(lam12, north).degrees() + poison;
    return {distance, mulsign(azi12, lon.sign)};
}

// GeographicLib's conventions: the sign of the azimuth is that of the longitude difference (zeros
// and 180 included), a course to or from a pole is its meridian.
template <class V>
GEODIST_INLINE RhumbInverse<V> rhumb_inverse(const PreparedEllipsoid& e, V lat1, V lon1, V lat2,
                                             V lon2) {
    using R = RhumbSeries;
    if (e.rhumb.is_low_degree) {
        return rhumb_inverse_series<R::low_harmonics, R::low_isometric_terms>(e.rhumb, lat1, lon1,
                                                                              lat2, lon2);
    }
    return rhumb_inverse_series<R::harmonics, R::isometric_terms>(e.rhumb, lat1, lon1, lat2, lon2);
}

template <class V>
GEODIST_INLINE V rhumb_distance(const PreparedEllipsoid& e, V lat1, V lon1, V lat2, V lon2) {
    return rhumb_inverse(e, lat1, lon1, lat2, lon2).distance;
}

template <int Harmonics, int Terms, class V>
GEODIST_INLINE RhumbDirect<V> rhumb_direct_series(const RhumbSeries& r, V lat1, V lon1, V azi12,
                                                  V s12) {
    const V zero(0.0), one(1.0), right(90.0), turn(180.0);
    const auto [s1, c1] = simd::sincos_deg90(lat1);
    const auto azi = sincos_degrees(azi12);
    const V north = s12 * azi.cos, east = s12 * azi.sin;
    const V mu12 = fma(north, V(r.per_metre), north * V(r.per_metre_tail));  // degrees
    // beyond 2^51 turns nothing is left of the angle; min keeps a NaN
    const V mu_reduced = max(-turn, min(turn, wrap_degrees(mu12)));
    const auto mu = sincos_degrees(mu_reduced);
    // mu1: sin(2 k phi1) = sin(2 phi1) U_{k-1}(cos(2 phi1))
    const V cos2 = fms(c1, c1, s1 * s1);
    V u0 = zero, u1 = one, sum(r.to_rectifying[0]);
    for (int k = 1; k < Harmonics; ++k) {
        const V u2 = fms(cos2 + cos2, u1, u0);
        u0 = u1;
        u1 = u2;
        sum = fma(V(r.to_rectifying[k]), u1, sum);
    }
    const auto mu1 = simd::rotate_small(simd::SinCos<V>{s1, c1}, s1 * c1 * sum);
    // phi12 = mu12 + sin(mu12) F
    const V double_cos = fms(mu1.cos, mu1.cos, mu1.sin * mu1.sin),
            double_sin = V(2.0) * mu1.sin * mu1.cos;
    const V f = chebyshev_sum<Harmonics>(r.from_rectifying,
                                         fms(double_cos, mu.cos, double_sin * mu.sin), mu.cos);
    const V change = mu.sin * f;
    const auto [lat2, error] = simd::two_sum(lat1, fma(change, V(simd::per_degree), mu12));
    const V size = abs(lat2);
    const V outward = mulsign(error, lat2);
    const auto beyond = (size > right) | ((size == right) & (outward > zero));
    // sine and cosine of lat2 and phi12, the cosine without loss near the poles
    const auto p2 = sincos_acute(min(right, size), outward);
    const auto phi12 = simd::rotate_small(mu, change);
    const auto psi = isometric_difference<Terms>(
        r, Latitude<V>{s1, c1}, Latitude<V>{mulsign(p2.sin, lat2), p2.cos}, phi12.sin, phi12.cos);
    // psi12 / mu12
    const auto level = mu12 == zero;
    const V per_mu =
        select(psi.divided, phi12.sin, psi.value) / (select(level, one, mu12) * V(simd::degree));
    const V steepness = select(psi.divided, psi.value * select(level, one + f, per_mu), per_mu);
    V lon12 = fma(east, V(r.per_metre), east * V(r.per_metre_tail)) * steepness;
    const auto pole = (abs(lat1) == right) | (size == right);
    lon12 = select(beyond | (pole & !(east == zero)), V(__builtin_nan("")), lon12);
    // past a pole the latitude comes back
    const V around = max(-turn, min(turn, wrap_degrees(lat2)));
    const V folded = select(abs(around) > right, copysign(turn, around) - around, around);
    const V poison = (lat1 + lon1 + mu12 + east) * zero;
    return {select(beyond, folded, lat2) + poison, shift_degrees(lon1, lon12) + poison};
}

// lat1 in [-90, 90], |lon1|, |azi12| <= 360, any finite s12. lon2 in [-180, 180]; it is NaN past a
// pole, and at one unless the course is a meridian.
template <class V>
GEODIST_INLINE RhumbDirect<V> rhumb_direct(const PreparedEllipsoid& e, V lat1, V lon1, V azi12,
                                           V s12) {
    using R = RhumbSeries;
    if (e.rhumb.is_low_degree) {
        return rhumb_direct_series<R::low_harmonics, R::low_isometric_terms>(e.rhumb, lat1, lon1,
                                                                             azi12, s12);
    }
    return rhumb_direct_series<R::harmonics, R::isometric_terms>(e.rhumb, lat1, lon1, azi12, s12);
}

}  // namespace geodist::geodesy
