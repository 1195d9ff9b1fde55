// The rate of one kind of vector instruction: many independent chains, nothing else.
#pragma once

#include <cstddef>

#include "simd/inline.hpp"
#include "simd/pack.hpp"

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
template <class V>
GEODIST_INLINE void keep(simd::Pair<V>& x) {
    keep(x.a);
    keep(x.b);
}

template <class V, class Step>
GEODIST_INLINE void repeat(std::size_t rounds, double* result, Step step) {
    using Four = simd::Pack<V, 4>;
    Four x(1.0), y(1.001), z(1.002);
    for (std::size_t i = 0; i < rounds; ++i) {
        x = step(x);
        y = step(y);
        z = step(z);
        keep(x);
        keep(y);
        keep(z);
    }
    x.store(result);
    y.store(result + Four::size);
    z.store(result + 2 * Four::size);
}

// Runs `chains` instructions a round; the result has room for chains * lanes numbers.
template <class V>
void loop(Unit unit, std::size_t rounds, double* result) {
    const simd::Pack<V, 4> a(0.999), b(1e-3);
    switch (unit) {
        case Unit::fma:
            return repeat<V>(rounds, result, [&](auto x) { return fma(x, a, b); });
        case Unit::logic:
            return repeat<V>(rounds, result, [&](auto x) { return mulsign(x, b); });
        case Unit::division:
            return repeat<V>(rounds, result, [&](auto x) { return a / x; });
        case Unit::root:
            return repeat<V>(rounds, result, [&](auto x) { return sqrt(x); });
    }
}

// peak.cpp, once for each instruction set.
namespace portable {
extern const Peak peak;
}
namespace sse2 {
extern const Peak peak;
}
namespace avx2 {
extern const Peak peak;
}
namespace avx512 {
extern const Peak peak;
}
namespace neon {
extern const Peak peak;
}

}  // namespace geodist::roofline
