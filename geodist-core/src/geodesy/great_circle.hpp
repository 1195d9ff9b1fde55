// The sphere, f = 0: great circles on lanes, without loss at tiny separations or near antipodes.
//
// With d = (lat2 - lat1)/2, m = (lat1 + lat2)/2, l = (lon2 - lon1)/2 and theta the arc,
//   sin^2(theta/2) = sin^2 d cos^2 l + cos^2 m sin^2 l,
//   cos^2(theta/2) = cos^2 d cos^2 l + sin^2 m sin^2 l:
// sums of positive terms, each of them relatively accurate. The azimuths follow from the same
// products by Napier's analogies (Todhunter, Spherical Trigonometry, art. 52):
//   tan((azi1 + azi2)/2) = cos m sin l / (sin d cos l),
//   tan((azi2 - azi1)/2) = sin m sin l / (cos d cos l).
//
// Error bounds are those of the accuracy contract, for a = 6378137 m:
//   distance          10 nm
//   azimuths          10 nm of displacement of the far end
//   m12; M12 and M21  20 nm; 1e-14
//   direct position   25 nm up to 40,000 km
#pragma once

#include "geodesy/angles.hpp"
#include "geodesy/degrees.hpp"
#include "geodesy/prepared_ellipsoid.hpp"
#include "simd/math.hpp"

namespace geodist::geodesy {

template <class V>
struct GreatCircleInverse {
    V distance, azi1, azi2;
};
template <class V>
struct GreatCircleFull {
    V distance, azi1, azi2, m12, M12, M21;
};
template <class V>
struct GreatCircleDirect {
    V lat2, lon2, azi2;
};
template <class V>
struct GreatCirclePoint {
    V lat, lon;
};

template <class V>
struct HalfSquares {
    V sin2, cos2;
};

// sin^2(x/2) and cos^2(x/2) of x degrees in [0, 180]. Max error 3 ulp of each.
template <class V>
GEODIST_INLINE HalfSquares<V> half_squares(V x) {
    const auto obtuse = x > V(90.0);
    const V y = min(x, V(180.0) - x);
    const V z = y * y;
    // sin^2(y/2) / y^2 for y <= 90 degrees: Chebyshev fit, relative error 1e-16 (that of the first
    // coefficient)
    V r = fma(z, V(1.718456005912437e-48), V(-1.7710993967201412e-42));
    r = fma(z, r, V(1.3958653823326666e-36));
    r = fma(z, r, V(-8.339911523844573e-31));
    r = fma(z, r, V(3.613937581518221e-25));
    r = fma(z, r, V(-1.0677471517971723e-19));
    r = fma(z, r, V(1.9629159928715462e-14));
    r = fma(z, r, V(-1.933161925781497e-09));
    r = fma(z, r, V(7.615435494667716e-05));
    const V s = z * r;
    const V c = V(1.0) - s;
    return {select(obtuse, c, s), select(obtuse, s, c)};
}

// sin^2 and cos^2 of half the arc between two points.
template <class V>
GEODIST_INLINE HalfSquares<V> half_arc(V lat1, V lon1, V lat2, V lon2) {
    const auto [dlon, error] = simd::two_sum(lon2, -lon1);
    const V reduced = simd::without_turns(dlon);
    const auto d = half_squares(abs(lat2 - lat1));
    const auto m = half_squares(abs(lat1 + lat2));
    const auto l = half_squares(abs(reduced + error));
    return {fma(d.sin2, l.cos2, l.sin2 * m.cos2), fma(d.cos2, l.cos2, l.sin2 * m.sin2)};
}

// asin(sqrt(z)) / sqrt(z) for 0 <= z <= 1/4. Max error 1.5 ulp. Chebyshev fit, relative
// error 5.6e-17.
template <class V>
GEODIST_INLINE V asin_ratio(V z) {
    V r = fma(z, V(0.028187667142318098), V(-0.010773195325585558));
    r = fma(z, r, V(0.01604912458494932));
    r = fma(z, r, V(0.007798626407562233));
    r = fma(z, r, V(0.011876344296279416));
    r = fma(z, r, V(0.013929545950485803));
    r = fma(z, r, V(0.01735526856395352));
    r = fma(z, r, V(0.022372047201808885));
    r = fma(z, r, V(0.030381947379559158));
    r = fma(z, r, V(0.04464285710323956));
    r = fma(z, r, V(0.07500000000020869));
    r = fma(z, r, V(0.1666666666666665));
    return fma(z, r, V(1.0));
}

// Arc length on a sphere of radius a: 2 asin of the smaller half chord below 60 degrees from either
// end, else by the arc's cosine. No division.
template <class V>
GEODIST_INLINE V arc_length(HalfSquares<V> half, double a) {
    const V least = min(half.sin2, half.cos2);
    const V cosine = half.cos2 - half.sin2;
    const auto middle = least > V(0.25);
    const V z = select(middle, cosine * cosine, least);
    const V y = select(middle, -cosine, copysign(sqrt(least) * V(2.0), cosine));
    const V end = select(cosine < V(0.0), V(a * simd::pi), V(0.0));
    return fma(y * V(a), asin_ratio(z), select(middle, V(a * (simd::pi / 2)), end));
}

template <class V>
GEODIST_INLINE V great_circle_distance(const PreparedEllipsoid& e, V lat1, V lon1, V lat2, V lon2) {
    return arc_length(half_arc(lat1, lon1, lat2, lon2), e.a);
}

// A number far below any product of sines and cosines here, to break ties of 0 and 0.
inline constexpr double great_circle_tiny = 1e-200;

template <class V>
struct GreatCircleAzimuths {
    V azi1, azi2;
};

// GeographicLib's conventions: the sign is that of the longitude difference, also of zeros;
// coincident points head south from a latitude of positive sign (+0 too), north from a negative
// one; antipodal points go by the pole of the first one's hemisphere.
template <class V>
GEODIST_INLINE GreatCircleAzimuths<V> great_circle_azimuths(V lat1, V lon1, V lat2, V lon2) {
    const V half(0.5), zero(0.0), turn(180.0), tiny(great_circle_tiny);
    const auto lon = longitude_difference(lon1, lon2);
    const V difference = lat2 - lat1, sum = lat1 + lat2;
    const auto d = sincos_acute(half * abs(difference), zero);
    const auto m = sincos_acute(half * abs(sum), zero);
    const auto l = sincos_acute(half * lon.magnitude, half * lon.error);
    // (azi1 + azi2)/2 in [0, 180]
    const auto coincident = (d.sin == zero) & (l.sin == zero);
    V y = m.cos * l.sin;
    V x = mulsign(d.sin * l.cos, difference);
    x = select(coincident, copysign(V(1.0), -lat1), x);
    const auto mean = simd::atan2_upper(y, x);
    // |azi2 - azi1|/2 in [0, 90]; its sign is that of the mean latitude
    y = max(m.sin, tiny) * l.sin;
    x = max(d.cos, tiny) * l.cos;
    const auto swing = simd::atan2_upper(y, select((x == zero) & (y == zero), tiny, x));
    const V way = select(sum == zero, lat1, sum);
    // the parts are added apart, for one rounding
    const V eighth = mulsign(swing.eighth, way), rest = mulsign(swing.rest, way);
    V azi1 = simd::Angle<V>{mean.eighth - eighth, mean.rest - rest}.degrees();
    V azi2 = simd::Angle<V>{mean.eighth + eighth, mean.rest + rest}.degrees();
    // at a pole the azimuth is a difference of longitudes, exactly; if both points are at poles the
    // first one counts
    const V angle = lon.magnitude + lon.error;
    const auto pole1 = abs(lat1) == V(90.0);
    const auto pole2 = (abs(lat2) == V(90.0)) & !pole1;
    const auto north1 = lat1 > zero, north2 = lat2 > zero;
    azi1 = select(pole1, select(north1, turn - angle, angle),
                  select(pole2, select(north2, zero, turn), azi1));
    azi2 = select(pole1, select(north1, turn, zero),
                  select(pole2, select(north2, angle, turn - angle), azi2));
    // rounding may step across 0 and 180; min keeps its second operand if that is NaN
    const V poison = (difference + angle) * zero;
    azi1 = min(turn, abs(azi1)) + poison;
    azi2 = min(turn, abs(azi2)) + poison;
    return {mulsign(azi1, lon.sign), mulsign(azi2, lon.sign)};
}

template <class V>
GEODIST_INLINE V great_circle_azimuth(const PreparedEllipsoid&, V lat1, V lon1, V lat2, V lon2) {
    return great_circle_azimuths(lat1, lon1, lat2, lon2).azi1;
}

template <class V>
GEODIST_INLINE GreatCircleInverse<V> great_circle_inverse(const PreparedEllipsoid& e, V lat1,
                                                          V lon1, V lat2, V lon2) {
    const auto [azi1, azi2] = great_circle_azimuths(lat1, lon1, lat2, lon2);
    return {great_circle_distance(e, lat1, lon1, lat2, lon2), azi1, azi2};
}

template <class V>
GEODIST_INLINE GreatCircleFull<V> great_circle_inverse_full(const PreparedEllipsoid& e, V lat1,
                                                            V lon1, V lat2, V lon2) {
    const auto [azi1, azi2] = great_circle_azimuths(lat1, lon1, lat2, lon2);
    const auto half = half_arc(lat1, lon1, lat2, lon2);
    const V cosine = half.cos2 - half.sin2;
    const V m12 = V(2.0 * e.a) * (sqrt(half.sin2) * sqrt(half.cos2));
    return {arc_length(half, e.a), azi1, azi2, m12, cosine, cosine};
}

// sin and cos of the arc s/a, any finite s. Error 2e-16 + 1e-16 |s|/a. The quarter turn is taken
// off in metres, as a head of 26 bits and a tail, so that nothing is lost for |s| up to a thousand
// turns.
template <class V>
GEODIST_INLINE simd::SinCos<V> sincos_arc(double a, V s) {
    const double quarter = a * (simd::pi / 2);
    const double shifted = quarter * 134217729.0;  // 2^27 + 1 (Veltkamp's splitting)
    const double head = shifted - (shifted - quarter);
    // quarter - head is exact; the rounding of a * pi/2 and the tail of pi/2 are below 1e-9 m in
    // 4 quarters
    const double a_shifted = a * 134217729.0;
    const double a_head = a_shifted - (a_shifted - a), a_tail = a - a_head;
    constexpr double pi_head = 1.5707963705062866, pi_tail = -4.3711390001862426e-08;
    const double tail =
        (((a_head * pi_head - head) + a_head * pi_tail) + a_tail * pi_head) + a_tail * pi_tail;
    const V k = simd::round_even(s * V(1.0 / quarter));
    V t = ((s - k * V(head)) - k * V(tail)) * V(1.0 / a);
    // beyond 2^51 quarters nothing is left of the angle: stay on the sphere
    t = max(V(-0.8), min(V(0.8), t));
    return simd::sincos_quarters(t, k);
}

// lat1 in [-90, 90], |lon1|, |azi1| <= 360, any finite s. lon2 in [-180, 180]. From a pole the
// longitude is that of the meridian the azimuth points along; a line that ends in a pole keeps its
// own longitude.
template <class V>
GEODIST_INLINE GreatCircleDirect<V> great_circle_direct(const PreparedEllipsoid& e, V lat1, V lon1,
                                                        V azi1, V s) {
    const V zero(0.0), tiny(great_circle_tiny);
    const auto p = simd::sincos_deg90(lat1);
    const V cos1 = max(tiny, p.cos);
    const auto azi = sincos_degrees(azi1);
    const auto arc = sincos_arc(e.a, s);
    // components along the first point's meridian in the equatorial plane, to the east, and to the
    // north pole
    const V forward = arc.sin * azi.cos;
    const V x = fms(arc.cos, cos1, forward * p.sin);
    const V y = arc.sin * azi.sin;
    const V z = fma(arc.cos, p.sin, forward * cos1);
    const V lat2 = simd::atan2_deg(z, sqrt(fma(x, x, y * y)));
    const V lon12 = simd::atan2_deg(y, select((x == zero) & (y == zero), tiny, x));
    const V north = azi.sin * cos1;
    const V east = fms(azi.cos * cos1, arc.cos, p.sin * arc.sin);
    const V azi2 = simd::atan2_deg(north, select((north == zero) & (east == zero), tiny, east));
    const V poison = (lon1 + lat2) * zero;
    return {lat2 + poison, shift_degrees(lon1, lon12), azi2 + poison};
}

// The point at a fraction of the way from point 1 to point 2. Position error as of the direct
// problem.
template <class V>
GEODIST_INLINE GreatCirclePoint<V> great_circle_interpolate(const PreparedEllipsoid& e, V lat1,
                                                            V lon1, V lat2, V lon2, V fraction) {
    const auto way = great_circle_inverse(e, lat1, lon1, lat2, lon2);
    const auto end = great_circle_direct(e, lat1, lon1, way.azi1, way.distance * fraction);
    return {end.lat2, end.lon2};
}

}  // namespace geodist::geodesy
