// Elementary functions on lanes. Each states its valid range and maximal error; test_simd_math.cpp
// holds it to that.
//
// Polynomials for sin, cos and atan are those of FreeBSD's msun (k_sin.c, k_cos.c, s_atan.c), whose
// intervals [-pi/4, pi/4] and [-7/16, 7/16] are exactly what the reductions below leave.
// An ulp is of the result, in double precision. NaN in gives NaN out, except where min or max is
// named.
#pragma once

#include <cstdint>

#include "simd/inline.hpp"

namespace geodist::simd {

inline constexpr double pi = 3.14159265358979323846;
inline constexpr double degree = 0.017453292519943295769;    // pi / 180
inline constexpr double per_degree = 57.295779513082320877;  // 180 / pi

template <class V>
struct SinCos {
    V sin, cos;
};

// Adding and subtracting this rounds |x| < 2^51 to the nearest integer, ties to even, on every
// machine.
template <class V>
GEODIST_INLINE V round_even(V x) {
    const V magic(6755399441055744.0);  // 1.5 * 2^52
    return (x + magic) - magic;
}

// x less whole turns, in [-180, 180]; exact for |x| < 2^51. The estimate of the quotient may be off
// by an ulp at the border: then the result is beyond 180 by as little.
template <class V>
GEODIST_INLINE V without_turns(V x) {
    return x - V(360.0) * round_even(x * V(1.0 / 360.0));
}

// All bits of bits(mask).
template <class V>
inline constexpr std::uint32_t all_lanes =
    V::size == 32 ? ~std::uint32_t{0} : (std::uint32_t{1} << V::size) - 1;

template <class V>
GEODIST_INLINE V square(V x) {
    return x * x;
}

// sum = round(a + b), error = a + b - sum exactly (Knuth, TAOCP 2, 4.2.2, theorem B).
template <class V>
struct TwoSum {
    V sum, error;
};

template <class V>
GEODIST_INLINE TwoSum<V> two_sum(V a, V b) {
    const V s = a + b;
    const V bb = s - a;
    return {s, (a - (s - bb)) + (b - bb)};
}

// sum = round(a * b), error = a * b - sum exactly, if |a * b| lies in [1e-270, 1e300] and |a|, |b|
// below 1e290 (Dekker 1971 without a fused multiply-add).
template <class V>
GEODIST_INLINE TwoSum<V> two_product(V a, V b) {
    const V p = a * b;
    if constexpr (V::has_fma) {
        return {p, fms(a, b, p)};
    } else {
        const V split(134217729.0);  // 2^27 + 1
        const V as = split * a, bs = split * b;
        const V ah = as - (as - a), bh = bs - (bs - b);
        const V al = a - ah, bl = b - bh;
        return {p, ((ah * bh - p) + ah * bl + al * bh) + al * bl};
    }
}

// sin(x) for |x| <= pi/4, z = x * x. Max error 1 ulp.
template <class V>
GEODIST_INLINE V sin_kernel(V x, V z) {
    V r = fma(z, V(1.58969099521155010221e-10), V(-2.50507602534068634195e-08));
    r = fma(z, r, V(2.75573137070700676789e-06));
    r = fma(z, r, V(-1.98412698298579493134e-04));
    r = fma(z, r, V(8.33333333332248946124e-03));
    r = fma(z, r, V(-1.66666666666666324348e-01));
    return fma(x * z, r, x);
}

// cos(x) for |x| <= pi/4, z = x * x. Max error 1 ulp.
template <class V>
GEODIST_INLINE V cos_kernel(V z) {
    V r = fma(z, V(-1.13596475577881948265e-11), V(2.08757232129817482790e-09));
    r = fma(z, r, V(-2.75573143513906633035e-07));
    r = fma(z, r, V(2.48015872894767294178e-05));
    r = fma(z, r, V(-1.38888888888741095749e-03));
    r = fma(z, r, V(4.16666666666666019037e-02));
    const V h = V(0.5) * z;
    const V w = V(1.0) - h;
    return w + fma(z * z, r, (V(1.0) - w) - h);
}

// sin and cos of x degrees, |x| <= 90. Max error 1.6 ulp; exact at 0 and +-90.
template <class V>
GEODIST_INLINE SinCos<V> sincos_deg90(V x) {
    const V a = abs(x);
    const auto swap = a > V(45.0);
    const V t = select(swap, V(90.0) - a, a) * V(degree);
    const V z = t * t;
    const V s = sin_kernel(t, z), c = cos_kernel(z);
    return {mulsign(select(swap, c, s), x), select(swap, s, c)};
}

// sin and cos of x + e degrees, 0 <= x <= 180 and |e| <= ulp(180). Max error 1.5 ulp of the larger
// of the two; sin is exactly 0 at 0 and 180 when e = 0, cos at 90.
template <class V>
GEODIST_INLINE SinCos<V> sincos_deg180(V x, V e) {
    const auto obtuse = x > V(90.0);
    const V a = select(obtuse, V(180.0) - x, x);
    const auto swap = a > V(45.0);
    const V b = select(swap, V(90.0) - a, a);
    // the error term changes its sign with each reflection
    e = select(obtuse, -e, e);
    e = select(swap, -e, e);
    const V t = fma(e, V(degree), b * V(degree));
    const V z = t * t;
    const V s = sin_kernel(t, z), c = cos_kernel(z);
    const V cos = select(swap, s, c);
    return {select(swap, c, s), select(obtuse, -cos, cos)};
}

// An angle eighth * pi/4 + rest with eighth an integer of [0, 4] and |rest| <= pi/8: kept apart,
// because the product of `eighth` with any unit of angle can be made exact, and the whole is then
// rounded once.
template <class V>
struct Angle {
    V eighth, rest;

    GEODIST_INLINE V radians() const {
        // pi/4 = high + low with eighth * high exact
        return fma(eighth, V(0.78539816339744830962),
                   fma(eighth, V(3.061616997868383018e-17), rest));
    }
    GEODIST_INLINE V degrees() const { return fma(eighth, V(45.0), rest * V(per_degree)); }
};

// 1/x with a relative error below 2^-21, for starting values.
template <class V>
GEODIST_INLINE V rough_reciprocal(V x) {
    const V y = approx_rcp(x);
    return y * fnma(x, y, V(2.0));
}

// 1/sqrt(x) with a relative error below 2^-26, x in [1e-30, 1e30].
template <class V>
GEODIST_INLINE V near_rsqrt(V x) {
    V y = approx_rsqrt(x);
    if constexpr (V::estimate_bits < 14)
        y = y * fnma(V(0.5) * x * y, y, V(1.5));
    return y * fnma(V(0.5) * x * y, y, V(1.5));
}

// 1/x, max error 2 ulp, |x| in [1e-290, 1e290]. On AVX-512 two Newton steps: a division would block
// the divider.
template <class V>
GEODIST_INLINE V reciprocal(V x) {
    if constexpr (V::has_fma && V::estimate_bits == 14) {
        const V y = rough_reciprocal(x);  // 28 bits
        return fma(y, fnma(x, y, V(1.0)), y);
    } else {
        return V(1.0) / x;
    }
}

// n/d, max error 1 ulp, |d| in [1e-290, 1e290], and |n/d| too or n = 0. On AVX-512 without the
// divider, as reciprocal.
template <class V>
GEODIST_INLINE V quotient(V n, V d) {
    if constexpr (V::has_fma && V::estimate_bits == 14) {
        const V y = rough_reciprocal(d);
        const V q = n * y;  // 28 bits
        return fma(fnma(d, q, n), y, q);
    } else {
        return n / d;
    }
}

// atan(t) for |t| <= 7/16. Max error 1 ulp.
template <class V>
GEODIST_INLINE V atan_kernel(V t) {
    const V z = t * t, w = z * z;
    V odd = fma(w, V(1.62858201153657823623e-02), V(4.97687799461593236017e-02));
    odd = fma(w, odd, V(6.66107313738753120669e-02));
    odd = fma(w, odd, V(9.09088713343650656196e-02));
    odd = fma(w, odd, V(1.42857142725034663711e-01));
    odd = fma(w, odd, V(3.33333333333329318027e-01));
    V even = fma(w, V(-3.65315727442169155270e-02), V(-5.83357013379057348645e-02));
    even = fma(w, even, V(-7.69187620504482999495e-02));
    even = fma(w, even, V(-1.11111104054623557880e-01));
    even = fma(w, even, V(-1.99999999998764832476e-01));
    return fnma(t, fma(w, even, odd * z), t);
}

// Which magnitudes hypot(x, y) may have: all, infinities included, or those of a quotient.
enum class Range { full, normal };

// atan2(y, x) for y >= 0, as an Angle in [0, pi]; (0, 0) gives NaN. Max error 4e-16 radians,
// and 2.5 ulp.
template <Range range = Range::full, class V>
GEODIST_INLINE Angle<V> atan2_upper(V y, V x) {
    const V ax = abs(x);
    const auto steep = y > ax;
    const V mn = select(steep, ax, y), mx = select(steep, y, ax);
    const auto big = mn > mx * V(0.41421356237309504880);  // tan(pi/8)
    const V n = select(big, mn - mx, mn), d = select(big, mn + mx, mx);
    const V t = range == Range::normal ? quotient(n, d) : n / d;
    V rest = atan_kernel(t);
    V eighth = select(big, V(1.0), V(0.0));
    eighth = select(steep, V(2.0) - eighth, eighth);
    rest = select(steep, -rest, rest);
    const auto left = x < V(0.0);
    eighth = select(left, V(4.0) - eighth, eighth);
    rest = select(left, -rest, rest);
    return {eighth, rest};
}

// atan2(y, x) in degrees, [-180, 180], the sign that of y. Max error 2.5 ulp. (0, 0) gives NaN.
template <Range range = Range::full, class V>
GEODIST_INLINE V atan2_deg(V y, V x) {
    return copysign(atan2_upper<range>(abs(y), x).degrees(), y);
}

// atan2(y, x) for y >= 0 with an error below 1e-5 radians, for starting values.
template <class V>
GEODIST_INLINE V atan2_rough(V y, V x) {
    const V ax = abs(x);
    const V mx = max(ax, y);
    const V t = min(ax, y) * rough_reciprocal(mx);
    const V z = t * t;
    // minimax polynomial of atan(t)/t on [0, 1], Abramowitz & Stegun 4.4.49 refitted
    V r = fma(z, V(-0.01172120), V(0.05265332));
    r = fma(z, r, V(-0.11643287));
    r = fma(z, r, V(0.19354346));
    r = fma(z, r, V(-0.33262347));
    r = fma(z, r, V(0.99997726)) * t;
    r = select(y > ax, V(pi / 2) - r, r);
    return select(x < V(0.0), V(pi) - r, r);
}

// 1/sqrt(x), max error 1.5 ulp, x positive, finite and normal.
template <class V>
GEODIST_INLINE V rsqrt(V x) {
    if constexpr (V::has_fma && V::estimate_bits == 14) {
        // y0 = (1 - e)^(1/2) / sqrt(x) with |e| < 2^-12.9: the binomial series of (1 - e)^(-1/2),
        // whose next term is below 2^-66. Two and a half times as fast as the division and the
        // root.
        const V y = approx_rsqrt(x);
        const V e = fnma(x * y, y, V(1.0));
        const V high = fma(e, V(35.0 / 128), V(5.0 / 16)), low = fma(e, V(3.0 / 8), V(0.5));
        return fma(y * e, fma(e * e, high, low), y);
    } else {
        return V(1.0) / sqrt(x);
    }
}

// sin and cos of t + k pi/2 for |t| <= pi/4 and a whole number k. Max error 1.5 ulp of each.
template <class V>
GEODIST_INLINE SinCos<V> sincos_quarters(V t, V k) {
    const V z = t * t;
    const V s = sin_kernel(t, z), c = cos_kernel(z);
    // quadrant = k mod 4 in [-2, 2], odd quadrants exchange sine and cosine
    const V quadrant = k - V(4.0) * round_even(k * V(0.25));
    const V size = abs(quadrant);
    const auto odd = size == V(1.0);
    const auto back = size == V(2.0);
    const V sine = select(odd, mulsign(c, quadrant), s),
            cosine = select(odd, -mulsign(s, quadrant), c);
    return {select(back, -sine, sine), select(back, -cosine, cosine)};
}

// sin and cos of x + e radians. Max error (1.5 + 2 |e|) ulp of 1 for |x| <= 1e6, beyond that
// 2^-53 |x|.
template <class V>
GEODIST_INLINE SinCos<V> sincos_radians(V x, V e) {
    // pi/2 in three parts; the first two have 33 bits (FreeBSD msun, e_rem_pio2.c), exact times |k|
    // < 2^20
    const V k = round_even((x + e) * V(2.0 / pi));
    V t = fnma(k, V(1.57079632673412561417e+00), x);
    t = fnma(k, V(6.07710050630396597660e-11), t);
    t = t + fnma(k, V(2.02226624879595063154e-21), e);
    // beyond 2^51 quarters nothing is left of the angle: stay on the circle
    t = max(V(-0.8), min(V(0.8), t));
    return sincos_quarters(t, k);
}

// Rotates (sin, cos) by the small angle d, |d| <= 0.07, or 0.013 if `tiny`. Max error 1.5 ulp of 1.
template <bool tiny = false, class V>
GEODIST_INLINE SinCos<V> rotate_small(SinCos<V> a, V d) {
    const V z = d * d;
    V s(1.0 / 120), c(-1.0 / 720);
    if constexpr (!tiny) {
        s = fma(z, V(-1.0 / 5040), s);
        c = fma(z, V(1.0 / 40320), c);
    }
    s = fma(z, s, V(-1.0 / 6));
    s = fma(d * z, s, d);
    c = fma(z, c, V(1.0 / 24));
    c = fma(z, c, V(-0.5)) * z;  // cos d - 1
    return {a.sin + fma(a.sin, c, a.cos * s), a.cos + fma(a.cos, c, -(a.sin * s))};
}

}  // namespace geodist::simd
