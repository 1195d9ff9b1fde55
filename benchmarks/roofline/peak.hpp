// The rate of one kind of vector instruction: many independent chains, nothing else.
#pragma once

#include <cstddef>

#include "simd/inline.hpp"

namespace geodist::roofline {

enum class Unit { fma, logic, division, root };

using Loop = void (*)(Unit unit, std::size_t rounds, double* result);

struct Peak {
    const char* isa;
    int lanes;
    Loop loop;
};

inline constexpr int chains = 12;  // more than latency times throughput of any of them

// Holds a value in its register, so that the compiler does not fold the steps.
template <class V>
GEODIST_INLINE void keep(V& x) {
#if defined(__aarch64__)
    asm volatile("" : "+w"(x.v));
#else
    asm volatile("" : "+x"(x.v));
#endif
}

template <class V, class Step>
GEODIST_INLINE void repeat(std::size_t rounds, double* result, Step step) {
    V x[chains];
    for (int k = 0; k < chains; ++k) {
        x[k] = V(1 + 1e-3 * k);
    }
    for (std::size_t i = 0; i < rounds; ++i) {
        for (int k = 0; k < chains; ++k) {
            x[k] = step(x[k]);
            keep(x[k]);
        }
    }
    for (int k = 0; k < chains; ++k) {
        x[k].store(result + k * V::size);
    }
}

// Runs `chains` instructions a round; the result has room for chains * lanes numbers.
template <class V>
void loop(Unit unit, std::size_t rounds, double* result) {
    const V a(0.999), b(1e-3);
    switch (unit) {
        case Unit::fma:
            return repeat<V>(rounds, result, [&](V x) { return fma(x, a, b); });
        case Unit::logic:
            return repeat<V>(rounds, result, [&](V x) { return mulsign(x, b); });
        case Unit::division:
            return repeat<V>(rounds, result, [&](V x) { return a / x; });
        case Unit::root:
            return repeat<V>(rounds, result, [&](V x) { return sqrt(x); });
    }
}

extern const Peak portable_peak;
extern const Peak sse2_peak;
extern const Peak avx2_peak;
extern const Peak avx512_peak;
extern const Peak neon_peak;

}  // namespace geodist::roofline
