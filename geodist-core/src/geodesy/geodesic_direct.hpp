// The geodesic direct problem on lanes: no iteration, the distance integral being reverted as a
// series. Karney 2013, section 3 (eqs. 17 to 21). Notation as in prepared_ellipsoid.hpp; index 1
// and 2 for the ends, 12 for a difference.
#pragma once

#include "geodesy/angles.hpp"
#include "geodesy/geodesic_line.hpp"
#include "geodesy/integrals.hpp"

namespace geodist::geodesy {

template <class V>
struct DirectSolution {
    V lat2, lon2, azi2;
};

// lon1 + eighth * 45 + rest degrees in [-180, 180], rounded once. After many turns `rest` has turns
// of its own; after more than 2^51 nothing is left of the angle, and any longitude is as good.
template <class V>
GEODIST_INLINE V shift_longitude(V lon1, V eighth_degrees, V rest_degrees) {
    const auto [sum, error] = simd::two_sum(lon1, eighth_degrees);
    const V reduced = simd::without_turns(sum);
    const V rest = simd::without_turns(rest_degrees);
    V lon = reduced + (error + rest);
    lon = select(lon > V(180.0), lon - V(360.0), lon);
    lon = select(lon < V(-180.0), lon + V(360.0), lon);
    return max(V(-180.0), min(V(180.0), lon));
}

// lat1 in [-90, 90]; |lon1|, |azi1| <= 360; any finite s12.
template <class Class, class V>
GEODIST_INLINE DirectSolution<V> solve_direct(const PreparedEllipsoid& e, const Class& c, V lat1,
                                              V lon1, V azi1, V s12) {
    // far below any latitude but not zero: at a pole the azimuth then still has a direction
    const V tiny(1e-150);
    const auto p1 = reduce_latitude(e, c, lat1);
    const V cos1 = max(p1.cos, tiny);
    const V azimuth = simd::without_turns(azi1);
    const auto [sa, ca] = simd::sincos_deg180(abs(azimuth), V(0.0));
    const V salp1 = mulsign(sa, azimuth);
    const V salp0 = salp1 * cos1;
    // sigma1 and cos(alpha0) = hypot(sin(beta1), cos(alpha1) cos(beta1)); on the equator sigma1 = 0
    const V x1 = ca * cos1;
    const V u = fma(p1.sin, p1.sin, x1 * x1);
    const V scale = simd::rsqrt(max(u, V(1e-300)));
    const V calp0 = u * scale;
    const V s1 = p1.sin * scale;
    const V c1 = select(calp0 > V(0.0), x1 * scale, V(1.0));

    // tau12 = s12 / (b A1) to twice the precision: s/b - (s/b) (A1 - 1)/A1
    const V excess = polynomial<Class::degree>(u, c.distance.mean);  // A1 - 1
    const V inverse_A1 = simd::reciprocal(V(1.0) + excess);
    const V length = max(V(-1e200), min(V(1e200), s12));  // its products must not overflow
    const auto product = simd::two_product(length, V(e.inverse_b));
    const V tau_tail =
        fma(length, V(e.inverse_b_tail), product.error) - product.sum * (excess * inverse_A1);
    // tau1 - sigma1; the table holds 2 C1
    const V b1 = V(0.5) * sine_sum(c.distance, u, s1, c1) * inverse_A1;
    // Karney 2013, eq. 20: sigma2 from tau2 = tau1 + tau12
    const auto tau1 = simd::rotate_small<Class::is_low_degree>(simd::SinCos<V>{s1, c1}, b1);
    const auto tau12 = simd::sincos_radians(product.sum, tau_tail);
    const simd::SinCos<V> tau2{fma(tau1.sin, tau12.cos, tau1.cos * tau12.sin),
                               fnma(tau1.sin, tau12.sin, tau1.cos * tau12.cos)};
    const V d = sine_sum(c.reversion, u, tau2.sin, tau2.cos);
    const auto sigma2 = simd::rotate_small<Class::is_low_degree>(tau2, d);
    const V s2 = sigma2.sin, c2 = select(sigma2.cos == V(0.0), tiny, sigma2.cos);
    const V sigma12 = product.sum + (tau_tail + (b1 + d));

    const V s12_sin = fms(s2, c1, c2 * s1), s12_cos = fma(c2, c1, s2 * s1);
    const auto h = make_harmonics<Class::harmonics>(u, u * fms(c1, c2, s1 * s2), s12_sin, s12_cos);
    const V i3 = evaluate(c.longitude, u, sigma12, h);
    // omega12, then lambda12 = omega12 - f sin(alpha0) I3 (eq. 8)
    const V so = salp0 * s12_sin, co = fma(c2, c1, (salp0 * salp0) * (s2 * s1));
    const auto omega = simd::atan2_upper<simd::Range::normal>(abs(so), co);
    const V rest = fnma(V(e.f) * salp0, i3, mulsign(omega.rest, so)) * V(simd::per_degree);
    const V lon2 = shift_longitude(lon1, mulsign(V(45.0) * omega.eighth, so), rest);

    const V sin2 = calp0 * s2, x2 = calp0 * c2;
    const V cos2_squared = fma(salp0, salp0, x2 * x2);
    const V cos2 = cos2_squared * simd::rsqrt(max(cos2_squared, V(1e-300)));
    // a NaN in any argument reaches every result
    const V sum = (lat1 + lon1) + (azi1 + (s12 - s12));
    const auto valid = sum == sum;
    return {select(valid, simd::atan2_deg<simd::Range::normal>(sin2, V(e.f1) * cos2), sum),
            select(valid, lon2, sum),
            select(valid, simd::atan2_deg<simd::Range::normal>(salp0, x2), sum)};
}

}  // namespace geodist::geodesy
