// Logarithms on lanes, as inverse hyperbolic tangents: what rhumb lines need of them. Each function
// states its valid range and maximal error; test_simd_hyperbolic.cpp holds it to that.
#pragma once

#include "simd/inline.hpp"
#include "simd/math.hpp"

namespace geodist::simd {

inline constexpr double ln2 = 0.69314718055994530942;

// atanh(t)/t as a function of z = t * t, for |t| <= 1/3. Max error 1 ulp. Chebyshev fit
// (tools/fit_polynomials.py), relative error 7.2e-18; the leading 1 is exact.
template <class V>
GEODIST_INLINE V atanh_ratio(V z) {
    V r = fma(z, V(0.08085593838070519), V(0.04398684935504952));
    r = fma(z, r, V(0.06000866202229318));
    r = fma(z, r, V(0.06657037425626894));
    r = fma(z, r, V(0.07692787147721687));
    r = fma(z, r, V(0.09090894642692367));
    r = fma(z, r, V(0.1111111136021308));
    r = fma(z, r, V(0.14285714283539555));
    r = fma(z, r, V(0.20000000000007348));
    r = fma(z, r, V(0.3333333333333333));
    return fma(z, r, V(1.0));
}

// A quotient n/d = 2^exponent (1 + t)/(1 - t), |t| <= 0.1723, before its one division.
template <class V>
struct LogQuotient {
    V exponent;    // integer
    V difference;  // t = difference / sum
    V sum;
};

// n, d in [1e-36, 1e36].
template <class V>
GEODIST_INLINE LogQuotient<V> log_quotient(V n, V d) {
    // the estimate moves the borders of the octave a little, no more
    const V k = exponent(n * approx_rcp(d) * V(1.4142135623730951));
    const V scaled = d * pow2(k);
    return {k, n - scaled, n + scaled};
}

// log(n/d) for n, d in [1e-36, 1e36]. Max error 2.5 ulp for a quotient outside [0.7, 1.42], else
// 2e-16.
template <class V>
GEODIST_INLINE V log_of_quotient(V n, V d) {
    const LogQuotient<V> q = log_quotient(n, d);
    const V t = q.difference / q.sum;
    const V two_t = t + t;
    return fma(q.exponent, V(ln2), two_t * atanh_ratio(t * t));
}

}  // namespace geodist::simd
