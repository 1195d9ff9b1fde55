// Evaluation of the integrals of prepared_ellipsoid.hpp on lanes: polynomials in u times harmonics
// of the arc.
#pragma once

#include "geodesy/prepared_ellipsoid.hpp"
#include "simd/inline.hpp"

namespace geodist::geodesy {

// sum_j c[j] x^j, j = 0..Degree, by Horner.
template <int Degree, class V>
GEODIST_INLINE V polynomial(V x, const double* c) {
    if constexpr (Degree == 0)
        return V(c[0]);
    else
        return fma(x, polynomial<Degree - 1>(x, c + 1), V(c[0]));
}

// k[l - 1] = u^l cos(2 l sigma_m) sin(l sigma12), sigma_m the mean of the two arcs: what the
// difference form
//   sin(2 l sigma2) - sin(2 l sigma1) = 2 cos(2 l sigma_m) sin(l sigma12)
// needs, with no cancellation for short lines, from X = u cos(2 sigma_m) and the sine and cosine of
// sigma12.
template <class V, int Count>
struct Harmonics {
    V k[Count];
};

template <int L, int Count, class V>
GEODIST_INLINE void fill_harmonics(V x2, V uu, V c2, V cos_before, V cos_now, V sin_before,
                                   V sin_now, Harmonics<V, Count>& h) {
    h.k[L - 1] = cos_now * sin_now;
    if constexpr (L < Count) {
        // Chebyshev's recurrences, the one for the cosines scaled by u^l
        fill_harmonics<L + 1>(x2, uu, c2, cos_now, fms(x2, cos_now, uu * cos_before), sin_now,
                              fms(c2, sin_now, sin_before), h);
    }
}

template <int Count, class V>
GEODIST_INLINE Harmonics<V, Count> make_harmonics(V u, V x, V ssig, V csig) {
    Harmonics<V, Count> h;
    fill_harmonics<1>(x + x, u * u, csig + csig, V(1.0), x, V(0.0), ssig, h);
    return h;
}

template <int L, int Degree, int Count, class V, int Available>
GEODIST_INLINE V harmonic_sum(const Integral<Degree, Count>& s, V u,
                              const Harmonics<V, Available>& h) {
    const V c = polynomial<Degree - L>(u, s.harmonic[L - 1]);
    if constexpr (L == Count)
        return h.k[L - 1] * c;
    else
        return fma(h.k[L - 1], c, harmonic_sum<L + 1>(s, u, h));
}

// The integral from sigma1 to sigma2 = sigma1 + sigma.
template <int Degree, int Count, class V, int Available>
GEODIST_INLINE V evaluate(const Integral<Degree, Count>& s, V u, V sigma,
                          const Harmonics<V, Available>& h) {
    static_assert(Count <= Available);
    return fma(polynomial<Degree>(u, s.mean), sigma, harmonic_sum<1>(s, u, h));
}

// J / u from sigma1 to sigma2. The mean of J is kept over u (prepared_ellipsoid.hpp);
// inverse_u = 1 / u.
template <int Degree, int Count, class V, int Available>
GEODIST_INLINE V evaluate_reduced(const Integral<Degree, Count>& s, V u, V inverse_u, V sigma,
                                  const Harmonics<V, Available>& h) {
    static_assert(Count <= Available);
    return fma(polynomial<Degree - 1>(u, s.mean), sigma, harmonic_sum<1>(s, u, h) * inverse_u);
}

// sum_l C_l sin(2 l x) from sine and cosine of x: Clenshaw's summation with C_l / u^l, scaled by u.
template <int L, int Degree, int Count, class V>
GEODIST_INLINE void clenshaw(const Integral<Degree, Count>& s, V u, V twice_x, V uu, V& y0, V& y1) {
    // y_l = C_l/u^l + 2 u cos(2 x) y_{l+1} - u^2 y_{l+2}
    if constexpr (L == Count) {
        y0 = polynomial<Degree - L>(u, s.harmonic[L - 1]);
        y1 = V(0.0);
    } else {
        V z0, z1;
        clenshaw<L + 1>(s, u, twice_x, uu, z0, z1);
        const V c = polynomial<Degree - L>(u, s.harmonic[L - 1]);
        y0 = fma(twice_x, z0, fnma(uu, z1, c));
        y1 = z0;
    }
}

template <int Degree, int Count, class V>
GEODIST_INLINE V sine_sum(const Integral<Degree, Count>& s, V u, V sx, V cx) {
    V y0, y1;
    clenshaw<1>(s, u, V(2.0) * u * ((cx - sx) * (cx + sx)), u * u, y0, y1);
    return V(2.0) * u * (sx * cx) * y0;
}

}  // namespace geodist::geodesy
