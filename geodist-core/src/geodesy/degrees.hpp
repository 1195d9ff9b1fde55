// Degrees on lanes: reduction to half a turn, sine and cosine of any angle.
#pragma once

#include "simd/math.hpp"

namespace geodist::geodesy {

// x modulo 360 in [-180, 180], exact for |x| < 2^51; multiples of 180 keep the sign of x
// (GeographicLib's AngNormalize).
template <class V>
GEODIST_INLINE V wrap_degrees(V x) {
    const V r = simd::without_turns(x);
    const V over = select(abs(r) > V(180.0), copysign(V(360.0), r), V(0.0));
    const V y = r - over;
    const auto whole = (y == V(0.0)) | (abs(y) == V(180.0));
    return select(whole, copysign(y, x), y);
}

// lon + change degrees, in [-180, 180]; |lon| <= 360, any change. Max error 1.5e-14 degrees beside
// that of change.
template <class V>
GEODIST_INLINE V shift_degrees(V lon, V change) {
    const auto [sum, error] = simd::two_sum(wrap_degrees(lon), wrap_degrees(change));
    const V shifted = wrap_degrees(sum) + error;
    return min(V(180.0), max(V(-180.0), shifted));
}

// sin and cos of x degrees, |x| <= 360. Max error 1.5 ulp of the larger of the two; exact at
// multiples of 90, a sine of zero has the sign of x.
template <class V>
GEODIST_INLINE simd::SinCos<V> sincos_degrees(V x) {
    const V a = abs(x);
    const auto beyond = a > V(180.0);
    const auto [s, c] = simd::sincos_deg180(select(beyond, V(360.0) - a, a), V(0.0));
    return {mulsign(select(beyond, V(0.0) - s, s), x), c};
}

// sin and cos of x + error degrees, x in [0, 90] and |error| <= ulp(90). Max error 1.5 ulp of each.
template <class V>
GEODIST_INLINE simd::SinCos<V> sincos_acute(V x, V error) {
    const auto swap = x > V(45.0);
    const V y = select(swap, V(90.0) - x, x);
    const V t = fma(select(swap, -error, error), V(simd::degree), y * V(simd::degree));
    const V z = t * t;
    const V s = simd::sin_kernel(t, z), c = simd::cos_kernel(z);
    return {select(swap, c, s), select(swap, s, c)};
}

}  // namespace geodist::geodesy
