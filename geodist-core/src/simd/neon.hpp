// Two lanes of NEON, the baseline of AArch64, with fused multiply-add.
#pragma once

#include <arm_neon.h>

#include <cstdint>

#include "simd/inline.hpp"

namespace geodist::neon {

struct Mask {
    static constexpr int size = 2;

    uint64x2_t m;
};

struct Vec {
    static constexpr const char* name = "neon";
    static constexpr int size = 2;
    static constexpr int registers = 32;
    static constexpr bool has_fma = true;
    static constexpr int estimate_bits = 11;

    float64x2_t v;

    Vec() = default;
    GEODIST_INLINE Vec(double x) : v(vdupq_n_f64(x)) {}
    GEODIST_INLINE Vec(float64x2_t x) : v(x) {}
    GEODIST_INLINE static Vec load(const double* p) { return vld1q_f64(p); }
    // p[i] - q[i] and p[i] - q, rounded once; |p|, |q| < 2^62.
    GEODIST_INLINE static Vec difference(const std::int64_t* p, const std::int64_t* q) {
        return vcvtq_f64_s64(vsubq_s64(vld1q_s64(p), vld1q_s64(q)));
    }
    GEODIST_INLINE static Vec difference(const std::int64_t* p, std::int64_t q) {
        return vcvtq_f64_s64(vsubq_s64(vld1q_s64(p), vdupq_n_s64(q)));
    }
    GEODIST_INLINE void store(double* p) const { vst1q_f64(p, v); }
};

GEODIST_INLINE Vec operator+(Vec a, Vec b) { return vaddq_f64(a.v, b.v); }
GEODIST_INLINE Vec operator-(Vec a, Vec b) { return vsubq_f64(a.v, b.v); }
GEODIST_INLINE Vec operator*(Vec a, Vec b) { return vmulq_f64(a.v, b.v); }
GEODIST_INLINE Vec operator/(Vec a, Vec b) { return vdivq_f64(a.v, b.v); }
GEODIST_INLINE Vec operator-(Vec a) { return vnegq_f64(a.v); }

GEODIST_INLINE Vec fma(Vec a, Vec b, Vec c) { return vfmaq_f64(c.v, a.v, b.v); }
GEODIST_INLINE Vec fnma(Vec a, Vec b, Vec c) { return vfmsq_f64(c.v, a.v, b.v); }
GEODIST_INLINE Vec fms(Vec a, Vec b, Vec c) { return vfmaq_f64(vnegq_f64(c.v), a.v, b.v); }

GEODIST_INLINE Mask operator<(Vec a, Vec b) { return {vcltq_f64(a.v, b.v)}; }
GEODIST_INLINE Mask operator<=(Vec a, Vec b) { return {vcleq_f64(a.v, b.v)}; }
GEODIST_INLINE Mask operator>(Vec a, Vec b) { return {vcgtq_f64(a.v, b.v)}; }
GEODIST_INLINE Mask operator>=(Vec a, Vec b) { return {vcgeq_f64(a.v, b.v)}; }
GEODIST_INLINE Mask operator==(Vec a, Vec b) { return {vceqq_f64(a.v, b.v)}; }
GEODIST_INLINE Mask operator&(Mask a, Mask b) { return {vandq_u64(a.m, b.m)}; }
GEODIST_INLINE Mask operator|(Mask a, Mask b) { return {vorrq_u64(a.m, b.m)}; }
GEODIST_INLINE Mask operator!(Mask a) { return {veorq_u64(a.m, vdupq_n_u64(~std::uint64_t{0}))}; }
GEODIST_INLINE std::uint32_t bits(Mask a) {
    return static_cast<std::uint32_t>((vgetq_lane_u64(a.m, 0) & 1U) |
                                      (vgetq_lane_u64(a.m, 1) & 2U));
}

// Lanes 1, 2, ... of a, then lane 0 of next.
GEODIST_INLINE Vec shifted(Vec a, Vec next) { return vextq_f64(a.v, next.v, 1); }
GEODIST_INLINE Vec select(Mask m, Vec a, Vec b) { return vbslq_f64(m.m, a.v, b.v); }
GEODIST_INLINE Vec sqrt(Vec a) { return vsqrtq_f64(a.v); }
GEODIST_INLINE Vec abs(Vec a) { return vabsq_f64(a.v); }
// Written as selections, because the instructions treat NaN unlike those of the other machines.
GEODIST_INLINE Vec min(Vec a, Vec b) { return select(a < b, a, b); }
GEODIST_INLINE Vec max(Vec a, Vec b) { return select(a > b, a, b); }
GEODIST_INLINE Vec copysign(Vec magnitude, Vec sign) {
    return vbslq_f64(vdupq_n_u64(std::uint64_t{1} << 63), sign.v, magnitude.v);
}
GEODIST_INLINE Vec mulsign(Vec a, Vec sign) {
    const uint64x2_t s =
        vandq_u64(vreinterpretq_u64_f64(sign.v), vdupq_n_u64(std::uint64_t{1} << 63));
    return vreinterpretq_f64_u64(veorq_u64(vreinterpretq_u64_f64(a.v), s));
}

// The instruction's 8 bits and one Newton step: 15 bits for 1e-300 <= |a| <= 1e300.
GEODIST_INLINE Vec approx_rsqrt(Vec a) {
    const float64x2_t y = vrsqrteq_f64(a.v);
    return vmulq_f64(y, vrsqrtsq_f64(vmulq_f64(a.v, y), y));
}
GEODIST_INLINE Vec approx_rcp(Vec a) {
    const float64x2_t y = vrecpeq_f64(a.v);
    return vmulq_f64(y, vrecpsq_f64(a.v, y));
}

// floor(log2(x)) of a positive normal x; 2^k of an integer |k| <= 1022.
GEODIST_INLINE Vec exponent(Vec x) {
    const uint64x2_t biased = vshrq_n_u64(vreinterpretq_u64_f64(x.v), 52);
    return vsubq_f64(vcvtq_f64_u64(biased), vdupq_n_f64(1023.0));
}
GEODIST_INLINE Vec pow2(Vec k) {
    const float64x2_t biased = vaddq_f64(k.v, vdupq_n_f64(4503599627371519.0));  // 2^52 + 1023
    return vreinterpretq_f64_u64(vshlq_n_u64(vreinterpretq_u64_f64(biased), 52));
}

// The boxes of trees: floats, with no more operations than those need.
struct Float {
    static constexpr int size = 4;

    float32x4_t v;

    Float() = default;
    GEODIST_INLINE Float(float x) : v(vdupq_n_f32(x)) {}
    GEODIST_INLINE Float(float32x4_t x) : v(x) {}
    GEODIST_INLINE static Float load(const float* p) { return vld1q_f32(p); }
    GEODIST_INLINE void store(float* p) const { vst1q_f32(p, v); }
};

GEODIST_INLINE Float operator+(Float a, Float b) { return vaddq_f32(a.v, b.v); }
GEODIST_INLINE Float operator-(Float a, Float b) { return vsubq_f32(a.v, b.v); }
GEODIST_INLINE Float operator*(Float a, Float b) { return vmulq_f32(a.v, b.v); }
GEODIST_INLINE Float max(Float a, Float b) {  // b if either is NaN
    return vbslq_f32(vcgtq_f32(a.v, b.v), a.v, b.v);
}
GEODIST_INLINE std::uint32_t bits_up_to(Float a, Float b) {
    constexpr std::uint32_t places[4] = {1, 2, 4, 8};
    return vaddvq_u32(vandq_u32(vcleq_f32(a.v, b.v), vld1q_u32(places)));
}

}  // namespace geodist::neon
