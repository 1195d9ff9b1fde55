// One lane of plain double arithmetic: the reference for every instruction set, without fused
// multiply-add.
#pragma once

#include "simd/inline.hpp"

#include <cstdint>

namespace geodist::portable {

struct Mask {
    static constexpr int size = 1;

    bool m;
};

struct Vec {
    static constexpr const char* name = "portable";
    static constexpr int size = 1;
    static constexpr int registers = 16;
    static constexpr bool has_fma = false;
    static constexpr int estimate_bits = 52;  // of approx_rsqrt and approx_rcp

    double v;

    Vec() = default;
    GEODIST_INLINE Vec(double x) : v(x) {}
    GEODIST_INLINE static Vec load(const double* p) { return Vec(*p); }
    // p[i] - q[i] and p[i] - q, rounded once; |p|, |q| < 2^62.
    GEODIST_INLINE static Vec difference(const std::int64_t* p, const std::int64_t* q) {
        return difference(p, *q);
    }
    GEODIST_INLINE static Vec difference(const std::int64_t* p, std::int64_t q) {
        return Vec(static_cast<double>(*p - q));
    }
    GEODIST_INLINE void store(double* p) const { *p = v; }
};

GEODIST_INLINE Vec operator+(Vec a, Vec b) { return Vec(a.v + b.v); }
GEODIST_INLINE Vec operator-(Vec a, Vec b) { return Vec(a.v - b.v); }
GEODIST_INLINE Vec operator*(Vec a, Vec b) { return Vec(a.v * b.v); }
GEODIST_INLINE Vec operator/(Vec a, Vec b) { return Vec(a.v / b.v); }
GEODIST_INLINE Vec operator-(Vec a) { return Vec(-a.v); }

GEODIST_INLINE Vec fma(Vec a, Vec b, Vec c) { return Vec(a.v * b.v + c.v); }
GEODIST_INLINE Vec fnma(Vec a, Vec b, Vec c) { return Vec(c.v - a.v * b.v); }
GEODIST_INLINE Vec fms(Vec a, Vec b, Vec c) { return Vec(a.v * b.v - c.v); }

GEODIST_INLINE Mask operator<(Vec a, Vec b) { return {a.v < b.v}; }
GEODIST_INLINE Mask operator<=(Vec a, Vec b) { return {a.v <= b.v}; }
GEODIST_INLINE Mask operator>(Vec a, Vec b) { return {a.v > b.v}; }
GEODIST_INLINE Mask operator>=(Vec a, Vec b) { return {a.v >= b.v}; }
GEODIST_INLINE Mask operator==(Vec a, Vec b) { return {a.v == b.v}; }
GEODIST_INLINE Mask operator&(Mask a, Mask b) { return {a.m && b.m}; }
GEODIST_INLINE Mask operator|(Mask a, Mask b) { return {a.m || b.m}; }
GEODIST_INLINE Mask operator!(Mask a) { return {!a.m}; }
GEODIST_INLINE std::uint32_t bits(Mask a) { return a.m ? 1U : 0U; }

// Lanes 1, 2, ... of a, then lane 0 of next.
GEODIST_INLINE Vec shifted(Vec, Vec next) { return next; }
GEODIST_INLINE Vec select(Mask m, Vec a, Vec b) { return Vec(m.m ? a.v : b.v); }
GEODIST_INLINE Vec sqrt(Vec a) { return Vec(__builtin_sqrt(a.v)); }
GEODIST_INLINE Vec abs(Vec a) { return Vec(__builtin_fabs(a.v)); }
GEODIST_INLINE Vec min(Vec a, Vec b) {
    return Vec(a.v < b.v ? a.v : b.v);
}  // as the x86 instruction: b if either is NaN
GEODIST_INLINE Vec max(Vec a, Vec b) { return Vec(a.v > b.v ? a.v : b.v); }
GEODIST_INLINE Vec copysign(Vec magnitude, Vec sign) {
    return Vec(__builtin_copysign(magnitude.v, sign.v));
}
GEODIST_INLINE Vec mulsign(Vec a, Vec sign) { return Vec(__builtin_copysign(1.0, sign.v) * a.v); }

// Estimates with at least 11 correct bits; here exact to rounding, as one lane gains nothing from
// less.
GEODIST_INLINE Vec approx_rsqrt(Vec a) { return Vec(1.0 / __builtin_sqrt(a.v)); }
GEODIST_INLINE Vec approx_rcp(Vec a) { return Vec(1.0 / a.v); }

// floor(log2(x)) of a positive normal x; 2^k of an integer |k| <= 1022.
GEODIST_INLINE Vec exponent(Vec x) {
    return Vec(static_cast<double>(__builtin_bit_cast(std::uint64_t, x.v) >> 52U) - 1023.0);
}
GEODIST_INLINE Vec pow2(Vec k) {
    // 2^52 + k + 1023 has the biased exponent of the result as its lowest bits
    return Vec(__builtin_bit_cast(
        double, __builtin_bit_cast(std::uint64_t, k.v + 4503599627371519.0) << 52U));
}

// The boxes of trees: floats, with no more operations than those need.
struct Float {
    static constexpr int size = 1;

    float v;

    Float() = default;
    GEODIST_INLINE Float(float x) : v(x) {}
    GEODIST_INLINE static Float load(const float* p) { return Float(*p); }
    GEODIST_INLINE void store(float* p) const { *p = v; }
};

GEODIST_INLINE Float operator+(Float a, Float b) { return Float(a.v + b.v); }
GEODIST_INLINE Float operator-(Float a, Float b) { return Float(a.v - b.v); }
GEODIST_INLINE Float operator*(Float a, Float b) { return Float(a.v * b.v); }
GEODIST_INLINE Float max(Float a, Float b) { return Float(a.v > b.v ? a.v : b.v); }
GEODIST_INLINE std::uint32_t bits_up_to(Float a, Float b) { return a.v <= b.v ? 1U : 0U; }

}  // namespace geodist::portable
