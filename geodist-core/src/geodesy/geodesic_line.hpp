// Two points made ready for the inverse problem: reduced latitudes, longitude difference, canonical
// order.
#pragma once

#include "geodesy/angles.hpp"
#include "geodesy/integrals.hpp"
#include "geodesy/prepared_ellipsoid.hpp"
#include "simd/math.hpp"

namespace geodist::geodesy {

// Sine and cosine of a reduced latitude; dn = sqrt(1 + ep2 sin^2 beta).
template <class V>
struct Reduced {
    V sin, cos, dn;
};

template <class Class, class V>
GEODIST_INLINE Reduced<V> reduce_latitude(const PreparedEllipsoid& e, const Class& c, V lat) {
    const auto [sin, cos] = simd::sincos_deg90(lat);
    // 1 / sqrt(1 - e2 sin^2(phi)) normalises (f1 sin(phi), cos(phi)), and equals dn
    const V dn = polynomial<Class::dn_degree>(sin * sin, c.dn);
    return {V(e.f1) * sin * dn, cos * dn, dn};
}

// The canonical form of a pair has |lat1| >= |lat2|, lat1 <= 0 and 0 <= lon12 <= 180 (Karney 2013,
// eq. 44), so that exchanging or reflecting the points repeats every bit. `swapped` and the signs
// restore the azimuths.
template <class V>
struct PointPair {
    using Mask = decltype(V(0.0) < V(0.0));
    Reduced<V> p1, p2;
    V slam, clam;  // of the longitude difference
    V lam;         // radians
    V lon_sign, lat_sign;
    Mask swapped;
    Mask meridional;  // longitudes equal or opposite, exactly
};

template <class V>
GEODIST_INLINE void set_longitudes(PointPair<V>& pair, V lon1, V lon2) {
    const auto lon = longitude_difference(lon1, lon2);
    pair.lon_sign = lon.sign;
    const auto [s, c] = simd::sincos_deg180(lon.magnitude, lon.error);
    pair.slam = s;
    pair.clam = c;
    pair.lam = fma(lon.error, V(simd::degree), lon.magnitude * V(simd::degree));
    pair.meridional = s == V(0.0);
}

template <class Class, class V>
GEODIST_INLINE PointPair<V> make_pair(const PreparedEllipsoid& e, const Class& c, V lat1, V lon1,
                                      V lat2, V lon2) {
    PointPair<V> pair;
    pair.swapped = abs(lat1) < abs(lat2);
    V first = select(pair.swapped, lat2, lat1);
    V second = select(pair.swapped, lat1, lat2);
    pair.lat_sign = -first;
    second = mulsign(second, pair.lat_sign);
    first = -abs(first);
    set_longitudes(pair, lon1, lon2);
    pair.p1 = reduce_latitude(e, c, first);
    pair.p2 = reduce_latitude(e, c, second);
    return pair;
}

// A point made ready beforehand (points_in_space.hpp); dn is left out, which distances of the first
// tier do without.
template <class V>
struct PreparedPoint {
    V lat, sin_lat, cos_lat, sin_lon, cos_lon;
};

// For points that are far from each other: the sine of the longitude difference is absolutely
// accurate, not relatively. Products are not fused, so that exchanging the points repeats every bit.
template <class V>
GEODIST_INLINE PointPair<V> make_pair(const PreparedPoint<V>& x, const PreparedPoint<V>& y) {
    PointPair<V> pair;
    pair.swapped = abs(x.lat) < abs(y.lat);
    pair.lat_sign = -select(pair.swapped, y.lat, x.lat);
    pair.slam = abs(x.sin_lon * y.cos_lon - x.cos_lon * y.sin_lon);
    pair.clam = x.cos_lon * y.cos_lon + x.sin_lon * y.sin_lon;
    const V none(0.0);
    pair.p1 = {-abs(select(pair.swapped, y.sin_lat, x.sin_lat)),
               select(pair.swapped, y.cos_lat, x.cos_lat), none};
    pair.p2 = {mulsign(select(pair.swapped, x.sin_lat, y.sin_lat), pair.lat_sign),
               select(pair.swapped, x.cos_lat, y.cos_lat), none};
    return pair;
}

}  // namespace geodist::geodesy
