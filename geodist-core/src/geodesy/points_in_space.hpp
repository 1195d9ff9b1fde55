// Points made ready for many distances, on lanes: coordinates in space as whole numbers of a unit,
// sine and cosine of reduced latitude and of longitude.
//
// On the Earth the unit is 2^-34 m, and with it differences of coordinates below 524 km are exact
// in double arithmetic, whatever way they are taken: so the distance of two near points has the
// same bits from coordinates about some origin as from these. Rounding moves a point by less than
// sqrt(3)/2 units, 0.051 nm; sums of two numbers carry what comes before it, which moves a distance
// by less than 0.08 nm (docs/near-points.md).
#pragma once

#include "geodesy/near.hpp"
#include "geodesy/prepared_ellipsoid.hpp"
#include "simd/twofold.hpp"

#include <cstddef>
#include <cstdint>

namespace geodist::geodesy {

// A whole number as head 2^26 + tail, |head| <= 2^32 and |tail| <= 2^25.
template <class V>
struct WholeNumber {
    static constexpr auto size = V::size;

    V head, tail;

    // Rounded once.
    GEODIST_INLINE V value() const { return fma(head, V(0x1p26), tail); }

    GEODIST_INLINE void store(std::int64_t* to) const {
        // Numbers below 2^51 stand in the lower bits of their sum with this.
        constexpr double magic = 6755399441055744.0;  // 1.5 * 2^52
        constexpr auto zero = __builtin_bit_cast(std::int64_t, magic);
        double heads[V::size], tails[V::size];
        (head + V(magic)).store(heads);
        (tail + V(magic)).store(tails);
        for (int i = 0; i < V::size; ++i)
            to[i] = (__builtin_bit_cast(std::int64_t, heads[i]) - zero) * (std::int64_t{1} << 26) +
                    (__builtin_bit_cast(std::int64_t, tails[i]) - zero);
    }
};

// The nearest whole number, |x| <= 2^58.
template <class V>
GEODIST_INLINE WholeNumber<V> round_twofold(simd::Twofold<V> x) {
    const V head = simd::round_even(x.high * V(0x1p-26));
    return {head, simd::round_even((x.high - head * V(0x1p26)) + x.low)};
}

template <class V>
struct PointInSpace {
    WholeNumber<V> x, y, z;
    V normal;            // near_normal()
    V sin_lat, cos_lat;  // of the reduced latitude
    V sin_lon, cos_lon;
};

// lat in [-90, 90], |lon| <= 360. NaN gives NaN, and some point's x, y, z.
template <class V>
GEODIST_INLINE PointInSpace<V> point_in_space(const PreparedEllipsoid& e, V lat, V lon) {
    using Two = simd::Twofold<V>;
    const NearConstants& n = e.near;
    const V poison = (lat + lon) * V(0.0);
    const auto valid = poison == poison;
    const auto phi = simd::twofold_sincos_deg90(select(valid, lat, V(0.0)));
    const auto lambda = simd::twofold_sincos_degrees(select(valid, lon, V(0.0)));
    // 1/sqrt(1 - e2 sin^2(phi)) = 1 + nu: nu is small, so that its rounding does not count
    const V square = V(e.e2) * (phi.sin.high * phi.sin.high);
    const V root = sqrt(V(1.0) - square);
    const V nu = square / fma(root, root, root);
    const auto lengthened = [nu](Two x) {
        const auto [product, error] = simd::two_product(x.high, nu);
        return simd::add_smaller(x, Two{product, fma(x.low, nu, error)});
    };
    const Two cos_lat = lengthened(phi.cos), sin_lat = lengthened(phi.sin);
    const Two around = cos_lat * Two{V(n.equatorial), V(0.0)};
    PointInSpace<V> point;
    point.x = round_twofold(around * lambda.cos);
    point.y = round_twofold(around * lambda.sin);
    point.z = round_twofold(sin_lat * Two{V(n.polar), V(n.polar_tail)});
    point.normal = near_normal(n, point.z.value() * V(n.unit)) + poison;
    point.sin_lat = (sin_lat * Two{V(n.axis_ratio), V(n.ratio_tail)}).high + poison;
    point.cos_lat = cos_lat.high;
    point.sin_lon = lambda.sin.high;
    point.cos_lon = lambda.cos.high;
    return point;
}

}  // namespace geodist::geodesy
