// Edges that are straight in longitude and latitude, on lanes: areas in closed form, lengths by
// Gauss-Legendre quadrature.
//
// Notation as in area_series.hpp; delta: half the difference of the latitudes, dphi and dlambda:
// the differences, longitudes as they are.
#pragma once

#include "geodesy/area_series.hpp"
#include "geodesy/prepared_ellipsoid.hpp"
#include "simd/inline.hpp"
#include "simd/math.hpp"

namespace geodist::geodesy {

// The mean over the edge of x - reference.
template <class V>
struct PlanarMean {
    V value;
    V reference;  // 0 for the equator, 1 or -1 for that pole
};

// 1 - sin(x) / x for |x| <= pi/2, relative error below 4e-16.
template <class V>
GEODIST_INLINE V one_less_sinc(V x) {
    const V z = x * x;
    V r(-3.868170170630684e-23);
    r = fma(z, r, V(1.9572941063391263e-20));
    r = fma(z, r, V(-8.2206352466243295e-18));
    r = fma(z, r, V(2.8114572543455206e-15));
    r = fma(z, r, V(-7.6471637318198165e-13));
    r = fma(z, r, V(1.6059043836821613e-10));
    r = fma(z, r, V(-2.5052108385441720e-08));
    r = fma(z, r, V(2.7557319223985893e-06));
    r = fma(z, r, V(-1.9841269841269841e-04));
    r = fma(z, r, V(8.3333333333333333e-03));
    r = fma(z, r, V(-1.6666666666666667e-01));
    return -(z * r);
}

// x = sum_j q_j sin(k phi), k = 2 j + 1, and its mean over an interval about phi_m is
//   sum_j q_j sin(k phi_m) sinc(k delta);
// less 1, for the colatitude theta of the middle, as sum_j (-1)^j q_j = 1,
//   -sum_j (-1)^j q_j (2 h^2 + (1 - 2 h^2) (1 - sinc(k delta))),  h = sin(k theta / 2).
// With S_k(y) = sin(k y) / sin(y): sinc(k delta) = S_k(delta) / k sinc(delta). S_k comes by
// differences (Reinsch's form of Chebyshev's recurrence), k - S_k too: no term loses its relative
// error for small angles.
template <class Area, class V>
GEODIST_INLINE PlanarMean<V> planar_mean(const Area& a, V lat1, V lat2) {
    const V sum = lat1 + lat2, delta = V(0.5) * (lat2 - lat1);
    const auto polar = abs(sum) > V(90.0);
    // a quarter of the sum of both colatitudes, each exact next to the pole
    const V half_colatitude = V(0.25) * ((V(90.0) - abs(lat1)) + (V(90.0) - abs(lat2)));
    const V s = simd::sincos_deg90(select(polar, half_colatitude, V(0.5) * sum)).sin;
    const V sd = simd::sincos_deg90(delta).sin;
    const V w = V(4.0) * (s * s), v = V(4.0) * (sd * sd);
    const V rest = one_less_sinc(delta * V(simd::degree));
    const V equatorial = s * (V(1.0) - rest);
    V middle(1.0), middle_step(2.0);  // S_k of the middle and its difference
    V half(1.0);                      // S_k(delta)
    V lack(0.0), lack_step(0.0);      // k - S_k(delta)
    V from_equator(0.0), from_pole(0.0);
    for (int j = 0; j <= Area::planar_degree; ++j) {
        const double k = 2 * j + 1;
        const V part = V(1 / k);
        const V q(a.planar[j]);
        from_equator = fma(q * part, middle * half, from_equator);
        const V h = s * middle, hh = V(2.0) * (h * h);
        // 1 - sinc(k delta)
        const V loss = part * fma(half, rest, lack);
        from_pole = fma(j % 2 == 0 ? q : -q, fma(V(1.0) - hh, loss, hh), from_pole);
        middle_step = fnma(w, middle, middle_step);
        middle = middle + middle_step;
        lack_step = fma(v, half, lack_step);
        lack = lack + lack_step;
        half = V(k + 2) - lack;
    }
    return {select(polar, mulsign(-from_pole, sum), equatorial * from_equator),
            select(polar, copysign(V(1.0), sum), V(0.0))};
}

// (1 - x) / 2 of the nodes x > 0 of the rules on [-1, 1], and half their weights. For each lane
// type, as all that the kernels emit.
template <int nodes, class V>
struct GaussLegendre;
template <class V>
struct GaussLegendre<2, V> {
    static constexpr double part[] = {0.2113248654051871177};
    static constexpr double weight[] = {0.5};
};
template <class V>
struct GaussLegendre<4, V> {
    static constexpr double part[] = {0.06943184420297371239, 0.3300094782075718676};
    static constexpr double weight[] = {0.1739274225687269287, 0.3260725774312730713};
};
template <class V>
struct GaussLegendre<8, V> {
    static constexpr double part[] = {0.01985507175123188416, 0.1016667612931866302,
                                      0.2372337950418355071, 0.4082826787521750975};
    static constexpr double weight[] = {0.05061426814518812958, 0.1111905172266872353,
                                        0.1568533229389436437, 0.1813418916891809915};
};
template <class V>
struct GaussLegendre<16, V> {
    static constexpr double part[] = {0.005299532504175033702, 0.02771248846338371196,
                                      0.06718439880608412806,  0.1222977958224984831,
                                      0.1910618777986781258,   0.2709916111713863068,
                                      0.3591982246103705434,   0.4524937450811812799};
    static constexpr double weight[] = {0.01357622970587704743, 0.03112676196932394643,
                                        0.0475792558412463924,  0.06231448562776693603,
                                        0.07479799440828836604, 0.08457825969750126909,
                                        0.09130170752246179443, 0.09472530522753424814};
};

// The squared reciprocal r of rho, the sum of the semi-axes of an ellipse about the edge, its ends
// the foci at distance 2, within which the integrand of the length is analytic. There, the squares
// of its parts are 0 only
//   next to a pole, at pi/2 +- i y with sinh(y) = M/N |dphi / dlambda|, and M/N > 0.94 for y <= 1,
//   or where |Im phi| > 1, |f| <= 1/50.
// asinh(t) >= t / sqrt(1 + t^2) spares the logarithm. delta >= 0; to_pole: from the middle to the
// pole on its side.
template <class V>
GEODIST_INLINE V planar_reach(V delta, V to_pole, V dlambda) {
    const V inverse = V(1.0) / max(delta, V(1e-290));
    const V x = to_pole * inverse, t = V(1.88) * delta;
    const V y = V(1.88) / sqrt(fma(dlambda, dlambda, max(t * t, V(1e-300))));
    const V left = x - V(1.0), right = x + V(1.0), yy = y * y;
    const V h = max(V(0.5) * (sqrt(fma(left, left, yy)) + sqrt(fma(right, right, yy))), V(1.0));
    const V rho = min(h + sqrt(fms(h, h, V(1.0))), V(2.0) * inverse);
    // along a parallel, the integrand is constant
    return select(delta == V(0.0), V(0.0), V(1.0) / (rho * rho));
}

// Rules for an edge of that reach: then the mean of the integrand f is off by at most
// (32/15) max |f| r^n / (1 - r) (Trefethen 2008, theorem 4.5), and r^n is below 2e-17.
template <int nodes>
inline constexpr double planar_limit = nodes == 2   ? 4.4e-9
                                       : nodes == 4 ? 6.6e-5
                                       : nodes == 8 ? 8.1e-3
                                                    : 0.09;  // 16

// The length of an edge between its parts t and t + size of the way, by that rule.
template <int nodes, class V>
GEODIST_INLINE V planar_length(const PreparedEllipsoid& e, V lat1, V lat2, V dlambda, V t, V size) {
    using Rule = GaussLegendre<nodes, V>;
    const V dphi = abs(lat2 - lat1) * V(simd::degree);
    const V scale = max(max(dphi, abs(dlambda)), V(1e-290));
    const V north = V(1 - e.e2) * (dphi / scale), east = dlambda / scale;
    const auto same_side = lat1 * lat2 >= V(0.0);
    // angles whose sine (next to a pole) or cosine is that of the latitude
    const V from = select(same_side, V(90.0) - abs(lat1), lat1);
    const V to = select(same_side, V(90.0) - abs(lat2), lat2);
    const V one_less = (V(1.0) - t) - size;
    V sum(0.0);
    const auto add = [&](double part, double rest, double weight) {
        const V there = fma(size, V(part), t), back = fma(size, V(rest), one_less);
        const auto angle = simd::sincos_deg90(fma(there, to, back * from));
        const V c = select(same_side, angle.sin, angle.cos);
        const V q = fma(V(-e.e2), fnma(c, c, V(1.0)), V(1.0));
        const V m = north / q, n = east * c;
        sum = fma(V(weight), sqrt(fma(m, m, n * n) / q), sum);
    };
    for (int i = 0; i < nodes / 2; ++i) {
        add(Rule::part[i], 1 - Rule::part[i], Rule::weight[i]);
        add(1 - Rule::part[i], Rule::part[i], Rule::weight[i]);
    }
    return V(e.a) * scale * sum * size;
}

}  // namespace geodist::geodesy
