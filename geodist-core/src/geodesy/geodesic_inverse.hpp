// The geodesic inverse problem on lanes, for all pairs but the nearly antipodal.
//
// The unknown is omega, the longitude difference on the auxiliary sphere; there is no loop for
// ordinary pairs.
// 1. A rough second-order Newton step from omega = lambda leaves a longitude residual v of about
//    1e-7.
// 2. One evaluation of the series at omega.
// 3. A Taylor expansion in v finishes: on the auxiliary sphere with both latitudes fixed,
//    ds/dlambda = a sin(alpha0) (Karney 2013, eq. 45 and Clairaut's relation).
// A lane is accepted if the expansion's remainder is below rounding; the others go to more Newton
// steps, then to the method for nearly antipodal points (geodesic_antipodal.hpp), then to the
// scalar solver (solver.hpp).
//
// Notation as in prepared_ellipsoid.hpp, and
//   s0           sin(alpha0) = cos(beta1) cos(beta2) sin(omega) / sin(sigma)
//   p, q         sin(sigma) times sine and cosine of the azimuth alpha1
//   r            1 / sin(sigma)
#pragma once

#include "geodesy/geodesic_line.hpp"
#include "geodesy/integrals.hpp"

namespace geodist::geodesy {

enum class Want { distance, azimuths, full };

template <class V>
struct InverseSolution {
    using Mask = decltype(V(0.0) < V(0.0));
    V distance;
    V salp1, calp1, salp2, calp2;  // of the canonical pair, not normalised
    V m12, M12, M21;               // of the canonical pair; m12 in metres
    Mask accepted;
};

// What the expansion may leave out: |omega - omega_final| / sin(sigma) below this keeps its
// remainder under 0.1 nm.
inline constexpr double taylor_limit_distance = 2e-6;
inline constexpr double taylor_limit_azimuth = 1e-6;
inline constexpr double taylor_limit_full = 2e-15;  // m12, M12 and M21 are not expanded

// (omega - lambda) to about 1e-7 by a Newton step of second order from omega = lambda, where
//   lambda(omega) = omega - f s0 I3;
// derivatives of s0 and sigma as on the sphere: d sigma/d omega = s0.
template <class Class, class V>
GEODIST_INLINE V rough_correction(const PreparedEllipsoid& e, const Class& c,
                                  const PointPair<V>& pair) {
    const V cc = pair.p1.cos * pair.p2.cos, ss = pair.p1.sin * pair.p2.sin;
    const V p = pair.p2.cos * pair.slam;
    const V q = fnma(pair.p1.sin * pair.p2.cos, pair.clam, pair.p1.cos * pair.p2.sin);
    const V csig = fma(cc, pair.clam, ss);
    const V s2 = max(fma(p, p, q * q), V(1e-30));
    V r = approx_rsqrt(s2);
    r = r * fnma(V(0.5) * s2 * r, r, V(1.5));
    const V ssig = s2 * r;
    const V s0 = pair.p1.cos * p * r;
    const V s00 = s0 * s0, u = V(1.0) - s00;
    const V sigma = simd::atan2_rough(ssig, csig);
    const V x = fma(u, csig, V(-2.0) * ss);
    const V mean = polynomial<2>(u, c.longitude.mean);
    const V i3 = fma(mean, sigma, polynomial<1>(u, c.longitude.harmonic[0]) * x * ssig);
    const V f(e.f);
    const V ds0 = fnma(s00, csig, cc * pair.clam) * r;
    const V dds0 = -s0 * fma(V(3.0) * ds0, csig * r, u);
    const V slope = fnma(f, fma(sigma, ds0, s00), V(1.0));
    const V bend =
        f * fma(sigma, dds0, V(3.0) * s0 * ds0);  // minus the second derivative of lambda
    const V inverse = simd::rough_reciprocal(slope);
    const V step = f * s0 * i3 * inverse;
    return fma(V(0.5) * bend * inverse, step * step, step);
}

// The series at omega = lambda + correction.
template <class V>
struct Evaluation {
    V so, co;  // of omega
    simd::Angle<V> sigma;
    V ssig, csig, s0, u, r;
    V distance;  // s/b - sigma
    V residual;  // lambda(omega) - lambda
    V slope;     // d lambda / d omega
    V ds0;       // d s0 / d omega
    V t1, t2;    // cos(beta1) sin(beta2), sin(beta1) cos(beta2)
    V reduced;   // m12 / b, if asked for
    V J;         // (I1 - I2) / u
};

// dn2 - dn1 without cancellation.
template <class V>
GEODIST_INLINE V dn_difference(const PreparedEllipsoid& e, const PointPair<V>& pair) {
    const V s1 = pair.p1.sin, s2 = pair.p2.sin;
    return V(e.ep2) * ((s2 - s1) * (s2 + s1)) * simd::reciprocal(pair.p1.dn + pair.p2.dn);
}

template <Want want, class Class, class V>
GEODIST_INLINE Evaluation<V> evaluate_at(const PreparedEllipsoid& e, const Class& c,
                                         const PointPair<V>& pair, V correction) {
    Evaluation<V> x;
    const auto omega =
        simd::rotate_small<Class::is_low_degree>(simd::SinCos<V>{pair.slam, pair.clam}, correction);
    x.so = omega.sin;
    x.co = omega.cos;
    const V cc = pair.p1.cos * pair.p2.cos, ss = pair.p1.sin * pair.p2.sin;
    x.t1 = pair.p1.cos * pair.p2.sin;
    x.t2 = pair.p1.sin * pair.p2.cos;
    const V p = pair.p2.cos * x.so;
    const V q = fnma(x.t2, x.co, x.t1);  // 0 for coincident points: both products round alike
    x.csig = fma(cc, x.co, ss);
    const V s2 = fma(p, p, q * q);
    x.r = simd::rsqrt(max(s2, V(1e-300)));
    x.ssig = s2 * x.r;
    const V salp1 = p * x.r;
    x.s0 = pair.p1.cos * salp1;
    const V s00 = x.s0 * x.s0;
    if constexpr (want == Want::distance) {
        x.u = V(1.0) - s00;
    } else {
        // the same without cancellation on nearly equatorial lines, where m12 divides by it
        const V calp1 = q * x.r, z = salp1 * pair.p1.sin;
        x.u = fma(calp1, calp1, z * z);
    }
    x.sigma = simd::atan2_upper<simd::Range::normal>(x.ssig, x.csig);
    const V sigma = x.sigma.radians();
    const V big_x = fma(x.u, x.csig, V(-2.0) * ss);
    constexpr int count = Class::harmonics;
    const auto h = make_harmonics<count>(x.u, big_x, x.ssig, x.csig);
    x.distance = evaluate(c.distance, x.u, sigma, h);
    const V i3 = evaluate(c.longitude, x.u, sigma, h);
    x.residual = fnma(V(e.f) * x.s0, i3, correction);
    x.ds0 = fnma(s00, x.csig, cc * x.co) * x.r;
    if constexpr (want == Want::distance) {
        x.slope = fnma(V(e.f), fma(sigma, x.ds0, s00), V(1.0));
    } else {
        // Karney 2013, eqs. 38 and 46: d lambda/d omega = f1 m12 / (b sin(sigma)); cos(alpha0)
        // cos(sigma_i) = cos(alpha_i) cos(beta_i)
        const V cc1 = q * x.r * pair.p1.cos;
        const V cc2 = fms(x.t1, x.co, x.t2) * x.r * pair.p2.cos;
        V inverse_u;
        if constexpr (want == Want::full) {
            inverse_u = V(1.0) / max(x.u, V(1e-300));
            x.J = evaluate_reduced(c.reduced, x.u, inverse_u, sigma, h);
        } else {
            inverse_u = simd::reciprocal(max(x.u, V(1e-290)));
            x.J = evaluate_reduced(c.slope, x.u, inverse_u, sigma, h);
        }
        // m12 / (b u) = dn2 u sin(sigma) + (dn2 - dn1) cc2 sin(beta1) - cc1 cc2 J: each term keeps
        // its relative error on short lines
        const V ddn = dn_difference(e, pair);
        x.reduced = fma(pair.p2.dn, x.ssig, cc2 * fms(ddn * pair.p1.sin, inverse_u, cc1 * x.J));
        x.slope = V(e.f1) * x.reduced * x.r;
    }
    return x;
}

// omega_final - omega to second order, from first = residual / slope.
template <class V>
GEODIST_INLINE V second_order_step(const PreparedEllipsoid& e, const Evaluation<V>& x, V slope,
                                   V first) {
    // minus the second derivative of lambda(omega), with s0'' as on the sphere
    const V dds0 = -x.s0 * fma(V(3.0) * x.ds0, x.csig * x.r, x.u);
    const V bend = V(e.f) * fma(x.sigma.radians(), dds0, V(3.0) * x.s0 * x.ds0);
    const V second = V(0.5) * bend * simd::rough_reciprocal(slope) * (first * first);
    const V size = abs(first);
    return max(min(second, size), -size) - first;  // never more than twice the first-order step
}

// s12 from an evaluation and its residual. The arc's multiple of b pi/4 is exact, so that the sum
// is rounded once.
template <class V>
GEODIST_INLINE V finish_distance(const PreparedEllipsoid& e, const Evaluation<V>& x, V step) {
    // (b sigma + b (s/b - sigma)) - a s0 v + a s0' v^2 / (2 slope)
    const V taylor = V(e.a) * x.residual * fma(V(0.5) * x.ds0, step, -x.s0);
    const V rest = fma(V(e.b), x.sigma.rest,
                       fma(V(e.b), x.distance, fma(x.sigma.eighth, V(e.b_eighth_tail), taylor)));
    return fma(x.sigma.eighth, V(e.b_eighth), rest);
}

// Steps: Newton steps with the full series before the last evaluation (0 for the first tier).
template <Want want, int steps, class Class, class V>
GEODIST_INLINE InverseSolution<V> solve_general(const PreparedEllipsoid& e, const Class& c,
                                                const PointPair<V>& pair) {
    InverseSolution<V> out;
    const V upper(e.f > 0 ? e.longitude_bound : 0.0), lower(e.f > 0 ? 0.0 : -e.longitude_bound);
    V correction = max(min(rough_correction(e, c, pair), upper), lower);
    constexpr int refinements = steps + (want == Want::full ? 1 : 0);
    for (int i = 0; i < refinements; ++i) {
        const auto x = evaluate_at<Want::azimuths>(e, c, pair, correction);
        const V slope = max(x.slope, V(0.02));
        correction = correction + second_order_step(e, x, slope, x.residual / slope);
        correction = max(min(correction, upper), lower);
    }
    const auto x = evaluate_at<want>(e, c, pair, correction);
    // for the distance alone a rough quotient will do: it enters in the second order only
    const V step = want == Want::distance ? x.residual * simd::rough_reciprocal(x.slope)
                                          : x.residual * simd::reciprocal(x.slope);
    out.distance = finish_distance(e, x, step);
    const V limit(want == Want::distance   ? taylor_limit_distance
                  : want == Want::azimuths ? taylor_limit_azimuth
                                           : taylor_limit_full);
    out.accepted = (abs(step) * x.r < limit) & (x.slope > V(0.02)) & (x.slope < V(2.0));
    if constexpr (want != Want::distance) {
        // the residual step to second order, then the azimuths from the rotated longitude
        const V d = second_order_step(e, x, x.slope, step);
        const V cd = fnma(V(0.5) * d, d, V(1.0));
        const V co = fnma(x.so, d, x.co * cd), so = fma(x.co, d, x.so * cd);
        out.salp1 = pair.p2.cos * so;
        out.calp1 = fnma(x.t2, co, x.t1);
        out.salp2 = pair.p1.cos * so;
        out.calp2 = fms(x.t1, co, x.t2);
        out.accepted = out.accepted & !pair.meridional & (x.ssig > V(1e-150));
    }
    if constexpr (want == Want::full) {
        out.m12 = V(e.b) * x.reduced;
        // Karney 2013, eq. 39, with k^2 (sin^2(sigma2) - sin^2(sigma1)) = dn2^2 - dn1^2
        const V inverse_u = V(1.0) / max(x.u, V(1e-300));
        const V ddn = dn_difference(e, pair);
        const V cc1 = out.calp1 * x.r * pair.p1.cos, cc2 = out.calp2 * x.r * pair.p2.cos;
        const V s1 = pair.p1.sin, s2 = pair.p2.sin;
        out.M12 = x.csig + fms(ddn * s2, inverse_u, cc2 * x.J) * s1 / pair.p1.dn;
        out.M21 = x.csig - fms(ddn * s1, inverse_u, cc1 * x.J) * s2 / pair.p2.dn;
    }
    return out;
}

}  // namespace geodist::geodesy
