// Eight lanes of AVX-512 (F, DQ, VL), with masks in registers of their own.
#pragma once

#include <immintrin.h>

#include <cstdint>

#include "simd/inline.hpp"

namespace geodist::avx512 {

struct Mask {
    static constexpr int size = 8;

    __mmask8 m;
};

struct Vec {
    static constexpr const char* name = "avx512";
    static constexpr int size = 8;
    static constexpr int registers = 32;
    static constexpr bool has_fma = true;
    static constexpr int estimate_bits = 14;

    __m512d v;

    Vec() = default;
    GEODIST_INLINE Vec(double x) : v(_mm512_set1_pd(x)) {}
    GEODIST_INLINE Vec(__m512d x) : v(x) {}
    GEODIST_INLINE static Vec load(const double* p) { return _mm512_loadu_pd(p); }
    // p[i] - q[i] and p[i] - q, rounded once; |p|, |q| < 2^62.
    GEODIST_INLINE static Vec difference(const std::int64_t* p, const std::int64_t* q) {
        return difference(_mm512_loadu_si512(p), _mm512_loadu_si512(q));
    }
    GEODIST_INLINE static Vec difference(const std::int64_t* p, std::int64_t q) {
        return difference(_mm512_loadu_si512(p), _mm512_set1_epi64(q));
    }
    GEODIST_INLINE static Vec difference(__m512i p, __m512i q) {
        return _mm512_cvtepi64_pd(_mm512_sub_epi64(p, q));
    }
    GEODIST_INLINE void store(double* p) const { _mm512_storeu_pd(p, v); }
};

GEODIST_INLINE Vec operator+(Vec a, Vec b) { return _mm512_add_pd(a.v, b.v); }
GEODIST_INLINE Vec operator-(Vec a, Vec b) { return _mm512_sub_pd(a.v, b.v); }
GEODIST_INLINE Vec operator*(Vec a, Vec b) { return _mm512_mul_pd(a.v, b.v); }
GEODIST_INLINE Vec operator/(Vec a, Vec b) { return _mm512_div_pd(a.v, b.v); }
GEODIST_INLINE Vec operator-(Vec a) { return _mm512_xor_pd(a.v, _mm512_set1_pd(-0.0)); }

GEODIST_INLINE Vec fma(Vec a, Vec b, Vec c) { return _mm512_fmadd_pd(a.v, b.v, c.v); }
GEODIST_INLINE Vec fnma(Vec a, Vec b, Vec c) { return _mm512_fnmadd_pd(a.v, b.v, c.v); }
GEODIST_INLINE Vec fms(Vec a, Vec b, Vec c) { return _mm512_fmsub_pd(a.v, b.v, c.v); }

GEODIST_INLINE Mask operator<(Vec a, Vec b) { return {_mm512_cmp_pd_mask(a.v, b.v, _CMP_LT_OQ)}; }
GEODIST_INLINE Mask operator<=(Vec a, Vec b) { return {_mm512_cmp_pd_mask(a.v, b.v, _CMP_LE_OQ)}; }
GEODIST_INLINE Mask operator>(Vec a, Vec b) { return {_mm512_cmp_pd_mask(a.v, b.v, _CMP_GT_OQ)}; }
GEODIST_INLINE Mask operator>=(Vec a, Vec b) { return {_mm512_cmp_pd_mask(a.v, b.v, _CMP_GE_OQ)}; }
GEODIST_INLINE Mask operator==(Vec a, Vec b) { return {_mm512_cmp_pd_mask(a.v, b.v, _CMP_EQ_OQ)}; }
GEODIST_INLINE Mask operator&(Mask a, Mask b) { return {static_cast<__mmask8>(a.m & b.m)}; }
GEODIST_INLINE Mask operator|(Mask a, Mask b) { return {static_cast<__mmask8>(a.m | b.m)}; }
GEODIST_INLINE Mask operator!(Mask a) { return {static_cast<__mmask8>(~a.m)}; }
GEODIST_INLINE std::uint32_t bits(Mask a) { return a.m; }

GEODIST_INLINE Vec select(Mask m, Vec a, Vec b) { return _mm512_mask_blend_pd(m.m, b.v, a.v); }
// Lanes 1, 2, ... of a, then lane 0 of next.
GEODIST_INLINE Vec shifted(Vec a, Vec next) {
    return _mm512_castsi512_pd(
        _mm512_maskz_alignr_epi64(0xff, _mm512_castpd_si512(next.v), _mm512_castpd_si512(a.v), 1));
}
// Where an intrinsic leaves unused lanes undefined, its zeroing form with a full mask is the same
// instruction without the compiler's warning about them.
GEODIST_INLINE Vec sqrt(Vec a) { return _mm512_maskz_sqrt_pd(0xff, a.v); }
GEODIST_INLINE Vec abs(Vec a) { return _mm512_andnot_pd(_mm512_set1_pd(-0.0), a.v); }
GEODIST_INLINE Vec min(Vec a, Vec b) {  // b if either is NaN
    return _mm512_maskz_min_pd(0xff, a.v, b.v);
}
GEODIST_INLINE Vec max(Vec a, Vec b) { return _mm512_maskz_max_pd(0xff, a.v, b.v); }

GEODIST_INLINE Vec copysign(Vec magnitude, Vec sign) {
    const __m512i s = _mm512_castpd_si512(_mm512_set1_pd(-0.0));
    // s ? sign : magnitude
    return _mm512_castsi512_pd(_mm512_ternarylogic_epi64(s, _mm512_castpd_si512(sign.v),
                                                         _mm512_castpd_si512(magnitude.v), 0xca));
}
GEODIST_INLINE Vec mulsign(Vec a, Vec sign) {
    const __m512i s = _mm512_castpd_si512(_mm512_set1_pd(-0.0));
    // a ^ (sign & s)
    return _mm512_castsi512_pd(
        _mm512_ternarylogic_epi64(_mm512_castpd_si512(a.v), _mm512_castpd_si512(sign.v), s, 0x78));
}

// Estimates of 14 bits over the whole range of double.
GEODIST_INLINE Vec approx_rsqrt(Vec a) { return _mm512_maskz_rsqrt14_pd(0xff, a.v); }
GEODIST_INLINE Vec approx_rcp(Vec a) { return _mm512_maskz_rcp14_pd(0xff, a.v); }

// floor(log2(x)) of a positive normal x; 2^k of an integer |k| <= 1022.
GEODIST_INLINE Vec exponent(Vec x) { return _mm512_maskz_getexp_pd(0xff, x.v); }
GEODIST_INLINE Vec pow2(Vec k) { return _mm512_maskz_scalef_pd(0xff, _mm512_set1_pd(1.0), k.v); }

// The boxes of trees: floats, with no more operations than those need.
struct Float {
    static constexpr int size = 16;

    __m512 v;

    Float() = default;
    GEODIST_INLINE Float(float x) : v(_mm512_set1_ps(x)) {}
    GEODIST_INLINE Float(__m512 x) : v(x) {}
    GEODIST_INLINE static Float load(const float* p) { return _mm512_loadu_ps(p); }
    GEODIST_INLINE void store(float* p) const { _mm512_storeu_ps(p, v); }
};

GEODIST_INLINE Float operator+(Float a, Float b) { return _mm512_add_ps(a.v, b.v); }
GEODIST_INLINE Float operator-(Float a, Float b) { return _mm512_sub_ps(a.v, b.v); }
GEODIST_INLINE Float operator*(Float a, Float b) { return _mm512_mul_ps(a.v, b.v); }
GEODIST_INLINE Float max(Float a, Float b) { return _mm512_maskz_max_ps(0xffff, a.v, b.v); }
GEODIST_INLINE std::uint32_t bits_up_to(Float a, Float b) {
    return _mm512_cmp_ps_mask(a.v, b.v, _CMP_LE_OQ);
}

}  // namespace geodist::avx512
