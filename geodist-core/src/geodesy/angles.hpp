// Differences of longitudes without loss.
#pragma once

#include "simd/math.hpp"

namespace geodist::geodesy {

// lon2 - lon1 reduced to [-180, 180], as `sign * (magnitude + error)` degrees.
template <class V>
struct LongitudeDifference {
    V magnitude;  // in [0, 180]
    V error;      // |error| <= ulp(180); magnitude + error <= 180
    V sign;       // a number with the sign of the difference; only its sign bit counts
};

// |lon1| <= 360, |lon2 - lon1| <= 720. Exact: the result has no rounding error, and exchanging the
// points only changes `sign`. Zero and 180 take the sign of lon2 - lon1 as given, as in
// GeographicLib's AngDiff.
template <class V>
GEODIST_INLINE LongitudeDifference<V> longitude_difference(V lon1, V lon2) {
    const auto [d, e] = simd::two_sum(lon2, -lon1);
    // 360 * turns and the difference are exact: |turns| <= 2
    const V reduced = simd::without_turns(d);
    const V magnitude = abs(reduced);
    // beyond 180 by less than an ulp: the other way round is shorter
    const auto half_turn = magnitude == V(180.0);
    const auto exact = e == V(0.0);
    const auto whole = (magnitude == V(0.0)) | half_turn;
    V sign = select(whole, d, reduced);
    sign = select(half_turn & !exact, -e, sign);
    sign = select((magnitude == V(0.0)) & !exact, e, sign);
    return {magnitude, mulsign(e, sign), sign};
}

}  // namespace geodist::geodesy
