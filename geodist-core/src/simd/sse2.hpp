// Two lanes of SSE2, the baseline of x86-64; no fused multiply-add.
#pragma once

#include <emmintrin.h>

#include <cstdint>

#include "simd/inline.hpp"

namespace geodist::sse2 {

struct Mask {
    static constexpr int size = 2;

    __m128d m;
};

struct Vec {
    static constexpr const char* name = "sse2";
    static constexpr int size = 2;
    static constexpr int registers = 16;
    static constexpr bool has_fma = false;
    static constexpr int estimate_bits = 11;

    __m128d v;

    Vec() = default;
    GEODIST_INLINE Vec(double x) : v(_mm_set1_pd(x)) {}
    GEODIST_INLINE Vec(__m128d x) : v(x) {}
    GEODIST_INLINE static Vec load(const double* p) { return _mm_loadu_pd(p); }
    // p[i] - q[i] and p[i] - q, rounded once; |p|, |q| < 2^62.
    GEODIST_INLINE static Vec difference(const std::int64_t* p, const std::int64_t* q) {
        return _mm_setr_pd(static_cast<double>(p[0] - q[0]), static_cast<double>(p[1] - q[1]));
    }
    GEODIST_INLINE static Vec difference(const std::int64_t* p, std::int64_t q) {
        return _mm_setr_pd(static_cast<double>(p[0] - q), static_cast<double>(p[1] - q));
    }
    GEODIST_INLINE void store(double* p) const { _mm_storeu_pd(p, v); }
};

GEODIST_INLINE Vec operator+(Vec a, Vec b) { return _mm_add_pd(a.v, b.v); }
GEODIST_INLINE Vec operator-(Vec a, Vec b) { return _mm_sub_pd(a.v, b.v); }
GEODIST_INLINE Vec operator*(Vec a, Vec b) { return _mm_mul_pd(a.v, b.v); }
GEODIST_INLINE Vec operator/(Vec a, Vec b) { return _mm_div_pd(a.v, b.v); }
GEODIST_INLINE Vec operator-(Vec a) { return _mm_xor_pd(a.v, _mm_set1_pd(-0.0)); }

GEODIST_INLINE Vec fma(Vec a, Vec b, Vec c) { return a * b + c; }
GEODIST_INLINE Vec fnma(Vec a, Vec b, Vec c) { return c - a * b; }
GEODIST_INLINE Vec fms(Vec a, Vec b, Vec c) { return a * b - c; }

GEODIST_INLINE Mask operator<(Vec a, Vec b) { return {_mm_cmplt_pd(a.v, b.v)}; }
GEODIST_INLINE Mask operator<=(Vec a, Vec b) { return {_mm_cmple_pd(a.v, b.v)}; }
GEODIST_INLINE Mask operator>(Vec a, Vec b) { return {_mm_cmpgt_pd(a.v, b.v)}; }
GEODIST_INLINE Mask operator>=(Vec a, Vec b) { return {_mm_cmpge_pd(a.v, b.v)}; }
GEODIST_INLINE Mask operator==(Vec a, Vec b) { return {_mm_cmpeq_pd(a.v, b.v)}; }
GEODIST_INLINE Mask operator&(Mask a, Mask b) { return {_mm_and_pd(a.m, b.m)}; }
GEODIST_INLINE Mask operator|(Mask a, Mask b) { return {_mm_or_pd(a.m, b.m)}; }
GEODIST_INLINE Mask operator!(Mask a) {
    return {_mm_xor_pd(a.m, _mm_castsi128_pd(_mm_set1_epi32(-1)))};
}
GEODIST_INLINE std::uint32_t bits(Mask a) {
    return static_cast<std::uint32_t>(_mm_movemask_pd(a.m));
}

// Lanes 1, 2, ... of a, then lane 0 of next.
GEODIST_INLINE Vec shifted(Vec a, Vec next) { return _mm_shuffle_pd(a.v, next.v, 1); }
GEODIST_INLINE Vec select(Mask m, Vec a, Vec b) {
    return _mm_or_pd(_mm_and_pd(m.m, a.v), _mm_andnot_pd(m.m, b.v));
}
GEODIST_INLINE Vec sqrt(Vec a) { return _mm_sqrt_pd(a.v); }
GEODIST_INLINE Vec abs(Vec a) { return _mm_andnot_pd(_mm_set1_pd(-0.0), a.v); }
GEODIST_INLINE Vec min(Vec a, Vec b) { return _mm_min_pd(a.v, b.v); }  // b if either is NaN
GEODIST_INLINE Vec max(Vec a, Vec b) { return _mm_max_pd(a.v, b.v); }
GEODIST_INLINE Vec copysign(Vec magnitude, Vec sign) {
    const __m128d s = _mm_set1_pd(-0.0);
    return _mm_or_pd(_mm_andnot_pd(s, magnitude.v), _mm_and_pd(s, sign.v));
}
GEODIST_INLINE Vec mulsign(Vec a, Vec sign) {
    return _mm_xor_pd(a.v, _mm_and_pd(_mm_set1_pd(-0.0), sign.v));
}

// Estimates by way of float: 11 bits for 1e-37 <= |a| <= 1e37, 0 or infinity beyond.
GEODIST_INLINE Vec approx_rsqrt(Vec a) { return _mm_cvtps_pd(_mm_rsqrt_ps(_mm_cvtpd_ps(a.v))); }
GEODIST_INLINE Vec approx_rcp(Vec a) { return _mm_cvtps_pd(_mm_rcp_ps(_mm_cvtpd_ps(a.v))); }

// floor(log2(x)) of a positive normal x; 2^k of an integer |k| <= 1022.
GEODIST_INLINE Vec exponent(Vec x) {
    const __m128d magic = _mm_set1_pd(4503599627370496.0);  // 2^52
    const __m128i biased = _mm_srli_epi64(_mm_castpd_si128(x.v), 52);
    return _mm_sub_pd(_mm_or_pd(_mm_castsi128_pd(biased), magic),
                      _mm_set1_pd(4503599627371519.0));  // 2^52 + 1023
}
GEODIST_INLINE Vec pow2(Vec k) {
    const __m128d biased = _mm_add_pd(k.v, _mm_set1_pd(4503599627371519.0));
    return _mm_castsi128_pd(_mm_slli_epi64(_mm_castpd_si128(biased), 52));
}

// The boxes of trees: floats, with no more operations than those need.
struct Float {
    static constexpr int size = 4;

    __m128 v;

    Float() = default;
    GEODIST_INLINE Float(float x) : v(_mm_set1_ps(x)) {}
    GEODIST_INLINE Float(__m128 x) : v(x) {}
    GEODIST_INLINE static Float load(const float* p) { return _mm_loadu_ps(p); }
    GEODIST_INLINE void store(float* p) const { _mm_storeu_ps(p, v); }
};

GEODIST_INLINE Float operator+(Float a, Float b) { return _mm_add_ps(a.v, b.v); }
GEODIST_INLINE Float operator-(Float a, Float b) { return _mm_sub_ps(a.v, b.v); }
GEODIST_INLINE Float operator*(Float a, Float b) { return _mm_mul_ps(a.v, b.v); }
GEODIST_INLINE Float max(Float a, Float b) { return _mm_max_ps(a.v, b.v); }
GEODIST_INLINE std::uint32_t bits_up_to(Float a, Float b) {
    return static_cast<std::uint32_t>(_mm_movemask_ps(_mm_cmple_ps(a.v, b.v)));
}

}  // namespace geodist::sse2
