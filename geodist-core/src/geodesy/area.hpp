// Areas under edges, on lanes: between a geodesic and a parallel or a pole.
//
// Notation as in area_series.hpp; all areas are over C. A ring's area is the sum of those of its
// edges, each from a reference of its own: the equator or a pole, whose part is an exact number of
// degrees (shapes/ring_area.cpp).
#pragma once

#include "geodesy/area_series.hpp"
#include "geodesy/geodesic_inverse.hpp"

namespace geodist::geodesy {

// x, and its complement to the pole on its side, y = 1 - |x|. Max error 2 ulp of each, at the poles
// too.
template <class V>
struct Ordinate {
    V x, y;
};

template <class Area, class V>
GEODIST_INLINE Ordinate<V> area_ordinate(const Area& a, V lat) {
    const auto [s, c] = simd::sincos_deg90(lat);
    const V cc = c * c, q = polynomial<Area::ordinate_degree>(s * s, a.ordinate), t = abs(s);
    // 1 - |x| = cos^2(phi) (1 / (1 + |s|) + |s| R)
    return {s * fnma(cc, q, V(1.0)), cc * fma(t, q, simd::reciprocal(V(1.0) + t))};
}

// Of a short edge.
template <class V>
struct Bulge {
    V value;      // area between the edge and the straight line in (lambda, x)
    V remainder;  // at least 18 times what `value` leaves out
};

// From the edge's L = lambda12, d = x2 - x1 and the mean m of x1 and x2. The geodesic as a graph
// obeys x'' = w' (w / 2 + (3/2) x'^2 / w) (Clairaut's relation, differentiated); expanded about the
// middle with A = w L^2, B = d^2 / w, the squares of its extents east and north, the integral is a
// series in odd orders: third and fifth in full, the seventh as on the sphere, where it follows
// from
//   tan(E / 2) = tan(L / 2) x / cos^2(half the latitude difference).
// No term divides by L or d, and each has a factor L w': short edges keep their relative error.
template <class Area, class V>
GEODIST_INLINE Bulge<V> area_bulge(const Area& a, double flattening, V m, V L, V d) {
    constexpr int degree = Area::width_degree;
    const V X = m * m;
    const V w = polynomial<degree>(X, a.width), g = polynomial<degree - 1>(X, a.slope);
    const V gg = polynomial<3>(X, a.bend), r3 = polynomial<2>(X, a.third);
    const V iw = simd::reciprocal(w);
    const V A = w * (L * L), B = (d * d) * iw;
    const V P = V(0.125) * fma(V(3.0), B, A), M = V(0.125) * fnma(V(3.0), B, A);
    const V w1 = V(2.0) * (m * g), w2 = fma(V(4.0) * X, gg, g + g);
    const V k = (w1 * w1) * iw;
    const V t = fma(w2, P, k * M);
    const V scale = L * w1;
    const V third = scale * P * V(-1.0 / 3);
    const V fifth_first = t * fma(V(8.0), P, B);
    const V fifth_second = V(3.0) * (k * (B * P));
    const V fifth_third = fma(V(0.25) * B, fma(w * r3, P, V(3.0) * fma(V(0.25) * k, B, w2 * M)),
                              P * fma(V(1.5) * B, w2 - k, V(3.0) * (k * P)));
    const V fifth =
        fma(V(-2.0), fifth_third, fifth_first + fifth_second) * V(1.0 / 60);  // over scale
    const V j = fma(V(0.25), k, V(1.0));                                      // 1 / w on the sphere
    const V a3 = fma(j, fma(j, V(2.0), V(-30.0)), V(45.0));
    const V a2b = fma(j, fma(j, V(42.0), V(-315.0)), V(315.0));
    const V ab2 = fma(j * j, V(-210.0), V(315.0)), b3 = fma(j, V(630.0), V(-315.0)) * j;
    const V seventh =
        fma(A, fma(A, fma(A, a3, B * a2b), (B * B) * ab2), (B * B) * (B * b3)) * V(-1.0 / 40320);
    const V mu = (A + B) * iw;
    return {fma(scale, fifth + seventh, third), abs(third) * (mu * mu) * (mu + V(flattening))};
}

// integral of sin(beta) h dsigma over K_0 = cos(alpha0) (cos(sigma1) - cos(sigma2)), harmonics L
// and higher: K_l = K_0 p q with, for z = u cos(sigma12) - 2 sin(beta1) sin(beta2),
//   p_1 = 2 z + u,              p_l+1 = 2 z p_l - u^2 p_l-1
//   q_1 = 2 cos(sigma12) + 1,   q_l+1 = 2 cos(sigma12) q_l - q_l-1
template <int L, class Area, class V>
GEODIST_INLINE V odd_sum(const Area& a, V u, V z2, V uu, V c2, V p, V p_before, V q, V q_before) {
    const V c = polynomial<Area::odd_degree - L>(u, a.odd[L]) * (p * q);
    if constexpr (L == Area::odd_degree)
        return c;
    else if constexpr (L == 0)
        return c + odd_sum<1>(a, u, z2, uu, c2, z2 + u, V(1.0), c2 + V(1.0), V(1.0));
    else
        return c + odd_sum<L + 1>(a, u, z2, uu, c2, fms(z2, p, uu * p_before), p,
                                  fms(c2, q, q_before), q);
}

template <class Area, class V>
GEODIST_INLINE V odd_integral(const Area& a, V u, V csig, V sines) {
    const V z = fma(u, csig, V(-2.0) * sines);
    return odd_sum<0>(a, u, z + z, u * u, csig + csig, V(1.0), V(1.0), V(1.0), V(1.0));
}

// The area between an edge and its reference, of the canonical pair.
template <class V>
struct EdgeArea {
    V value;
    typename PointPair<V>::Mask polar;  // from the south pole, else from the equator
    typename PointPair<V>::Mask accepted;
};

// so, co: of omega; difference: omega - lambda.
template <class Area, class V>
GEODIST_INLINE EdgeArea<V> area_of_omega(const Area& a, const PointPair<V>& pair, V so, V co,
                                         V difference) {
    const V s1 = pair.p1.sin, c1 = pair.p1.cos, s2 = pair.p2.sin, c2 = pair.p2.cos;
    const V t1 = c1 * s2, t2 = s1 * c2;
    const V p = c2 * so, q = fnma(t2, co, t1);
    const V ss = s1 * s2, cc = c1 * c2;
    const V csig = fma(cc, co, ss);
    const V square = fma(p, p, q * q);
    const V r = simd::rsqrt(max(square, V(1e-300)));
    const V ssig = square * r, salp1 = p * r, s0 = c1 * salp1;
    const V calp1 = q * r, v = salp1 * s1, u = fma(calp1, calp1, v * v);
    const V cc1 = calp1 * c1, cc2 = fms(t1, co, t2) * r * c2;
    const V k0 =
        select(csig > V(0.0), (s1 + s2) * ssig * simd::reciprocal(V(1.0) + abs(csig)), cc1 - cc2);
    const V odd = s0 * k0 * odd_integral(a, u, csig, ss);
    // The excess (from the pole: omega + E) by one arc tangent, without cancellation; from the
    // equator with tan(omega / 2) = so / (1 + co) = (1 - co) / so.
    EdgeArea<V> out;
    out.polar = (s1 + s2) < V(-1.0);
    const auto obtuse = co < V(0.0);
    const V one = V(1.0) + abs(co);
    const V n = fma(s1, V(1.0) + c2, s2 * (V(1.0) + c1)), d = fma(V(1.0) + c1, V(1.0) + c2, ss);
    const V numerator = select(out.polar, so * cc, select(obtuse, one, so) * n);
    const V denominator =
        select(out.polar, fma(V(1.0) - s1, V(1.0) - s2, cc * co), select(obtuse, so, one) * d);
    const V excess =
        mulsign(V(2.0) * simd::atan2_upper(abs(numerator), denominator).radians(), numerator);
    out.value = excess + (odd - select(out.polar, difference, V(0.0)));
    return out;
}

// Any edge that the first tier of the inverse problem solves. An area cannot be expanded in the
// residual as a distance can, its slope is of the size of C: omega must be final.
template <class Class, class Area, class V>
GEODIST_INLINE EdgeArea<V> area_of_edge(const PreparedEllipsoid& e, const Class& c, const Area& a,
                                        const PointPair<V>& pair) {
    const V upper(e.f > 0 ? e.longitude_bound : 0.0), lower(e.f > 0 ? 0.0 : -e.longitude_bound);
    const V correction = max(min(rough_correction(e, c, pair), upper), lower);
    const auto x = evaluate_at<Want::azimuths>(e, c, pair, correction);
    const V step = x.residual * simd::reciprocal(x.slope);
    const V rest = second_order_step(e, x, x.slope, step);
    const V cosine = fnma(V(0.5) * rest, rest, V(1.0));
    const V co = fnma(x.so, rest, x.co * cosine), so = fma(x.co, rest, x.so * cosine);
    EdgeArea<V> out = area_of_omega(a, pair, so, co, correction + rest);
    const V arc = fma(pair.p1.cos * pair.p2.cos, pair.clam, pair.p1.sin * pair.p2.sin);
    out.accepted = (abs(step) * x.r < V(taylor_limit_azimuth)) & (x.slope > V(0.02)) &
                   (x.slope < V(2.0)) & !pair.meridional & (x.ssig > V(1e-150)) &
                   (arc >= V(e.antipodal_cosine));
    return out;
}

}  // namespace geodist::geodesy
