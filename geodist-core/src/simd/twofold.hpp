// Numbers of twice the length on lanes: unevaluated sums of two (Dekker 1971, "A floating-point
// technique for extending the available precision", Numerische Mathematik 18, 224-242).
#pragma once

#include "simd/math.hpp"

namespace geodist::simd {

template <class V>
struct Twofold {
    V high, low;
};

// a + b, |a| >= |b| or a = 0.
template <class V>
GEODIST_INLINE Twofold<V> fast_two_sum(V a, V b) {
    const V sum = a + b;
    return {sum, b - (sum - a)};
}

// Relative error below 2^-102.
template <class V>
GEODIST_INLINE Twofold<V> operator*(Twofold<V> x, Twofold<V> y) {
    const auto [product, error] = two_product(x.high, y.high);
    return fast_two_sum(product, error + fma(x.high, y.low, x.low * y.high));
}

// x + y for |x| >= |y|: an error of a few 2^-106 |x|.
template <class V>
GEODIST_INLINE Twofold<V> add_smaller(Twofold<V> x, V y) {
    return fast_two_sum(x.high, x.low + y);
}
template <class V>
GEODIST_INLINE Twofold<V> add_smaller(Twofold<V> x, Twofold<V> y) {
    const auto [sum, error] = fast_two_sum(x.high, y.high);
    return fast_two_sum(sum, error + (x.low + y.low));
}

template <class V>
GEODIST_INLINE Twofold<V> operator-(Twofold<V> x) {
    return {-x.high, -x.low};
}

template <class M, class V>
GEODIST_INLINE Twofold<V> select(M m, Twofold<V> x, Twofold<V> y) {
    return {select(m, x.high, y.high), select(m, x.low, y.low)};
}

template <class V>
GEODIST_INLINE Twofold<V> mulsign(Twofold<V> x, V sign) {
    return {mulsign(x.high, sign), mulsign(x.low, sign)};
}

template <class V>
struct TwofoldSinCos {
    Twofold<V> sin, cos;
};

// sin and cos of x degrees, |x| <= 45. Max error 2^-59 (six roundings of the sine's t^5/120) and
// 2^-61: the first two terms of their series as sums of two, the rest as numbers.
template <class V>
GEODIST_INLINE TwofoldSinCos<V> twofold_sincos_deg45(V x) {
    const Twofold<V> one_degree{V(degree), V(2.9486522708701687e-19)};
    const Twofold<V> t = one_degree * Twofold<V>{x, V(0.0)};
    const Twofold<V> t2 = t * t;
    const V y = t2.high, y2 = y * y;
    V s = fma(y, V(1.0 / 355687428096000), V(-1.0 / 1307674368000));
    s = fma(y, s, V(1.0 / 6227020800));
    s = fma(y, s, V(-1.0 / 39916800));
    s = fma(y, s, V(1.0 / 362880));
    s = fma(y, s, V(-1.0 / 5040));
    s = fma(y, s, V(1.0 / 120));
    V c = fma(y, V(-1.0 / 6402373705728000), V(1.0 / 20922789888000));
    c = fma(y, c, V(-1.0 / 87178291200));
    c = fma(y, c, V(1.0 / 479001600));
    c = fma(y, c, V(-1.0 / 3628800));
    c = fma(y, c, V(1.0 / 40320));
    c = fma(y, c, V(-1.0 / 720));
    // sin t = t + t (-t^2/6 + ...), cos t = (1 - t^2/2) + (t^4/24 + ...)
    const Twofold<V> sixth{V(-1.0 / 6), V(-9.25185853854297e-18)};
    const Twofold<V> twenty_fourth{V(1.0 / 24), V(2.3129646346357427e-18)};
    const Twofold<V> sine = add_smaller(t2 * sixth, y2 * s);
    const Twofold<V> cosine = add_smaller(t2 * t2 * twenty_fourth, y * y2 * c);
    const Twofold<V> vertex = fast_two_sum(V(1.0), V(-0.5) * y);
    return {add_smaller(t, t * sine), add_smaller(add_smaller(vertex, V(-0.5) * t2.low), cosine)};
}

// sin and cos of x degrees, |x| <= 90. Max error 2^-59 of each; exact at 0 and +-90.
template <class V>
GEODIST_INLINE TwofoldSinCos<V> twofold_sincos_deg90(V x) {
    const V a = abs(x);
    const auto swap = a > V(45.0);
    const auto r = twofold_sincos_deg45(select(swap, V(90.0) - a, a));
    return {mulsign(select(swap, r.cos, r.sin), x), select(swap, r.sin, r.cos)};
}

// sin and cos of x degrees, |x| <= 360. Max error 2^-59 of each; exact at multiples of 90.
template <class V>
GEODIST_INLINE TwofoldSinCos<V> twofold_sincos_degrees(V x) {
    const V k = round_even(x * V(1.0 / 90));
    const auto r = twofold_sincos_deg45(x - V(90.0) * k);
    // quadrant = k mod 4 in [-2, 2], odd quadrants exchange sine and cosine
    const V quadrant = k - V(4.0) * round_even(k * V(0.25));
    const V size = abs(quadrant);
    const auto odd = size == V(1.0);
    const auto back = size == V(2.0);
    const Twofold<V> sine = select(odd, mulsign(r.cos, quadrant), r.sin);
    const Twofold<V> cosine = select(odd, -mulsign(r.sin, quadrant), r.cos);
    return {select(back, -sine, sine), select(back, -cosine, cosine)};
}

}  // namespace geodist::simd
