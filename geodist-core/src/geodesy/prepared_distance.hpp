// The distance of two prepared points on lanes: near pairs by their coordinates in space, others by
// the first tier of the inverse problem or, on a sphere, by the great circle. What solves a pair
// depends on that pair alone, and so do its bits.
#pragma once

#include "geodesy/geodesic_rows.hpp"
#include "geodesy/great_circle.hpp"
#include "geodesy/near.hpp"

#include <cstdint>
#include <type_traits>

namespace geodist::geodesy {

// Lanes that are left to others, and those of them that the first tier does not accept either.
struct PreparedLanes {
    std::uint32_t near = 0;      // perhaps near: a few among far ones
    std::uint32_t unsolved = 0;  // by the first tier
};

// Few enough to be gathered, each for as much as a whole group.
template <class V>
GEODIST_INLINE bool is_few(std::uint32_t lanes) {
    return __builtin_popcount(lanes) <= V::size / 4;
}

// For pairs that are known to be far.
struct NoneNear {};

// near_pair_of: a function that makes the NearPair, called where many lanes may be near; or
// NoneNear.
template <class Class, class V, class Exact>
GEODIST_INLINE PreparedLanes prepared_distance(const PreparedEllipsoid& e, const Class& c,
                                               const PreparedPoint<V>& x, const PreparedPoint<V>& y,
                                               Exact near_pair_of, V& distance) {
    const auto pair = make_pair(x, y);
    // about the cosine of the arc; NaN if and only if a coordinate is
    const V arc = fma(pair.p1.cos * pair.p2.cos, pair.clam, pair.p1.sin * pair.p2.sin);
    auto far = arc == arc;
    distance = arc;
    PreparedLanes lanes;
    if constexpr (!std::is_same_v<Exact, NoneNear>) {
        lanes.near = bits(arc > V(e.near.cosine));
        if (lanes.near != 0 && !is_few<V>(lanes.near)) {
            const NearPair<V> exact = near_pair_of();
            far = far & (exact.c2 > V(e.near.limit));
            distance = near_distance(e.near, exact);
            lanes.near = 0;
        }
    }
    const std::uint32_t antipodal = bits(arc < V(e.antipodal_cosine));
    if ((bits(far) & ~antipodal) != 0) {
        const auto solution = solve_general<Want::distance, 0>(e, c, pair);
        distance = select(far, solution.distance, distance);
        lanes.unsolved = bits(far & !solution.accepted);
    }
    lanes.unsolved = lanes.unsolved | antipodal;
    return lanes;
}

// The same on a sphere, where every pair is solved.
struct Sphere {};

template <class V, class Exact>
GEODIST_INLINE PreparedLanes prepared_distance(const PreparedEllipsoid& e, Sphere,
                                               const PreparedPoint<V>& x, const PreparedPoint<V>& y,
                                               Exact near_pair_of, V& distance) {
    // Squares of half the distance through space to the point and to the one opposite it (a = 1):
    // of the sine and the cosine of half the arc.
    const V x1 = x.cos_lat * x.cos_lon, y1 = x.cos_lat * x.sin_lon, z1 = x.sin_lat;
    const V x2 = y.cos_lat * y.cos_lon, y2 = y.cos_lat * y.sin_lon, z2 = y.sin_lat;
    const auto square = [](V u, V v, V w) { return V(0.25) * fma(u, u, fma(v, v, w * w)); };
    const HalfSquares<V> half{square(x1 - x2, y1 - y2, z1 - z2), square(x1 + x2, y1 + y2, z1 + z2)};
    distance = arc_length(half, e.a);
    PreparedLanes lanes;
    if constexpr (!std::is_same_v<Exact, NoneNear>) {
        lanes.near = bits(half.cos2 - half.sin2 > V(e.near.cosine));
        if (lanes.near != 0 && !is_few<V>(lanes.near)) {
            const NearPair<V> exact = near_pair_of();
            distance = select(exact.c2 > V(e.near.limit), distance, near_distance(e.near, exact));
            lanes.near = 0;
        }
    }
    return lanes;
}

// Calls f with what the flattening asks for.
template <class F>
GEODIST_INLINE void with_class(const PreparedEllipsoid& e, F f) {
    if (e.is_sphere) {
        f(Sphere{});
    } else if (e.is_low_degree) {
        f(e.low_degree);
    } else {
        f(e.high_degree);
    }
}

}  // namespace geodist::geodesy
