// A point and a short segment of a geodesic on lanes, from coordinates in space: no trigonometry,
// no iteration, no branch.
//
// Notation: q = 1/(1-f)^2, e = q - 1, H = diag(1, 1, q). A point X of the ellipsoid has
// X.HX = a^2, its normal is HX, and h = 1 / |HX|^2. A to B: the ends, D = B - A, M = (A + B)/2;
// t in [0, 1] is proportional to the length, tau = t - 1/2, v = 1/4 - tau^2.
//
// The geodesic X(t) obeys X'' = -mu HX, and mu = J h^2 with J constant (Joachimsthal 1843). Were mu
// constant, each component would be a harmonic oscillation: m = mu for x and y, m = q mu for z,
//   X = M cos(sqrt(m) tau) / cos(sqrt(m) / 2) + D sin(sqrt(m) tau) / (2 sin(sqrt(m) / 2))
//     = M (1 + m v/2 + m^2 v (1 + v)/24 + ...) + D tau (1 + m v/6 + ...).
// In the middle, mu = (D.HD) h (1 + mu/12). Along the segment h = h_m (1 + eta tau), eta small, and
// to first order in eta mu = mu_m (1 + 2 eta tau), which adds
//   HM mu eta tau v/3 + HD mu eta v (1/2 - v)/6.
// What is left out lies along the normal, but for 0.2 nm on the Earth: so X is put back on the
// ellipsoid along HX.
//
// The foot of P is where the geodesic from X to P is normal to T = X'. In the same expansion, with
// E = P - X and k = E.HE h,
//   E.T + (k/6) E.HT + (k^2/24) q e z T_z = 0;
// the parts of E along HX drop out, as HX.T = 0. One step of Newton's method from the foot on a
// sphere of the same curvature is enough.
//
// Within NearConstants::piece and NearConstants::reach the distance is right to the bound of the
// accuracy contract. Nothing is fitted; a vertex is its own foot to every bit.
#pragma once

#include "geodesy/near.hpp"
#include "geodesy/near_constants.hpp"
#include "simd/inline.hpp"

namespace geodist::geodesy {

template <class V>
struct Vertex {
    V x, y, z;  // metres about the Earth's centre
    V h;        // 1 / |HX|^2
};

template <class V>
struct Vector {
    V x, y, z;
};

template <class V>
struct Segment {
    Vertex<V> a, d;  // D, and its h: the difference of those of the ends
    Vector<V> m;
    V inverse;        // 1 / |D|^2, 0 for a segment of no length
    V h, mu, change;  // in the middle; change: mu eta / 3
};

template <class V>
struct Foot {
    V distance, t;
    V side;     // > 0: the point is to the left of the segment, or of what continues it
    V x, y, z;  // the foot itself
};

template <class V>
struct Meeting {
    using Mask = decltype(V(0.0) < V(0.0));
    Mask meet;
    V s, t;  // of the first segment and of the second
};

template <class V>
GEODIST_INLINE Vertex<V> near_vertex(const NearConstants& n, V x, V y, V z) {
    return {x, y, z, V(2.0 * n.inverse_a2) * near_normal(n, z)};
}

template <class V>
GEODIST_INLINE Segment<V> near_segment(const NearConstants& n, Vertex<V> a, Vertex<V> b) {
    const V half(0.5);
    const Vertex<V> d{b.x - a.x, b.y - a.y, b.z - a.z, b.h - a.h};
    const V c2 = fma(d.x, d.x, fma(d.y, d.y, d.z * d.z));
    const V h = half * (a.h + b.h);
    const V first = fma(V(n.e) * d.z, d.z, c2) * h;
    const V mu = fma(first * V(1.0 / 12), first, first);
    return {a,
            d,
            {fma(half, d.x, a.x), fma(half, d.y, a.y), fma(half, d.z, a.z)},
            select(c2 > V(0.0), V(1.0) / c2, V(0.0)),
            h,
            mu,
            mu * V(1.0 / 3) * (d.h / h)};
}

// The point of the geodesic at tau, as an offset from its first end, and its derivative by t.
template <class V>
struct CurvePoint {
    Vector<V> offset, tangent;
};

template <class V>
GEODIST_INLINE CurvePoint<V> near_curve(const NearConstants& n, const Segment<V>& s, V tau) {
    const V half(0.5), q(n.q);
    const V v = fnma(tau, tau, V(0.25)), w = fnma(V(2.0) * tau, tau, v);
    const V mu = s.mu, mq = s.mu * q, k = s.change;
    // factors of M and their derivatives, for x and y, and for z
    const V slow = mu * V(1.0 / 24), slow_z = mq * V(1.0 / 24);
    const V turn = k * (tau * v), turn_slope = k * w;
    const V more = V(1.0) + v, more_slope = fma(V(2.0), v, V(1.0));
    const V f = fma(v * mu, fma(slow, more, half), turn);
    const V fz = fma(v * mq, fma(slow_z, more, half), q * turn);
    const V back = V(-2.0) * tau;
    const V g = fma(back * mu, fma(slow, more_slope, half), turn_slope);
    const V gz = fma(back * mq, fma(slow_z, more_slope, half), q * turn_slope);
    // factors of D; the second of `part`: the variation of mu times the turning of the normal
    const V part = v * fma(k, half * (half - v), tau * mu * V(1.0 / 6));
    const V t = half + tau;
    const V slope = w * V(1.0 / 6), along = t + part, along_z = fma(q, part, t);
    const V b = fma(mu, slope, V(1.0)), bz = fma(mq, slope, V(1.0));
    return {{fma(f, s.m.x, along * s.d.x), fma(f, s.m.y, along * s.d.y),
             fma(fz, s.m.z, along_z * s.d.z)},
            {fma(g, s.m.x, b * s.d.x), fma(g, s.m.y, b * s.d.y), fma(gz, s.m.z, bz * s.d.z)}};
}

template <class V>
GEODIST_INLINE V near_determinant(const Vector<V>& u, const Vector<V>& v, const Vector<V>& w) {
    return fma(fms(u.y, v.z, u.z * v.y), w.x,
               fma(fms(u.z, v.x, u.x * v.z), w.y, fms(u.x, v.y, u.y * v.x) * w.z));
}

// The point of the segment nearest to p. NaN if a coordinate is.
template <class V>
GEODIST_INLINE Foot<V> near_foot(const NearConstants& n, const Segment<V>& s, Vertex<V> p) {
    const V half(0.5), q(n.q), e(n.e);
    const Vector<V> u{p.x - s.a.x, p.y - s.a.y, p.z - s.a.z};
    // on the chord, then on a sphere of that curvature
    const V chord = fma(u.x, s.d.x, fma(u.y, s.d.y, u.z * s.d.z)) * s.inverse;
    const Vector<V> l{fnma(chord, s.d.x, u.x), fnma(chord, s.d.y, u.y), fnma(chord, s.d.z, u.z)};
    const V away = fma(l.x, l.x, fma(l.y, l.y, l.z * l.z)) * s.h;
    const V plane = (chord - half) * fma(half, away, V(1.0));
    const V within = max(-half, min(plane, half));
    const V bend = s.mu * V(-1.0 / 6) * fnma(within, within, V(0.25));
    const V tau = fma(within, bend, within);
    const CurvePoint<V> at = near_curve(n, s, tau);
    const Vector<V>& x = at.offset;
    const Vector<V>& d = at.tangent;
    const Vector<V> r{u.x - x.x, u.y - x.y, u.z - x.z};
    const V k = fma(r.x, r.x, fma(r.y, r.y, q * (r.z * r.z))) * s.h * V(1.0 / 6);
    const V plain = fma(r.x, d.x, fma(r.y, d.y, r.z * d.z));
    const V bent = fma(e * r.z, d.z, plain);
    const V skew = V(1.5 * n.q * n.e) * (s.a.z + x.z) * d.z;
    const V step = fma(k, fma(k, skew, bent), plain) * s.inverse;
    const V t = half + tau + step;
    // back on the ellipsoid, seen from A, which is on it: Y.HY - a^2 = O.H(2A + O), O = Y - A
    const Vector<V> o{fma(step, d.x, x.x), fma(step, d.y, x.y), fma(step, d.z, x.z)};
    const Vector<V> y{s.a.x + o.x, s.a.y + o.y, q * (s.a.z + o.z)};
    const V height =
        half * s.h * fma(o.x, s.a.x + y.x, fma(o.y, s.a.y + y.y, o.z * fma(q, s.a.z, y.z)));
    const Vector<V> inner{fma(height, y.x, fnma(step, d.x, r.x)),
                          fma(height, y.y, fnma(step, d.y, r.y)),
                          fma(height, y.z, fnma(step, d.z, r.z))};
    const V side = near_determinant(d, inner, y);
    // an end is the vertex itself
    const auto before = t <= V(0.0), behind = t >= V(1.0);
    const Vector<V> g{select(before, u.x, select(behind, u.x - s.d.x, inner.x)),
                      select(before, u.y, select(behind, u.y - s.d.y, inner.y)),
                      select(before, u.z, select(behind, u.z - s.d.z, inner.z))};
    const V fraction = select(before, V(0.0), select(behind, V(1.0), t));
    const V normal(0.5 * n.a2);
    const V distance = near_distance(
        n, near_pair(g.x, g.y, g.z, normal * p.h, normal * fma(fraction, s.d.h, s.a.h)));
    return {distance, fraction, side, p.x - g.x, p.y - g.y, p.z - g.z};
}

// Where two curves cross that start `gap` apart, seen along the normal. Parallel: not a number.
template <class V>
GEODIST_INLINE Vector<V> near_crossing(const Vector<V>& gap, const Vector<V>& first,
                                       const Vector<V>& second, const Vector<V>& normal) {
    const V inverse = V(1.0) / near_determinant(first, second, normal);
    return {near_determinant(gap, second, normal) * inverse,
            near_determinant(gap, first, normal) * inverse, V(0.0)};
}

// A step of Newton's method from tau = at.x on a and at.y on b.
template <class V>
GEODIST_INLINE Vector<V> improve_crossing(const NearConstants& n, const Segment<V>& a,
                                          const Segment<V>& b, const Vector<V>& at) {
    const V most(0.55);
    const V s = max(-most, min(at.x, most)), t = max(-most, min(at.y, most));
    const CurvePoint<V> first = near_curve(n, a, s), second = near_curve(n, b, t);
    const Vector<V>&x = first.offset, &y = second.offset;
    const Vector<V> gap{(b.a.x - a.a.x) + (y.x - x.x), (b.a.y - a.a.y) + (y.y - x.y),
                        (b.a.z - a.a.z) + (y.z - x.z)};
    const Vector<V> more = near_crossing(gap, first.tangent, second.tangent,
                                         {a.a.x + x.x, a.a.y + x.y, V(n.q) * (a.a.z + x.z)});
    return {s + more.x, t + more.y, V(0.0)};
}

// Do two segments meet, both within NearConstants::piece, and as near to each other? From where
// their chords cross, two steps of Newton's method. Only t within [0, 1] is looked at: so where the
// answer is wrong, an end of one is next to the other. Parallel segments do not meet: their ends
// decide.
template <class V>
GEODIST_INLINE Meeting<V> near_meeting(const NearConstants& n, const Segment<V>& a,
                                       const Segment<V>& b) {
    const V half(0.5);
    const Vector<V> chords =
        near_crossing<V>({b.a.x - a.a.x, b.a.y - a.a.y, b.a.z - a.a.z}, {a.d.x, a.d.y, a.d.z},
                         {b.d.x, b.d.y, b.d.z}, {a.m.x, a.m.y, V(n.q) * a.m.z});
    const Vector<V> once = improve_crossing(n, a, b, {chords.x - half, chords.y - half, V(0.0)});
    const Vector<V> at = improve_crossing(n, a, b, once);
    return {(abs(at.x) <= half) & (abs(at.y) <= half), at.x + half, at.y + half};
}

}  // namespace geodist::geodesy
