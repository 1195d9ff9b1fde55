// Four lanes of AVX2 with fused multiply-add.
#pragma once

#include <immintrin.h>

#include <cstdint>

#include "simd/inline.hpp"

namespace geodist::avx2 {

struct Mask {
    static constexpr int size = 4;

    __m256d m;
};

struct Vec {
    static constexpr const char* name = "avx2";
    static constexpr int size = 4;
    static constexpr int registers = 16;
    static constexpr bool has_fma = true;
    static constexpr int estimate_bits = 11;

    __m256d v;

    Vec() = default;
    GEODIST_INLINE Vec(double x) : v(_mm256_set1_pd(x)) {}
    GEODIST_INLINE Vec(__m256d x) : v(x) {}
    GEODIST_INLINE static Vec load(const double* p) { return _mm256_loadu_pd(p); }
    // p[i] - q[i] and p[i] - q, rounded once; |p|, |q| < 2^62.
    GEODIST_INLINE static Vec difference(const std::int64_t* p, const std::int64_t* q) {
        return difference(load_integers(p), load_integers(q));
    }
    GEODIST_INLINE static Vec difference(const std::int64_t* p, std::int64_t q) {
        return difference(load_integers(p), _mm256_set1_epi64x(q));
    }
    GEODIST_INLINE static __m256i load_integers(const std::int64_t* p) {
        return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(p));
    }
    GEODIST_INLINE static Vec difference(__m256i p, __m256i q) {
        const __m256i d = _mm256_sub_epi64(p, q);
        // The upper 16 bits on top of 2^68 + 2^67, the lower 48 on top of 2^52: as bits of doubles,
        // whose last places are worth 2^16 and 1. Only the last sum rounds.
        const __m256i upper =
            _mm256_blend_epi16(_mm256_srai_epi32(d, 16), _mm256_setzero_si256(), 0x33);
        const __m256i high =
            _mm256_add_epi64(upper, _mm256_castpd_si256(_mm256_set1_pd(442721857769029238784.0)));
        const __m256i low =
            _mm256_blend_epi16(d, _mm256_castpd_si256(_mm256_set1_pd(4503599627370496.0)), 0x88);
        const __m256d most =
            _mm256_sub_pd(_mm256_castsi256_pd(high), _mm256_set1_pd(442726361368656609280.0));
        return _mm256_add_pd(most, _mm256_castsi256_pd(low));
    }
    GEODIST_INLINE void store(double* p) const { _mm256_storeu_pd(p, v); }
};

GEODIST_INLINE Vec operator+(Vec a, Vec b) { return _mm256_add_pd(a.v, b.v); }
GEODIST_INLINE Vec operator-(Vec a, Vec b) { return _mm256_sub_pd(a.v, b.v); }
GEODIST_INLINE Vec operator*(Vec a, Vec b) { return _mm256_mul_pd(a.v, b.v); }
GEODIST_INLINE Vec operator/(Vec a, Vec b) { return _mm256_div_pd(a.v, b.v); }
GEODIST_INLINE Vec operator-(Vec a) { return _mm256_xor_pd(a.v, _mm256_set1_pd(-0.0)); }

GEODIST_INLINE Vec fma(Vec a, Vec b, Vec c) { return _mm256_fmadd_pd(a.v, b.v, c.v); }
GEODIST_INLINE Vec fnma(Vec a, Vec b, Vec c) { return _mm256_fnmadd_pd(a.v, b.v, c.v); }
GEODIST_INLINE Vec fms(Vec a, Vec b, Vec c) { return _mm256_fmsub_pd(a.v, b.v, c.v); }

GEODIST_INLINE Mask operator<(Vec a, Vec b) { return {_mm256_cmp_pd(a.v, b.v, _CMP_LT_OQ)}; }
GEODIST_INLINE Mask operator<=(Vec a, Vec b) { return {_mm256_cmp_pd(a.v, b.v, _CMP_LE_OQ)}; }
GEODIST_INLINE Mask operator>(Vec a, Vec b) { return {_mm256_cmp_pd(a.v, b.v, _CMP_GT_OQ)}; }
GEODIST_INLINE Mask operator>=(Vec a, Vec b) { return {_mm256_cmp_pd(a.v, b.v, _CMP_GE_OQ)}; }
GEODIST_INLINE Mask operator==(Vec a, Vec b) { return {_mm256_cmp_pd(a.v, b.v, _CMP_EQ_OQ)}; }
GEODIST_INLINE Mask operator&(Mask a, Mask b) { return {_mm256_and_pd(a.m, b.m)}; }
GEODIST_INLINE Mask operator|(Mask a, Mask b) { return {_mm256_or_pd(a.m, b.m)}; }
GEODIST_INLINE Mask operator!(Mask a) {
    return {_mm256_xor_pd(a.m, _mm256_castsi256_pd(_mm256_set1_epi64x(-1)))};
}
GEODIST_INLINE std::uint32_t bits(Mask a) {
    return static_cast<std::uint32_t>(_mm256_movemask_pd(a.m));
}

// Lanes 1, 2, ... of a, then lane 0 of next.
GEODIST_INLINE Vec shifted(Vec a, Vec next) {
    return _mm256_permute4x64_pd(_mm256_blend_pd(a.v, next.v, 1), 0x39);
}
GEODIST_INLINE Vec select(Mask m, Vec a, Vec b) { return _mm256_blendv_pd(b.v, a.v, m.m); }
GEODIST_INLINE Vec sqrt(Vec a) { return _mm256_sqrt_pd(a.v); }
GEODIST_INLINE Vec abs(Vec a) { return _mm256_andnot_pd(_mm256_set1_pd(-0.0), a.v); }
GEODIST_INLINE Vec min(Vec a, Vec b) { return _mm256_min_pd(a.v, b.v); }  // b if either is NaN
GEODIST_INLINE Vec max(Vec a, Vec b) { return _mm256_max_pd(a.v, b.v); }
GEODIST_INLINE Vec copysign(Vec magnitude, Vec sign) {
    const __m256d s = _mm256_set1_pd(-0.0);
    return _mm256_or_pd(_mm256_andnot_pd(s, magnitude.v), _mm256_and_pd(s, sign.v));
}
GEODIST_INLINE Vec mulsign(Vec a, Vec sign) {
    return _mm256_xor_pd(a.v, _mm256_and_pd(_mm256_set1_pd(-0.0), sign.v));
}

// Estimates by way of float: 11 bits for 1e-37 <= |a| <= 1e37, 0 or infinity beyond.
GEODIST_INLINE Vec approx_rsqrt(Vec a) {
    return _mm256_cvtps_pd(_mm_rsqrt_ps(_mm256_cvtpd_ps(a.v)));
}
GEODIST_INLINE Vec approx_rcp(Vec a) { return _mm256_cvtps_pd(_mm_rcp_ps(_mm256_cvtpd_ps(a.v))); }

// floor(log2(x)) of a positive normal x; 2^k of an integer |k| <= 1022.
GEODIST_INLINE Vec exponent(Vec x) {
    const __m256d magic = _mm256_set1_pd(4503599627370496.0);  // 2^52
    const __m256i biased = _mm256_srli_epi64(_mm256_castpd_si256(x.v), 52);
    return _mm256_sub_pd(_mm256_or_pd(_mm256_castsi256_pd(biased), magic),
                         _mm256_set1_pd(4503599627371519.0));  // 2^52 + 1023
}
GEODIST_INLINE Vec pow2(Vec k) {
    const __m256d biased = _mm256_add_pd(k.v, _mm256_set1_pd(4503599627371519.0));
    return _mm256_castsi256_pd(_mm256_slli_epi64(_mm256_castpd_si256(biased), 52));
}

// The boxes of trees: floats, with no more operations than those need.
struct Float {
    static constexpr int size = 8;

    __m256 v;

    Float() = default;
    GEODIST_INLINE Float(float x) : v(_mm256_set1_ps(x)) {}
    GEODIST_INLINE Float(__m256 x) : v(x) {}
    GEODIST_INLINE static Float load(const float* p) { return _mm256_loadu_ps(p); }
    GEODIST_INLINE void store(float* p) const { _mm256_storeu_ps(p, v); }
};

GEODIST_INLINE Float operator+(Float a, Float b) { return _mm256_add_ps(a.v, b.v); }
GEODIST_INLINE Float operator-(Float a, Float b) { return _mm256_sub_ps(a.v, b.v); }
GEODIST_INLINE Float operator*(Float a, Float b) { return _mm256_mul_ps(a.v, b.v); }
GEODIST_INLINE Float max(Float a, Float b) { return _mm256_max_ps(a.v, b.v); }
GEODIST_INLINE std::uint32_t bits_up_to(Float a, Float b) {
    return static_cast<std::uint32_t>(_mm256_movemask_ps(_mm256_cmp_ps(a.v, b.v, _CMP_LE_OQ)));
}

}  // namespace geodist::avx2
