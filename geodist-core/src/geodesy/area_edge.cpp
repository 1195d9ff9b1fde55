#include "geodesy/area_edge.hpp"

#include <cmath>

#include "geodesy/area.hpp"
#include "geodesy/solver.hpp"
#include "simd/portable.hpp"

namespace geodist::geodesy {
namespace {

using P = portable::Vec;

// From alpha1 of a nearly antipodal canonical pair: the excess is alpha2 - alpha1.
template <class Area>
double area_of_azimuth(const Area& a, const PointPair<P>& pair, double azimuth) {
    const double s1 = pair.p1.sin.v, c1 = pair.p1.cos.v, s2 = pair.p2.sin.v, c2 = pair.p2.cos.v;
    const double salp1 = std::sin(azimuth * simd::degree), calp1 = std::cos(azimuth * simd::degree);
    const double s0 = salp1 * c1, cc1 = calp1 * c1, v = salp1 * s1, u = calp1 * calp1 + v * v;
    const bool polar = c1 < -s1;
    const double left = polar ? c2 - c1 : s1 - s2, right = polar ? c1 + c2 : s1 + s2;
    const double cc2 = std::sqrt(std::max(cc1 * cc1 + left * right, 0.0));
    const double csig = (cc1 * cc2 + s1 * s2) / u;
    const double odd = s0 * (cc1 - cc2) * odd_integral(a, P(u), P(csig), P(s1 * s2)).v;
    return std::atan2(s0 * calp1 - cc2 * salp1, cc2 * calp1 + s0 * salp1) + odd;
}

template <class Class, class Area>
ReferredArea solve(const PreparedEllipsoid& e, const Class& c, const Area& a, double lat1,
                   double lon1, double lat2, double lon2) {
    const auto pair = make_pair(e, c, P(lat1), P(lon1), P(lat2), P(lon2));
    const bool flip = std::signbit(pair.lat_sign.v), west = std::signbit(pair.lon_sign.v);
    const double sign = flip == west ? 1 : -1;
    const int pole = flip ? 1 : -1;
    if (pair.p1.cos.v == 0)
        return {0, pole};  // from a pole: a meridian
    const double s = flip ? -1 : 1, big = s * (pair.swapped.m ? lat2 : lat1),
                 small = s * (pair.swapped.m ? lat1 : lat2);
    const auto azimuth = [&] {
        const auto lon = longitude_difference(P(lon1), P(lon2));
        return solve_inverse(e, big, 0, small, lon.magnitude.v).azi1;
    };
    if (pair.slam.v == 0) {
        // A meridian, over the pole of the canonical pair if it is 180 degrees; but beyond the
        // conjugate point of a prolate ellipsoid the shortest line is another.
        if (pair.clam.v > 0 || e.f >= 0)
            return {0, pole};
        const double azi = azimuth();
        if (azi == 0 || std::abs(azi) == 180)
            return {0, pole};
        return {sign * area_of_azimuth(a, pair, azi), 0};
    }
    const auto found = area_of_edge(e, c, a, pair);
    if (found.accepted.m)
        return {sign * found.value.v, found.polar.m ? pole : 0};
    return {sign * area_of_azimuth(a, pair, azimuth()), 0};
}

}  // namespace

ReferredArea area_of_any_edge(const PreparedEllipsoid& e, double lat1, double lon1, double lat2,
                              double lon2) {
    return e.is_low_degree ? solve(e, e.low_degree, e.low_area, lat1, lon1, lat2, lon2)
                           : solve(e, e.high_degree, e.high_area, lat1, lon1, lat2, lon2);
}

}  // namespace geodist::geodesy
