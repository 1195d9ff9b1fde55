// Eight lanes that count their operations: what a kernel asks of a vector unit. Nothing is inlined:
// a kernel of thousands of loops over eight lanes would take minutes to compile.
#pragma once

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>

#include "counts.hpp"

namespace geodist::counting {

using namespace geodist::roofline;

inline Counts counts{};

inline void count_one(Kind kind) { ++counts.at(kind); }

struct Mask {
    static constexpr int size = counted_lanes;

    std::uint32_t m;
};

struct Vec {
    static constexpr int size = counted_lanes;
    static constexpr bool has_fma = true;
    static constexpr int estimate_bits = 14;

    std::array<double, size> v;

    Vec() = default;
    [[gnu::noinline]] Vec(double x) { v.fill(x); }
    [[gnu::noinline]] static Vec load(const double* p) {
        count_one(memory);
        return make([&](std::size_t i) { return p[i]; });
    }
    [[gnu::noinline]] void store(double* p) const {
        count_one(memory);
        for (std::size_t i = 0; i < v.size(); ++i) {
            p[i] = v[i];
        }
    }
    template <class Function>
    static Vec make(Function function) {
        Vec x;
        for (std::size_t i = 0; i < x.v.size(); ++i) {
            x.v[i] = function(i);
        }
        return x;
    }
};

template <class Function>
Vec counted(Kind kind, Function function) {
    count_one(kind);
    return Vec::make(function);
}
template <class Function>
Mask compared(Function function) {
    count_one(compare);
    std::uint32_t m = 0;
    for (std::size_t i = 0; i < Vec::size; ++i) {
        m |= static_cast<std::uint32_t>(function(i)) << i;
    }
    return {m};
}

[[gnu::noinline]] inline Vec operator+(Vec a, Vec b) {
    return counted(plain, [&](std::size_t i) { return a.v[i] + b.v[i]; });
}
[[gnu::noinline]] inline Vec operator-(Vec a, Vec b) {
    return counted(plain, [&](std::size_t i) { return a.v[i] - b.v[i]; });
}
[[gnu::noinline]] inline Vec operator*(Vec a, Vec b) {
    return counted(plain, [&](std::size_t i) { return a.v[i] * b.v[i]; });
}
[[gnu::noinline]] inline Vec operator/(Vec a, Vec b) {
    return counted(division, [&](std::size_t i) { return a.v[i] / b.v[i]; });
}
[[gnu::noinline]] inline Vec operator-(Vec a) {
    return counted(logic, [&](std::size_t i) { return -a.v[i]; });
}
[[gnu::noinline]] inline Vec fma(Vec a, Vec b, Vec c) {
    return counted(fused, [&](std::size_t i) { return std::fma(a.v[i], b.v[i], c.v[i]); });
}
[[gnu::noinline]] inline Vec fnma(Vec a, Vec b, Vec c) {
    return counted(fused, [&](std::size_t i) { return std::fma(-a.v[i], b.v[i], c.v[i]); });
}
[[gnu::noinline]] inline Vec fms(Vec a, Vec b, Vec c) {
    return counted(fused, [&](std::size_t i) { return std::fma(a.v[i], b.v[i], -c.v[i]); });
}

[[gnu::noinline]] inline Mask operator<(Vec a, Vec b) {
    return compared([&](std::size_t i) { return a.v[i] < b.v[i]; });
}
[[gnu::noinline]] inline Mask operator<=(Vec a, Vec b) {
    return compared([&](std::size_t i) { return a.v[i] <= b.v[i]; });
}
[[gnu::noinline]] inline Mask operator>(Vec a, Vec b) { return b < a; }
[[gnu::noinline]] inline Mask operator>=(Vec a, Vec b) { return b <= a; }
[[gnu::noinline]] inline Mask operator==(Vec a, Vec b) {
    return compared([&](std::size_t i) { return a.v[i] == b.v[i]; });
}
// Masks have registers of their own, and no vector unit to wait for.
[[gnu::noinline]] inline Mask operator&(Mask a, Mask b) { return {a.m & b.m}; }
[[gnu::noinline]] inline Mask operator|(Mask a, Mask b) { return {a.m | b.m}; }
[[gnu::noinline]] inline Mask operator!(Mask a) { return {~a.m & 0xffU}; }
inline std::uint32_t bits(Mask a) { return a.m; }

[[gnu::noinline]] inline Vec select(Mask m, Vec a, Vec b) {
    return counted(logic, [&](std::size_t i) { return (m.m >> i & 1U) != 0 ? a.v[i] : b.v[i]; });
}
[[gnu::noinline]] inline Vec sqrt(Vec a) {
    return counted(root, [&](std::size_t i) { return std::sqrt(a.v[i]); });
}
[[gnu::noinline]] inline Vec abs(Vec a) {
    return counted(logic, [&](std::size_t i) { return std::fabs(a.v[i]); });
}
[[gnu::noinline]] inline Vec min(Vec a, Vec b) {
    return counted(plain, [&](std::size_t i) { return a.v[i] < b.v[i] ? a.v[i] : b.v[i]; });
}
[[gnu::noinline]] inline Vec max(Vec a, Vec b) {
    return counted(plain, [&](std::size_t i) { return a.v[i] > b.v[i] ? a.v[i] : b.v[i]; });
}
[[gnu::noinline]] inline Vec copysign(Vec a, Vec b) {
    return counted(logic, [&](std::size_t i) { return std::copysign(a.v[i], b.v[i]); });
}
[[gnu::noinline]] inline Vec mulsign(Vec a, Vec b) {
    return counted(logic, [&](std::size_t i) { return std::copysign(1.0, b.v[i]) * a.v[i]; });
}
[[gnu::noinline]] inline Vec approx_rsqrt(Vec a) {
    return counted(estimate, [&](std::size_t i) { return 1 / std::sqrt(a.v[i]); });
}
[[gnu::noinline]] inline Vec approx_rcp(Vec a) {
    return counted(estimate, [&](std::size_t i) { return 1 / a.v[i]; });
}
[[gnu::noinline]] inline Vec exponent(Vec a) {
    return counted(plain, [&](std::size_t i) { return std::floor(std::log2(a.v[i])); });
}
[[gnu::noinline]] inline Vec pow2(Vec a) {
    return counted(plain, [&](std::size_t i) { return std::exp2(a.v[i]); });
}

}  // namespace geodist::counting
