// The geodesic inverse problem on lanes for nearly antipodal points of an oblate ellipsoid.
//
// Karney 2013, sections 4 and 5: Newton's method for the azimuth alpha1, from the solution of the
// astroid problem in the plane around the antipode. Expects canonical pairs; the last step is a
// Taylor expansion as in geodesic_inverse.hpp. Lanes that do not converge go to the scalar solver.
#pragma once

#include <cstdint>

#include "geodesy/geodesic_inverse.hpp"

namespace geodist::geodesy {

template <class V>
struct Azimuth {
    V sin, cos;
};

// The positive root k of (x / (1 + k))^2 + (y / k)^2 = 1 (Karney 2013, eq. 55, whose quartic this
// is). The left side falls and is convex, so Newton's method rises to the root from any point below
// it.
template <class V>
GEODIST_INLINE V astroid_root(V x, V y) {
    V k = max(max(y, x - V(1.0)), V(1e-6));  // x, y >= 0; 1e-6 is far below what moves the start
    for (int i = 0; i < 5; ++i) {
        const V one = simd::rough_reciprocal(V(1.0) + k), two = simd::rough_reciprocal(k);
        const V s = x * one, t = y * two;
        const V excess = fma(s, s, fma(t, t, V(-1.0)));
        const V slope = V(2.0) * fma(s * s, one, t * t * two);
        k = k + max(excess, V(0.0)) * simd::rough_reciprocal(max(slope, V(1e-30)));
    }
    return k;
}

// A starting azimuth, good to the third order in f.
template <class Class, class V>
GEODIST_INLINE Azimuth<V> antipodal_start(const PreparedEllipsoid& e, const Class& c,
                                          const PointPair<V>& pair) {
    const V s1 = pair.p1.sin, c1 = pair.p1.cos, c2 = pair.p2.cos;
    const V lon_scale = V(e.f * simd::pi) * c1 * polynomial<2>(s1 * s1, c.longitude.mean);
    // pi - lambda and beta1 + beta2, of canonical points: sines serve for the angles
    const V past = simd::atan2_rough(pair.slam, -pair.clam);
    const V sum = fma(pair.p2.sin, c1, c2 * s1);
    const V x = past / lon_scale, y = -sum / (lon_scale * c1);
    const V k = astroid_root(x, abs(y));
    const V w = lon_scale * x * k * simd::reciprocal(V(1.0) + k);  // pi - omega
    const V z = w * w;
    const V so = w * fma(z, fma(z, V(1.0 / 120), V(-1.0 / 6)), V(1.0));
    const V co = fma(z, fma(z, V(1.0 / 24), V(-0.5)), V(1.0));  // -cos(omega)
    V sa = c2 * so;
    V ca = sum - c2 * s1 * (so * so) * simd::reciprocal(V(1.0) + co);
    // on the cut, beta2 = -beta1, the azimuth is that of the cusp (Karney 2013, eq. 58)
    const auto cut = (y < V(4.4e-14)) & (x < V(1.0 + 1.5e-5));
    const V sc = min(V(1.0), x);
    sa = select(cut, sc, sa);
    ca = select(cut, -sqrt(max(fnma(sc, sc, V(1.0)), V(0.0))), ca);
    const V scale = simd::rsqrt(fma(sa, sa, ca * ca));
    return {sa * scale, ca * scale};
}

// The longitude difference reached with azimuth alpha1 at point 1, less the one wanted.
template <class V>
struct Shot {
    V residual, slope;  // lambda(alpha1) - lambda and its derivative
    simd::Angle<V> sigma;
    V distance;      // s/b - sigma
    V along;         // cos(omega - lambda), times something positive
    V s0, cc1, cc2;  // sin(alpha0); cos(alpha_i) cos(beta_i)
    V csig, u, J, reduced;
};

template <Want want, class Class, class V>
GEODIST_INLINE Shot<V> shoot(const PreparedEllipsoid& e, const Class& c, const PointPair<V>& pair,
                             const Azimuth<V>& alpha) {
    Shot<V> x;
    const V s1 = pair.p1.sin, c1 = pair.p1.cos, s2 = pair.p2.sin, c2 = pair.p2.cos;
    x.s0 = alpha.sin * c1;
    x.u = fma(alpha.cos, alpha.cos, (alpha.sin * alpha.sin) * (s1 * s1));
    x.cc1 = alpha.cos * c1;
    // cos^2(beta2) - cos^2(beta1) by the smaller of the two pairs of factors (Karney 2013, eq. 45)
    const auto polar = c1 < -s1;
    const V left = select(polar, c2 - c1, s1 - s2), right = select(polar, c1 + c2, s1 + s2);
    x.cc2 = sqrt(max(fma(x.cc1, x.cc1, left * right), V(0.0)));
    const V y = max(x.cc1 * s2 - s1 * x.cc2, V(0.0)),
            z = fma(x.cc1, x.cc2, s1 * s2);  // u times sine, cosine of sigma
    const V inverse_u = simd::reciprocal(x.u);
    const V ssig = y * inverse_u;
    x.csig = z * inverse_u;
    x.sigma = simd::atan2_upper<simd::Range::normal>(y, z);
    const V sigma = x.sigma.radians();
    // omega - lambda as one angle: both are near pi
    const V so = x.s0 * y, co = fma(x.cc1, x.cc2, (x.s0 * x.s0) * (s1 * s2));
    x.along = fma(co, pair.clam, so * pair.slam);
    const V t = simd::quotient(fms(so, pair.clam, co * pair.slam), x.along);
    const V difference = simd::atan_kernel(max(min(t, V(0.4)), V(-0.4)));
    const auto h =
        make_harmonics<Class::harmonics>(x.u, fma(x.u, x.csig, V(-2.0) * (s1 * s2)), ssig, x.csig);
    x.distance = evaluate(c.distance, x.u, sigma, h);
    x.residual = fnma(V(e.f) * x.s0, evaluate(c.longitude, x.u, sigma, h), difference);
    if constexpr (want == Want::full)
        x.J = evaluate_reduced(c.reduced, x.u, inverse_u, sigma, h);
    else
        x.J = evaluate_reduced(c.slope, x.u, inverse_u, sigma, h);
    const V ddn = dn_difference(e, pair);
    x.reduced = fma(pair.p2.dn, ssig, x.cc2 * fms(ddn * s1, inverse_u, x.cc1 * x.J));
    // d lambda/d alpha1 = f1 m12 / (b cos(alpha2) cos(beta2)), and its limit there (Karney 2013,
    // eq. 46)
    x.slope = select(x.cc2 > V(0.0), simd::quotient(V(e.f1) * x.reduced, max(x.cc2, V(1e-290))),
                     simd::quotient(V(-2.0 * e.f1) * pair.p1.dn, s1));
    return x;
}

template <class V>
GEODIST_INLINE Azimuth<V> turn(const Azimuth<V>& alpha, V d) {
    const V z = d * d;
    const V s = simd::sin_kernel(d, z), c = simd::cos_kernel(z);
    return {fma(alpha.sin, c, alpha.cos * s), fnma(alpha.sin, s, alpha.cos * c)};
}

template <Want want, class Class, class V>
GEODIST_INLINE InverseSolution<V> solve_antipodal(const PreparedEllipsoid& e, const Class& c,
                                                  const PointPair<V>& pair) {
    // what the last step may leave out; see taylor_limit_*
    const V limit(want == Want::distance ? 2e-7 : want == Want::azimuths ? 2e-8 : 1e-15);
    constexpr int max_steps =
        12;  // 3 are usual; lanes that need more are near the cut and go to the solver

    Azimuth<V> alpha = antipodal_start(e, c, pair);
    Shot<V> x;
    V step;
    auto good = abs(alpha.sin) <= V(2.0);  // false for NaN
    for (int i = 0;; ++i) {
        x = shoot<want>(e, c, pair, alpha);
        step = -simd::quotient(x.residual, x.slope);
        good = good & (x.slope > V(0.0)) & (abs(step) < V(1e3));
        // near the equator the slope varies over angles like cos(alpha2), and so must the last step
        const auto done = abs(step) < limit * min(V(1.0), x.cc2);
        if (i == max_steps || bits(done | !good) == simd::all_lanes<V>) {
            good = good & done;
            break;
        }
        // a lane that is done stays, so that its bits do not depend on its neighbours
        const V d = select(good & !done, max(min(step, V(0.7)), V(-0.7)), V(0.0));
        Azimuth<V> next = turn(alpha, d);
        const V scale = simd::rsqrt(fma(next.sin, next.sin, next.cos * next.cos));
        next = {next.sin * scale, next.cos * scale};
        alpha = {select(done, alpha.sin, next.sin), select(done, alpha.cos, next.cos)};
        good = good & (alpha.sin > V(0.0));
    }

    InverseSolution<V> out;
    // s - a s0 v + a (d s0/d lambda) v^2 / 2, with d s0/d alpha1 = cos(beta1) cos(alpha1)
    const V taylor = V(e.a) * x.residual * fma(V(-0.5) * x.cc1, step, -x.s0);
    const V rest = fma(V(e.b), x.sigma.rest,
                       fma(V(e.b), x.distance, fma(x.sigma.eighth, V(e.b_eighth_tail), taylor)));
    out.distance = fma(x.sigma.eighth, V(e.b_eighth), rest);
    // The residual is blind to half turns: near the poles a line over the wrong side of the pole
    // passes for one of a small lambda.
    out.accepted = good & (x.along > V(0.0)) & (pair.slam > V(0.0)) & (pair.p1.sin < V(0.0)) &
                   (pair.p1.cos > V(0.0));
    if constexpr (want != Want::distance) {
        const V c1 = pair.p1.cos, s1 = pair.p1.sin, c2 = pair.p2.cos, s2 = pair.p2.sin;
        const V cd = fnma(V(0.5) * step, step, V(1.0));
        out.salp1 = fma(alpha.sin, cd, alpha.cos * step);
        out.calp1 = fnma(alpha.sin, step, alpha.cos * cd);
        // times cos(beta2), which atan2 does not see
        const V cc1 = out.calp1 * c1;
        const auto polar = c1 < -s1;
        const V left = select(polar, c2 - c1, s1 - s2), right = select(polar, c1 + c2, s1 + s2);
        out.salp2 = out.salp1 * c1;
        out.calp2 = sqrt(max(fma(cc1, cc1, left * right), V(0.0)));
    }
    if constexpr (want == Want::full) {
        const V s1 = pair.p1.sin, s2 = pair.p2.sin;
        const V inverse_u = V(1.0) / x.u, ddn = dn_difference(e, pair);
        out.m12 = V(e.b) * x.reduced;
        out.M12 = x.csig + fms(ddn * s2, inverse_u, x.cc2 * x.J) * s1 / pair.p1.dn;
        out.M21 = x.csig - fms(ddn * s1, inverse_u, x.cc1 * x.J) * s2 / pair.p2.dn;
    }
    return out;
}

}  // namespace geodist::geodesy
