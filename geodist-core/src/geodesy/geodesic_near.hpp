// The distance of near points given by columns: arcs of about a degree, where the integrals over
// the arc need no series. Points that are prepared have a better method (near.hpp), but a pair that
// comes once would have to prepare two: that alone takes three times as long as all of this.
//
// With h half the arc and z = sin^2(beta) at its middle, x(sigma) = sin(beta) obeys x'' = -x, hence
// for any function F(z), primes to F by z,
//   integral of F = 2 h F + h^3/3 F2 (1 - h^2/5) + ...,  F2 = 2 (u - 2 z) F' + 4 z (u - z) F''
// the second derivative along the arc; the fourth is -4 F2 but for terms of the order of ep2^2.
// F is dn for the distance and I3's integrand for the longitude, both polynomials in z
// (prepared_ellipsoid.hpp). Otherwise as geodesic_inverse.hpp: an omega close to the right one, and
// a Taylor step for the residual, here of first order.
#pragma once

#include "geodesy/geodesic_line.hpp"

namespace geodist::geodesy {

// Arcs whose cosine is above PreparedEllipsoid::near_cosine. Within 4 nm of the general method.
template <class Class, class V>
GEODIST_INLINE V short_arc_distance(const PreparedEllipsoid& e, const Class& c,
                                    const PointPair<V>& pair) {
    const Near<Class::near_degree>& near = c.near;
    const V sum = pair.p1.sin + pair.p2.sin;
    const V z0 = V(0.25) * (sum * sum);  // z but for the factor 1 / cos^2(h)
    // omega = lambda + A sin(omega), for sigma s0 = cos(beta1) cos(beta2) sin(omega) to first order
    const V f(e.f);
    const V A = f * (pair.p1.cos * pair.p2.cos) * polynomial<Class::near_degree - 3>(z0, near.g);
    const V Ac = A * pair.clam;
    const V correction = A * pair.slam * fma(Ac, V(1.0) + Ac, V(1.0));
    const auto omega =
        simd::rotate_small<Class::is_low_degree>(simd::SinCos<V>{pair.slam, pair.clam}, correction);

    const V t1 = pair.p1.cos * pair.p2.sin, t2 = pair.p1.sin * pair.p2.cos;
    const V p = pair.p2.cos * omega.sin;
    const V q = fnma(t2, omega.cos, t1);  // 0 for coincident points: both products round alike
    const V w = fma(p, p, q * q);         // sin^2(sigma)
    const V r = simd::rsqrt(max(w, V(1e-300)));
    const V ssig = w * r;
    const V s0 = pair.p1.cos * p * r;
    const V u = fnma(s0, s0, V(1.0));
    // asin(x) / x and 2 / (1 + sqrt(1 - x^2)) = 1 / cos^2(h) in powers of x^2 < 3e-4
    const V arc = fma(w, fma(w, fma(w, V(15.0 / 336), V(3.0 / 40)), V(1.0 / 6)), V(1.0));
    const V over_cos2 = fma(w, fma(w, fma(w, V(5.0 / 64), V(1.0 / 8)), V(1.0 / 4)), V(1.0));
    const V sigma = ssig * arc;
    const V z = z0 * over_cos2;

    const V v1 = fnma(V(2.0), z, u), v2 = z * (u - z);
    const V h2 = V(0.25) * (sigma * sigma);
    const V h3 = sigma * h2 * fma(h2, V(-1.0 / 30), V(1.0 / 6));  // h^3/3 (1 - h^2/5)
    constexpr int d = Class::near_degree;
    const V dn2 = fma(v1, polynomial<d - 2>(z, near.dn1), v2 * polynomial<d - 3>(z, near.dn2));
    const V g2 = fma(v1, polynomial<1>(z, near.g1), v2 * V(near.g2));
    const V distance = fma(sigma, polynomial<d>(z, near.dn), h3 * dn2);
    const V i3 = fma(sigma, polynomial<d>(z, near.g), h3 * g2);
    const V residual = fnma(f * s0, i3, correction);
    // where w underflows, below 1e-140 m, only a residual of the wrong sign would be left
    return max(fma(V(e.b), distance, V(-e.a) * s0 * residual), V(0.0));
}

}  // namespace geodist::geodesy
