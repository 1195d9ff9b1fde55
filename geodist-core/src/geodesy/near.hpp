// The distance of near points on lanes, from their coordinates in space: no trigonometry, no
// iteration.
//
// Notation: a = 1, e = 1/(1-f)^2 - 1, q = 1 + e; c the chord, z its component along the axis, N the
// length of the normal (from the point to the axis), h the mean of 1/N^2 at both ends. From the
// ellipsoid's normal curvature in the chord's direction (Euler's formula; Joachimsthal 1843: along
// a geodesic it is proportional to 1/N^3) follows
//   W = c^2 + e z^2,  w = W / c^2,  V = W h,  u = V w
//   p = h [ (q/10) (V - c^2) - e z^2 ((2/15) (w - q) + (11/15) q (1 - h - e z^2/4)) ]
//   s = c (1 + u (1 + p)/24 + u^2 (3/640 + 23 p/1344) + u^3 (5 + 39 p)/7168 + 35 u^4/294912)
// No constant is fitted. What the formula leaves out is bounded by near_error().
//
// Multiply-adds are written out: on one instruction set a pair has one result, and as the points
// enter by squares and a sum, their order does not matter.
#pragma once

#include "geodesy/near_constants.hpp"
#include "simd/inline.hpp"

namespace geodist::geodesy {

// What the formula asks of a pair, in metres. normals: the sum of half of 1/N^2 at both ends (a = 1).
template <class V>
struct NearPair {
    V c2, z2, normals;
};

template <class V>
GEODIST_INLINE NearPair<V> near_pair(V dx, V dy, V dz, V normal1, V normal2) {
    const V z2 = dz * dz;
    return {fma(dx, dx, fma(dy, dy, z2)), z2, normal1 + normal2};
}

// Half of 1/N^2 (a = 1) at a height z above the equator, metres.
template <class V>
GEODIST_INLINE V near_normal(const NearConstants& n, V z) {
    return V(0.5) / fma(V(n.bend) * z, z, V(1.0));
}

// Pairs with c2 <= n.limit. 0 for coincident points, NaN if a normal is.
template <class V>
GEODIST_INLINE V near_distance(const NearConstants& n, const NearPair<V>& pair) {
    const auto [c2, z2, h] = pair;
    const V c = sqrt(c2);
    const V W = fma(V(n.e), z2, c2);
    const V w = W / (c2 + V(1e-300));
    const V u = W * h * w;
    const V bracket = fma(V(n.p2), w, fma(V(n.p1), h, fma(V(n.p3), z2, V(n.p0))));
    const V p = h * fma(z2, bracket, fms(W, h, c2));
    const V third = fma(V(n.up3), p, fma(V(n.u3), u, V(n.u2)));
    const V second = fma(u, third, fma(V(n.up2), p, V(n.u1)));
    const V first = fma(u, second, fma(V(n.up1), p, V(n.u0)));
    return fma(c * u, first, c);
}

}  // namespace geodist::geodesy
