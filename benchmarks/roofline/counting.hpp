// Eight lanes that count their operations: what a kernel asks of a vector unit.
#pragma once

#include <array>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>

#include "simd/inline.hpp"

namespace geodist::counting {

// Kinds of vector instructions, by the unit that they keep busy.
enum Kind : std::size_t { fused, plain, logic, compare, estimate, division, root, memory, kinds };

inline constexpr const char* kind_names[kinds] = {
    "fma", "add or mul", "sign and blend", "compare", "estimate", "div", "sqrt", "load or store"};

inline std::array<std::uint64_t, kinds> counts{};

inline void count(Kind kind) { ++counts[kind]; }

struct Mask {
    static constexpr int size = 8;

    std::uint32_t m;
};

struct Vec {
    static constexpr int size = 8;
    static constexpr bool has_fma = true;
    static constexpr int estimate_bits = 14;

    std::array<double, size> v;

    Vec() = default;
    Vec(double x) { v.fill(x); }
    static Vec load(const double* p) {
        count(memory);
        return make([&](std::size_t i) { return p[i]; });
    }
    void store(double* p) const {
        count(memory);
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
    count(kind);
    return Vec::make(function);
}
template <class Function>
Mask compared(Function function) {
    count(compare);
    std::uint32_t m = 0;
    for (std::size_t i = 0; i < Vec::size; ++i) {
        m |= static_cast<std::uint32_t>(function(i)) << i;
    }
    return {m};
}

inline Vec operator+(Vec a, Vec b) {
    return counted(plain, [&](std::size_t i) { return a.v[i] + b.v[i]; });
}
inline Vec operator-(Vec a, Vec b) {
    return counted(plain, [&](std::size_t i) { return a.v[i] - b.v[i]; });
}
inline Vec operator*(Vec a, Vec b) {
    return counted(plain, [&](std::size_t i) { return a.v[i] * b.v[i]; });
}
inline Vec operator/(Vec a, Vec b) {
    return counted(division, [&](std::size_t i) { return a.v[i] / b.v[i]; });
}
inline Vec operator-(Vec a) {
    return counted(logic, [&](std::size_t i) { return -a.v[i]; });
}
inline Vec fma(Vec a, Vec b, Vec c) {
    return counted(fused, [&](std::size_t i) { return std::fma(a.v[i], b.v[i], c.v[i]); });
}
inline Vec fnma(Vec a, Vec b, Vec c) {
    return counted(fused, [&](std::size_t i) { return std::fma(-a.v[i], b.v[i], c.v[i]); });
}
inline Vec fms(Vec a, Vec b, Vec c) {
    return counted(fused, [&](std::size_t i) { return std::fma(a.v[i], b.v[i], -c.v[i]); });
}

inline Mask operator<(Vec a, Vec b) {
    return compared([&](std::size_t i) { return a.v[i] < b.v[i]; });
}
inline Mask operator<=(Vec a, Vec b) {
    return compared([&](std::size_t i) { return a.v[i] <= b.v[i]; });
}
inline Mask operator>(Vec a, Vec b) { return b < a; }
inline Mask operator>=(Vec a, Vec b) { return b <= a; }
inline Mask operator==(Vec a, Vec b) {
    return compared([&](std::size_t i) { return a.v[i] == b.v[i]; });
}
// Masks have registers of their own, and no vector unit to wait for.
inline Mask operator&(Mask a, Mask b) { return {a.m & b.m}; }
inline Mask operator|(Mask a, Mask b) { return {a.m | b.m}; }
inline Mask operator!(Mask a) { return {~a.m & 0xffU}; }
inline std::uint32_t bits(Mask a) { return a.m; }

inline Vec select(Mask m, Vec a, Vec b) {
    return counted(logic, [&](std::size_t i) { return (m.m >> i & 1U) != 0 ? a.v[i] : b.v[i]; });
}
inline Vec sqrt(Vec a) {
    return counted(root, [&](std::size_t i) { return std::sqrt(a.v[i]); });
}
inline Vec abs(Vec a) {
    return counted(logic, [&](std::size_t i) { return std::fabs(a.v[i]); });
}
inline Vec min(Vec a, Vec b) {
    return counted(plain, [&](std::size_t i) { return a.v[i] < b.v[i] ? a.v[i] : b.v[i]; });
}
inline Vec max(Vec a, Vec b) {
    return counted(plain, [&](std::size_t i) { return a.v[i] > b.v[i] ? a.v[i] : b.v[i]; });
}
inline Vec copysign(Vec a, Vec b) {
    return counted(logic, [&](std::size_t i) { return std::copysign(a.v[i], b.v[i]); });
}
inline Vec mulsign(Vec a, Vec b) {
    return counted(logic, [&](std::size_t i) { return std::copysign(1.0, b.v[i]) * a.v[i]; });
}
inline Vec approx_rsqrt(Vec a) {
    return counted(estimate, [&](std::size_t i) { return 1 / std::sqrt(a.v[i]); });
}
inline Vec approx_rcp(Vec a) {
    return counted(estimate, [&](std::size_t i) { return 1 / a.v[i]; });
}
inline Vec exponent(Vec a) {
    return counted(plain, [&](std::size_t i) { return std::floor(std::log2(a.v[i])); });
}
inline Vec pow2(Vec a) {
    return counted(plain, [&](std::size_t i) { return std::exp2(a.v[i]); });
}

}  // namespace geodist::counting
