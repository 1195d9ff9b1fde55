// Independent vectors side by side. One chain of dependent operations leaves the multipliers idle
// most of the time; two or four chains interleaved in one instruction stream fill them.
#pragma once

#include "simd/inline.hpp"

#include <cstdint>

namespace geodist::simd {

template <class M>
struct PairMask {
    static constexpr int size = 2 * M::size;

    M a, b;
};
template <class M>
PairMask(M, M) -> PairMask<M>;

template <class V>
struct Pair {
    static constexpr int size = 2 * V::size;
    static constexpr bool has_fma = V::has_fma;
    static constexpr int estimate_bits = V::estimate_bits;

    V a, b;

    Pair() = default;
    GEODIST_INLINE Pair(double x) : a(x), b(x) {}
    GEODIST_INLINE Pair(V x, V y) : a(x), b(y) {}
    GEODIST_INLINE static Pair load(const double* p) {
        return Pair(V::load(p), V::load(p + V::size));
    }
    GEODIST_INLINE static Pair difference(const std::int64_t* p, const std::int64_t* q) {
        return Pair(V::difference(p, q), V::difference(p + V::size, q + V::size));
    }
    GEODIST_INLINE static Pair difference(const std::int64_t* p, std::int64_t q) {
        return Pair(V::difference(p, q), V::difference(p + V::size, q));
    }
    GEODIST_INLINE void store(double* p) const {
        a.store(p);
        b.store(p + V::size);
    }
};

template <class V, int vectors>
struct PackOf {
    using type = Pair<typename PackOf<V, vectors / 2>::type>;
};
template <class V>
struct PackOf<V, 1> {
    using type = V;
};

// That many vectors: 1, 2 or 4.
template <class V, int vectors>
using Pack = typename PackOf<V, vectors>::type;

template <class V>
GEODIST_INLINE Pair<V> operator+(Pair<V> x, Pair<V> y) {
    return {x.a + y.a, x.b + y.b};
}
template <class V>
GEODIST_INLINE Pair<V> operator-(Pair<V> x, Pair<V> y) {
    return {x.a - y.a, x.b - y.b};
}
template <class V>
GEODIST_INLINE Pair<V> operator*(Pair<V> x, Pair<V> y) {
    return {x.a * y.a, x.b * y.b};
}
template <class V>
GEODIST_INLINE Pair<V> operator/(Pair<V> x, Pair<V> y) {
    return {x.a / y.a, x.b / y.b};
}
template <class V>
GEODIST_INLINE Pair<V> operator-(Pair<V> x) {
    return {-x.a, -x.b};
}

template <class V>
GEODIST_INLINE Pair<V> fma(Pair<V> x, Pair<V> y, Pair<V> z) {
    return {fma(x.a, y.a, z.a), fma(x.b, y.b, z.b)};
}
template <class V>
GEODIST_INLINE Pair<V> fnma(Pair<V> x, Pair<V> y, Pair<V> z) {
    return {fnma(x.a, y.a, z.a), fnma(x.b, y.b, z.b)};
}
template <class V>
GEODIST_INLINE Pair<V> fms(Pair<V> x, Pair<V> y, Pair<V> z) {
    return {fms(x.a, y.a, z.a), fms(x.b, y.b, z.b)};
}

template <class V>
GEODIST_INLINE auto operator<(Pair<V> x, Pair<V> y) {
    return PairMask{x.a < y.a, x.b < y.b};
}
template <class V>
GEODIST_INLINE auto operator<=(Pair<V> x, Pair<V> y) {
    return PairMask{x.a <= y.a, x.b <= y.b};
}
template <class V>
GEODIST_INLINE auto operator>(Pair<V> x, Pair<V> y) {
    return PairMask{x.a > y.a, x.b > y.b};
}
template <class V>
GEODIST_INLINE auto operator>=(Pair<V> x, Pair<V> y) {
    return PairMask{x.a >= y.a, x.b >= y.b};
}
template <class V>
GEODIST_INLINE auto operator==(Pair<V> x, Pair<V> y) {
    return PairMask{x.a == y.a, x.b == y.b};
}

template <class M>
GEODIST_INLINE PairMask<M> operator&(PairMask<M> x, PairMask<M> y) {
    return {x.a & y.a, x.b & y.b};
}
template <class M>
GEODIST_INLINE PairMask<M> operator|(PairMask<M> x, PairMask<M> y) {
    return {x.a | y.a, x.b | y.b};
}
template <class M>
GEODIST_INLINE PairMask<M> operator!(PairMask<M> x) {
    return {!x.a, !x.b};
}

template <class M, class V>
GEODIST_INLINE Pair<V> select(PairMask<M> m, Pair<V> x, Pair<V> y) {
    return {select(m.a, x.a, y.a), select(m.b, x.b, y.b)};
}

template <class V>
GEODIST_INLINE Pair<V> shifted(Pair<V> x, Pair<V> next) {
    return {shifted(x.a, x.b), shifted(x.b, next.a)};
}

template <class V>
GEODIST_INLINE Pair<V> sqrt(Pair<V> x) {
    return {sqrt(x.a), sqrt(x.b)};
}
template <class V>
GEODIST_INLINE Pair<V> abs(Pair<V> x) {
    return {abs(x.a), abs(x.b)};
}
template <class V>
GEODIST_INLINE Pair<V> min(Pair<V> x, Pair<V> y) {
    return {min(x.a, y.a), min(x.b, y.b)};
}
template <class V>
GEODIST_INLINE Pair<V> max(Pair<V> x, Pair<V> y) {
    return {max(x.a, y.a), max(x.b, y.b)};
}
template <class V>
GEODIST_INLINE Pair<V> copysign(Pair<V> x, Pair<V> y) {
    return {copysign(x.a, y.a), copysign(x.b, y.b)};
}
template <class V>
GEODIST_INLINE Pair<V> mulsign(Pair<V> x, Pair<V> y) {
    return {mulsign(x.a, y.a), mulsign(x.b, y.b)};
}
template <class V>
GEODIST_INLINE Pair<V> approx_rsqrt(Pair<V> x) {
    return {approx_rsqrt(x.a), approx_rsqrt(x.b)};
}
template <class V>
GEODIST_INLINE Pair<V> approx_rcp(Pair<V> x) {
    return {approx_rcp(x.a), approx_rcp(x.b)};
}
template <class V>
GEODIST_INLINE Pair<V> exponent(Pair<V> x) {
    return {exponent(x.a), exponent(x.b)};
}
template <class V>
GEODIST_INLINE Pair<V> pow2(Pair<V> k) {
    return {pow2(k.a), pow2(k.b)};
}

// Bit i of the result speaks of lane i.
template <class M>
GEODIST_INLINE std::uint32_t bits(PairMask<M> m) {
    return bits(m.a) | bits(m.b) << M::size;
}

}  // namespace geodist::simd
