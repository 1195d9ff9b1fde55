// The geodesic inverse problem on lanes for nearly antipodal points of an oblate ellipsoid.
//
// Karney 2013, sections 4 and 5: the azimuth alpha1 for which lambda(alpha1) is the longitude
// difference, from the solution of the astroid problem in the plane around the antipode. Expects
// canonical pairs.
// 1. solve_antipodal, without a loop: a Newton step of second order from series cut short, one
//    evaluation of the series in full, and a Taylor expansion as in geodesic_inverse.hpp.
// 2. search_antipodal, for the lanes that this leaves, and for m12: Newton's method. What does not
//    converge goes to the scalar solver.
#pragma once

#include <cstdint>

#include "geodesy/geodesic_inverse.hpp"

namespace geodist::geodesy {

template <class V>
struct Azimuth {
    V sin, cos;
};

// The positive root k of (x / (1 + k))^2 + (y / k)^2 = 1, x, y >= 0 (Karney 2013, eq. 55, whose
// quartic this is). The reciprocal root of the left side is concave and nearly linear in k:
// Newton's method for it has few steps to go, and cannot pass the root from below.
template <int steps, class V>
GEODIST_INLINE V astroid_root(V x, V y) {
    const V least(1e-6);  // far below what moves the start
    V k = max(max(fma(V(0.3), min(x, y), y), fma(V(0.2), y, x - V(1.0))), least);
    for (int i = 0; i < steps; ++i) {
        // the left side is size / (k + k^2)^2
        const V xk = x * k, yk = fma(y, k, y);
        const V a = xk * xk, b = yk * yk;
        const V size = max(a + b, V(1e-30));
        const V excess = fms(size, simd::near_rsqrt(size), fma(k, k, k));
        k = fma(size * excess, simd::rough_reciprocal(fma(a, k, fma(b, k, b))), k);
        k = max(k, least);
    }
    return k;
}

// A starting azimuth, its error of the order of f (below 2e-3 on WGS84 but for the cusps). What
// lies on the cut, the line of antipodes between two cusps, needs `on_cut`.
template <bool on_cut, class Class, class V>
GEODIST_INLINE Azimuth<V> antipodal_start(const PreparedEllipsoid& e, const Class& c,
                                          const PointPair<V>& pair) {
    const V s1 = pair.p1.sin, c1 = pair.p1.cos, c2 = pair.p2.cos;
    const V lon_scale = V(e.f * simd::pi) * c1 * polynomial<2>(s1 * s1, c.longitude.mean);
    // pi - lambda and beta1 + beta2, of canonical points: sines serve for the angles
    const V past = simd::atan2_rough(pair.slam, -pair.clam);
    const V sum = fma(pair.p2.sin, c1, c2 * s1);
    const V inverse_scale = simd::rough_reciprocal(lon_scale);
    // where they are large, next to the poles, pi - omega hardly depends on them
    const V most(1e4);
    const V x = min(past * inverse_scale, most);
    const V y = max(min(-sum * inverse_scale * simd::rough_reciprocal(c1), most), -most);
    const V k = astroid_root<on_cut ? 5 : 2>(x, abs(y));
    const V w = past * k * simd::rough_reciprocal(V(1.0) + k);  // pi - omega
    const V z = w * w;
    const V so = w * fma(z, fma(z, V(1.0 / 120), V(-1.0 / 6)), V(1.0));
    const V co = fma(z, fma(z, V(1.0 / 24), V(-0.5)), V(1.0));  // -cos(omega)
    V sa = c2 * so;
    V ca = fnma(c2 * s1, (so * so) * simd::rough_reciprocal(V(1.0) + co), sum);
    if constexpr (on_cut) {
        // beta2 = -beta1: the azimuth is that of the cusp (Karney 2013, eq. 58)
        const auto cut = (y < V(4.4e-14)) & (x < V(1.0 + 1.5e-5));
        const V sc = min(V(1.0), x);
        sa = select(cut, sc, sa);
        ca = select(cut, -sqrt(max(fnma(sc, sc, V(1.0)), V(0.0))), ca);
    }
    const V size = fma(sa, sa, ca * ca);  // on the equator next to 0
    const V scale = on_cut ? simd::rsqrt(size) : simd::near_rsqrt(size);
    return {sa * scale, ca * scale};
}

// Sine and cosine to rounding, of an angle that has them but for a common factor 1 + 1e-7.
template <class V>
GEODIST_INLINE Azimuth<V> normalised(const Azimuth<V>& alpha) {
    const V half = V(0.5) * fnma(alpha.sin, alpha.sin, fnma(alpha.cos, alpha.cos, V(1.0)));
    return {fma(alpha.sin, half, alpha.sin), fma(alpha.cos, half, alpha.cos)};
}

// The same pair, its sines and cosines to rounding: sigma is told from pi by their products alone.
template <class V>
GEODIST_INLINE PointPair<V> on_the_circle(const PointPair<V>& pair) {
    PointPair<V> x = pair;
    const auto beta1 = normalised(Azimuth<V>{pair.p1.sin, pair.p1.cos});
    const auto beta2 = normalised(Azimuth<V>{pair.p2.sin, pair.p2.cos});
    const auto lambda = normalised(Azimuth<V>{pair.slam, pair.clam});
    x.p1 = {beta1.sin, beta1.cos, pair.p1.dn};
    x.p2 = {beta2.sin, beta2.cos, pair.p2.dn};
    x.slam = lambda.sin;
    x.clam = lambda.cos;
    return x;
}

// cos^2(beta2) - cos^2(beta1) by the smaller of the two pairs of factors.
template <class V>
GEODIST_INLINE V cosine_gap(const PointPair<V>& pair) {
    const V s1 = pair.p1.sin, c1 = pair.p1.cos, s2 = pair.p2.sin, c2 = pair.p2.cos;
    const auto polar = c1 < -s1;
    return select(polar, c2 - c1, s1 - s2) * select(polar, c1 + c2, s1 + s2);
}

// What is left of a line from point 1 when it reaches the latitude of point 2, by azimuth alone.
template <class V>
struct Course {
    V s0, u;     // sin(alpha0); cos^2(alpha0)
    V cc1, cc2;  // cos(alpha_i) cos(beta_i)
    V y, z;      // u times sine and cosine of sigma
    V along;     // cos(omega - lambda), times something positive
    V aside;     // sin(omega - lambda), times the same
};

template <class V>
GEODIST_INLINE Course<V> follow(const PointPair<V>& pair, const Azimuth<V>& alpha, V cc2) {
    Course<V> x;
    const V s1 = pair.p1.sin, s2 = pair.p2.sin, ss = s1 * s2;
    x.s0 = alpha.sin * pair.p1.cos;
    x.u = fma(alpha.cos, alpha.cos, simd::square(alpha.sin * s1));
    x.cc1 = alpha.cos * pair.p1.cos;
    x.cc2 = cc2;
    x.y = max(fms(x.cc1, s2, s1 * cc2), V(0.0));
    x.z = fma(x.cc1, cc2, ss);
    // omega - lambda as one angle: both are near pi
    const V so = x.s0 * x.y, co = fma(x.cc1, cc2, (x.s0 * x.s0) * ss);
    x.along = fma(co, pair.clam, so * pair.slam);
    x.aside = fms(so, pair.clam, co * pair.slam);
    return x;
}

// cos^2(alpha2) cos^2(beta2) (Karney 2013, eq. 45).
template <class V>
GEODIST_INLINE V square_of_cc2(const PointPair<V>& pair, const Azimuth<V>& alpha, V gap) {
    const V cc1 = alpha.cos * pair.p1.cos;
    return fma(cc1, cc1, gap);
}

// Arc tangents of the tangents of two angles: pi less an arc close to pi, and omega - lambda. Of
// the low degree the first is below 0.05, the other below 0.013.
template <class Class, int terms, class V>
GEODIST_INLINE V short_atan(V t) {
    if constexpr (!Class::is_low_degree) {
        return simd::atan_kernel(t);
    } else {
        constexpr double series[] = {-1.0 / 3, 1.0 / 5, -1.0 / 7, 1.0 / 9, -1.0 / 11};
        const V z = t * t;
        return fma(t * z, polynomial<terms - 1>(z, series), t);
    }
}

template <class V>
struct Approach {
    Azimuth<V> alpha;
    V slope, bend;  // of lambda(alpha1) there: first and second derivative
    V step;         // from the start
};

// From the start an azimuth good to about 1e-7, by a Newton step of second order with the leading
// terms of the series.
template <class Class, class V>
GEODIST_INLINE Approach<V> approach(const PreparedEllipsoid& e, const Class& c,
                                    const PointPair<V>& pair, V gap, const Azimuth<V>& alpha) {
    const V s1 = pair.p1.sin, s2 = pair.p2.sin, f(e.f);
    const V square = max(square_of_cc2(pair, alpha, gap), V(1e-30));
    const V inverse_cc2 = simd::near_rsqrt(square);
    const auto x = follow(pair, alpha, square * inverse_cc2);
    const V inverse_u = simd::rough_reciprocal(x.u);
    const V ssig = x.y * inverse_u, csig = x.z * inverse_u;
    const V sigma = V(simd::pi) + short_atan<Class, 2>(x.y * simd::rough_reciprocal(x.z));
    const V difference = short_atan<Class, 1>(x.aside * simd::rough_reciprocal(x.along));
    const V first = fma(x.u, csig, V(-2.0) * (s1 * s2)) * ssig;  // the first harmonic
    constexpr int degree = Class::is_low_degree ? 2 : 4;
    const V i3 = fma(polynomial<degree>(x.u, c.longitude.mean), sigma,
                     polynomial<degree - 1>(x.u, c.longitude.harmonic[0]) * first);
    const V J = fma(polynomial<degree - 1>(x.u, c.slope.mean), sigma,
                    polynomial<degree - 2>(x.u, c.slope.harmonic[0]) * (first * inverse_u));
    // dn = sqrt(1 + ep2 sin^2(beta)) to 1e-5, and dn2 - dn1 near the antipode, where they are close
    const V z = V(0.5 * e.ep2) * (s2 * s2);
    const V dn = fma(z, fma(V(-0.5), z, V(1.0)), V(1.0));
    const V ddn = V(0.5 * e.ep2) * ((s2 - s1) * (s2 + s1)) * (V(1.0) - z);
    const V reduced = fma(dn, ssig, x.cc2 * fms(ddn * s1, inverse_u, x.cc1 * J));

    Approach<V> near;
    const V slope = V(e.f1) * reduced * inverse_cc2;
    // the second derivative of omega - f s0 sigma on the sphere, where d omega/d alpha1 = ssig/cc2
    const V turn = ssig * inverse_cc2;
    const V second = x.s0 * turn * inverse_cc2 * fma(x.cc1, inverse_cc2, csig);
    near.bend = fma(second, fnma(f * x.s0, x.s0, V(1.0)),
                    f * x.s0 * fnma(V(3.0) * x.cc1, turn, V(simd::pi)));
    const V inverse_slope = simd::rough_reciprocal(slope);
    const V step = fms(f * x.s0, i3, difference) * inverse_slope;
    const V curve = V(0.5) * near.bend * inverse_slope * (step * step), size = abs(step);
    near.step = step - max(min(curve, V(0.5) * size), V(-0.5) * size);
    near.slope = fma(near.bend, near.step, slope);
    const auto turned = simd::rotate_small<true>(simd::SinCos<V>{alpha.sin, alpha.cos}, near.step);
    near.alpha = normalised(Azimuth<V>{turned.sin, turned.cos});
    return near;
}

// Where a shot may end: at most some degrees from the antipode of its start, or anywhere.
enum class Reach { antipode, anywhere };

// The longitude difference reached with azimuth alpha1 at point 1, less the one wanted.
template <class Class, class V>
struct Shot {
    Course<V> course;
    V residual;  // lambda(alpha1) - lambda
    simd::Angle<V> sigma;
    V distance;  // s/b - sigma
    V inverse_u, ssig, csig;
    Harmonics<V, Class::harmonics> harmonics;
};

template <Reach reach, class Class, class V>
GEODIST_INLINE Shot<Class, V> shoot(const PreparedEllipsoid& e, const Class& c,
                                    const PointPair<V>& pair, V gap, const Azimuth<V>& alpha) {
    Shot<Class, V> x;
    const V cc2 = sqrt(max(square_of_cc2(pair, alpha, gap), V(0.0)));
    const auto& course = x.course = follow(pair, alpha, cc2);
    const V u = course.u;
    x.inverse_u = simd::reciprocal(u);
    x.ssig = course.y * x.inverse_u;
    x.csig = course.z * x.inverse_u;
    const V t = simd::quotient(course.aside, course.along);
    V difference;
    if constexpr (reach == Reach::antipode) {
        x.sigma = {V(4.0), short_atan<Class, 5>(simd::quotient(course.y, course.z))};
        difference = short_atan<Class, 3>(t);
    } else {
        x.sigma = simd::atan2_upper<simd::Range::normal>(course.y, course.z);
        difference = simd::atan_kernel(max(min(t, V(0.4)), V(-0.4)));
    }
    const V sigma = x.sigma.radians();
    x.harmonics = make_harmonics<Class::harmonics>(
        u, fma(u, x.csig, V(-2.0) * (pair.p1.sin * pair.p2.sin)), x.ssig, x.csig);
    x.distance = evaluate(c.distance, u, sigma, x.harmonics);
    x.residual = fnma(V(e.f) * course.s0, evaluate(c.longitude, u, sigma, x.harmonics), difference);
    return x;
}

template <class V>
struct Slope {
    V J, reduced, slope;  // (I1 - I2) / u; m12 / b; d lambda/d alpha1
};

template <Want want, class Class, class V>
GEODIST_INLINE Slope<V> slope_of(const PreparedEllipsoid& e, const Class& c,
                                 const PointPair<V>& pair, const Shot<Class, V>& x) {
    Slope<V> d;
    const V s1 = pair.p1.sin, u = x.course.u, cc2 = x.course.cc2, sigma = x.sigma.radians();
    if constexpr (want == Want::full)
        d.J = evaluate_reduced(c.reduced, u, x.inverse_u, sigma, x.harmonics);
    else
        d.J = evaluate_reduced(c.slope, u, x.inverse_u, sigma, x.harmonics);
    const V ddn = dn_difference(e, pair);
    d.reduced = fma(pair.p2.dn, x.ssig, cc2 * fms(ddn * s1, x.inverse_u, x.course.cc1 * d.J));
    // d lambda/d alpha1 = f1 m12 / (b cos(alpha2) cos(beta2)), and its limit there (Karney 2013,
    // eq. 46)
    d.slope = select(cc2 > V(0.0), simd::quotient(V(e.f1) * d.reduced, max(cc2, V(1e-290))),
                     simd::quotient(V(-2.0 * e.f1) * pair.p1.dn, s1));
    return d;
}

template <class V>
GEODIST_INLINE Azimuth<V> turn(const Azimuth<V>& alpha, V d) {
    const V z = d * d;
    const V s = simd::sin_kernel(d, z), c = simd::cos_kernel(z);
    return {fma(alpha.sin, c, alpha.cos * s), fnma(alpha.sin, s, alpha.cos * c)};
}

// The distance of the right azimuth, from a shot with another one and the step between them.
template <class Class, class V>
GEODIST_INLINE V finish_distance(const PreparedEllipsoid& e, const Shot<Class, V>& x, V step) {
    // s - a s0 v + a (d s0/d lambda) v^2 / 2, with d s0/d alpha1 = cos(beta1) cos(alpha1)
    const V taylor = V(e.a) * x.residual * fma(V(-0.5) * x.course.cc1, step, -x.course.s0);
    const V rest = fma(V(e.b), x.sigma.rest,
                       fma(V(e.b), x.distance, fma(x.sigma.eighth, V(e.b_eighth_tail), taylor)));
    return fma(x.sigma.eighth, V(e.b_eighth), rest);
}

template <class V>
GEODIST_INLINE void finish_azimuths(const PointPair<V>& pair, V gap, const Azimuth<V>& alpha,
                                    V step, InverseSolution<V>& out) {
    const V cd = fnma(V(0.5) * step, step, V(1.0));
    const Azimuth<V> turned{fma(alpha.sin, cd, alpha.cos * step),
                            fnma(alpha.sin, step, alpha.cos * cd)};
    out.salp1 = turned.sin;
    out.calp1 = turned.cos;
    // times cos(beta2), which atan2 does not see
    out.salp2 = turned.sin * pair.p1.cos;
    out.calp2 = sqrt(max(square_of_cc2(pair, turned, gap), V(0.0)));
}

// The residual is blind to half turns: near the poles a line over the wrong side of the pole passes
// for one of a small lambda. Meridians and equatorial starts are the scalar solver's.
template <class Class, class V>
GEODIST_INLINE auto is_regular(const PointPair<V>& pair, const Shot<Class, V>& x) {
    return (x.course.along > V(0.0)) & (pair.slam > V(0.0)) & (pair.p1.sin < V(0.0)) &
           (pair.p1.cos > V(0.0));
}

// The last step's expansion leaves out less than 0.1 nm of the distance if that step, over
// cos(alpha2) where this is small, is below 1e-5, and 1 nm at the far end if it is below 1e-6.
inline constexpr double antipodal_limit = 1e-6;

template <Want want, class Class, class V>
GEODIST_INLINE InverseSolution<V> solve_antipodal(const PreparedEllipsoid& e, const Class& c,
                                                  const PointPair<V>& given) {
    static_assert(want != Want::full);
    const PointPair<V> pair = on_the_circle(given);
    const V gap = cosine_gap(pair);
    const auto near = approach(e, c, pair, gap, antipodal_start<false>(e, c, pair));
    const auto x = shoot<Reach::antipode>(e, c, pair, gap, near.alpha);
    // here for the second order only, where the slope of the leading terms will do
    const V step = -x.residual * simd::rough_reciprocal(near.slope);
    InverseSolution<V> out;
    out.distance = finish_distance(e, x, step);
    const V scale = min(V(1.0), x.course.cc2);
    out.accepted = is_regular(pair, x) & (near.slope > V(0.0)) & (near.alpha.sin > V(0.0)) &
                   (abs(near.step) < V(0.013) * scale) & (abs(step) < V(antipodal_limit) * scale) &
                   (x.course.y < V(Class::is_low_degree ? -0.05 : -0.4) * x.course.z);
    if constexpr (want == Want::azimuths) {
        const V slope = slope_of<want>(e, c, pair, x).slope;
        const V first = -simd::quotient(x.residual, slope);
        const V curve = V(0.5) * near.bend * simd::rough_reciprocal(slope);
        finish_azimuths(pair, gap, near.alpha, fnma(curve * first, first, first), out);
    }
    return out;
}

template <Want want, class Class, class V>
GEODIST_INLINE InverseSolution<V> search_antipodal(const PreparedEllipsoid& e, const Class& c,
                                                   const PointPair<V>& given) {
    // what the last step may leave out, to first order only
    const V limit(want == Want::full ? 1e-15 : 2e-8);
    constexpr int max_steps =
        12;  // 3 are usual; lanes that need more are near the cut and go to the solver

    const PointPair<V> pair = on_the_circle(given);
    const V gap = cosine_gap(pair);
    Azimuth<V> alpha = normalised(antipodal_start<true>(e, c, pair));
    Shot<Class, V> x;
    Slope<V> d;
    V step;
    auto good = abs(alpha.sin) <= V(2.0);  // false for NaN
    for (int i = 0;; ++i) {
        x = shoot<Reach::anywhere>(e, c, pair, gap, alpha);
        d = slope_of<want>(e, c, pair, x);
        step = -simd::quotient(x.residual, d.slope);
        good = good & (d.slope > V(0.0)) & (abs(step) < V(1e3));
        // near the equator the slope varies over angles like cos(alpha2), and so must the last step
        const auto done = abs(step) < limit * min(V(1.0), x.course.cc2);
        if (i == max_steps || bits(done | !good) == simd::all_lanes<V>) {
            good = good & done;
            break;
        }
        // a lane that is done stays, so that its bits do not depend on its neighbours
        const V turned = select(good & !done, max(min(step, V(0.7)), V(-0.7)), V(0.0));
        const Azimuth<V> next = normalised(turn(alpha, turned));
        alpha = {select(done, alpha.sin, next.sin), select(done, alpha.cos, next.cos)};
        good = good & (alpha.sin > V(0.0));
    }

    InverseSolution<V> out;
    out.distance = finish_distance(e, x, step);
    out.accepted = good & is_regular(pair, x);
    if constexpr (want != Want::distance)
        finish_azimuths(pair, gap, alpha, step, out);
    if constexpr (want == Want::full) {
        const V s1 = pair.p1.sin, s2 = pair.p2.sin;
        const V inverse_u = V(1.0) / x.course.u, ddn = dn_difference(e, pair);
        out.m12 = V(e.b) * d.reduced;
        out.M12 = x.csig + fms(ddn * s2, inverse_u, x.course.cc2 * d.J) * s1 / pair.p1.dn;
        out.M21 = x.csig - fms(ddn * s1, inverse_u, x.course.cc1 * d.J) * s2 / pair.p2.dn;
    }
    return out;
}

}  // namespace geodist::geodesy
