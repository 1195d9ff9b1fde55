// Included by simd.cpp: nothing of the standard library may be used here, lest a
// function of it be compiled for one instruction set and used by all.
#pragma once

#include "simd/math.hpp"
#include "simd/pack.hpp"
#include "simd_table.hpp"

namespace geodist_test {

namespace simd = geodist::simd;

template <class V, class Operation>
void map_lanes(const double* a, const double* b, const double* c, double* out, std::size_t count) {
    for (std::size_t i = 0; i < count; i += V::size) {
        Operation{}(V::load(a + i), V::load(b + i), V::load(c + i)).store(out + i);
    }
}

// The lane type is part of every name in here, which keeps the instruction sets apart.
template <class V>
struct Lanes {
    using Wide = simd::Pack<V, 4>;

    template <class Operation>
    static constexpr NamedLaneFunction entry(const char* name, Operation) {
        return {name, map_lanes<V, Operation>, map_lanes<Wide, Operation>};
    }

    static constexpr NamedLaneFunction functions[] = {
        entry("+", [](auto a, auto b, auto) { return a + b; }),
        entry("-", [](auto a, auto b, auto) { return a - b; }),
        entry("*", [](auto a, auto b, auto) { return a * b; }),
        entry("/", [](auto a, auto b, auto) { return a / b; }),
        entry("negate", [](auto a, auto, auto) { return -a; }),
        entry("broadcast", [](auto a, auto, auto) { return decltype(a)(0.1); }),
        entry("fma", [](auto a, auto b, auto c) { return fma(a, b, c); }),
        entry("fnma", [](auto a, auto b, auto c) { return fnma(a, b, c); }),
        entry("fms", [](auto a, auto b, auto c) { return fms(a, b, c); }),
        entry("<", [](auto a, auto b,
                      auto) { return select(a < b, decltype(a)(1.0), decltype(a)(0.0)); }),
        entry("<=", [](auto a, auto b,
                       auto) { return select(a <= b, decltype(a)(1.0), decltype(a)(0.0)); }),
        entry(">", [](auto a, auto b,
                      auto) { return select(a > b, decltype(a)(1.0), decltype(a)(0.0)); }),
        entry(">=", [](auto a, auto b,
                       auto) { return select(a >= b, decltype(a)(1.0), decltype(a)(0.0)); }),
        entry("==", [](auto a, auto b,
                       auto) { return select(a == b, decltype(a)(1.0), decltype(a)(0.0)); }),
        entry("&",
              [](auto a, auto b, auto c) {
                  return select((a < b) & (b < c), decltype(a)(1.0), decltype(a)(0.0));
              }),
        entry("|",
              [](auto a, auto b, auto c) {
                  return select((a < b) | (b < c), decltype(a)(1.0), decltype(a)(0.0));
              }),
        entry("!", [](auto a, auto b,
                      auto) { return select(!(a < b), decltype(a)(1.0), decltype(a)(0.0)); }),
        entry("select", [](auto a, auto b, auto c) { return select(a < b, b, c); }),
        entry("shifted", [](auto a, auto b, auto) { return shifted(a, b); }),
        entry("bits",
              [](auto a, auto b, auto) { return decltype(a)(static_cast<double>(bits(a < b))); }),
        entry("sqrt", [](auto a, auto, auto) { return sqrt(a); }),
        entry("abs", [](auto a, auto, auto) { return abs(a); }),
        entry("min", [](auto a, auto b, auto) { return min(a, b); }),
        entry("max", [](auto a, auto b, auto) { return max(a, b); }),
        entry("copysign", [](auto a, auto b, auto) { return copysign(a, b); }),
        entry("mulsign", [](auto a, auto b, auto) { return mulsign(a, b); }),
        entry("approx_rsqrt", [](auto a, auto, auto) { return approx_rsqrt(a); }),
        entry("approx_rcp", [](auto a, auto, auto) { return approx_rcp(a); }),
        entry("round_even", [](auto a, auto, auto) { return simd::round_even(a); }),
        entry("two_sum.sum", [](auto a, auto b, auto) { return simd::two_sum(a, b).sum; }),
        entry("two_sum.error", [](auto a, auto b, auto) { return simd::two_sum(a, b).error; }),
        entry("sin_kernel", [](auto a, auto, auto) { return simd::sin_kernel(a, a * a); }),
        entry("cos_kernel", [](auto a, auto, auto) { return simd::cos_kernel(a * a); }),
        entry("sincos_deg90.sin", [](auto a, auto, auto) { return simd::sincos_deg90(a).sin; }),
        entry("sincos_deg90.cos", [](auto a, auto, auto) { return simd::sincos_deg90(a).cos; }),
        entry("sincos_deg180.sin",
              [](auto a, auto b, auto) { return simd::sincos_deg180(a, b).sin; }),
        entry("sincos_deg180.cos",
              [](auto a, auto b, auto) { return simd::sincos_deg180(a, b).cos; }),
        entry("atan_kernel", [](auto a, auto, auto) { return simd::atan_kernel(a); }),
        entry("atan2_upper",
              [](auto a, auto b, auto) { return simd::atan2_upper(a, b).radians(); }),
        entry("atan2_upper.normal",
              [](auto a, auto b, auto) {
                  return simd::atan2_upper<simd::Range::normal>(a, b).radians();
              }),
        entry("atan2_deg", [](auto a, auto b, auto) { return simd::atan2_deg(a, b); }),
        entry("atan2_rough", [](auto a, auto b, auto) { return simd::atan2_rough(a, b); }),
        entry("rsqrt", [](auto a, auto, auto) { return simd::rsqrt(a); }),
        entry("near_rsqrt", [](auto a, auto, auto) { return simd::near_rsqrt(a); }),
        entry("rotate_small.sin",
              [](auto a, auto b, auto c) {
                  return simd::rotate_small(simd::SinCos<decltype(a)>{a, b}, c).sin;
              }),
        entry("rotate_small.cos",
              [](auto a, auto b, auto c) {
                  return simd::rotate_small(simd::SinCos<decltype(a)>{a, b}, c).cos;
              }),
        entry("rotate_tiny.sin",
              [](auto a, auto b, auto c) {
                  return simd::rotate_small<true>(simd::SinCos<decltype(a)>{a, b}, c).sin;
              }),
        entry("rotate_tiny.cos",
              [](auto a, auto b, auto c) {
                  return simd::rotate_small<true>(simd::SinCos<decltype(a)>{a, b}, c).cos;
              }),
        entry("two_product.sum", [](auto a, auto b, auto) { return simd::two_product(a, b).sum; }),
        entry("two_product.error",
              [](auto a, auto b, auto) { return simd::two_product(a, b).error; }),
        entry("rough_reciprocal", [](auto a, auto, auto) { return simd::rough_reciprocal(a); }),
        entry("reciprocal", [](auto a, auto, auto) { return simd::reciprocal(a); }),
        entry("quotient", [](auto a, auto b, auto) { return simd::quotient(a, b); }),
        entry("sincos_radians.sin",
              [](auto a, auto b, auto) { return simd::sincos_radians(a, b).sin; }),
        entry("sincos_radians.cos",
              [](auto a, auto b, auto) { return simd::sincos_radians(a, b).cos; }),
    };

    static constexpr SimdTable table() {
        return {V::name, V::size, V::has_fma, functions, sizeof functions / sizeof functions[0]};
    }
};

}  // namespace geodist_test
