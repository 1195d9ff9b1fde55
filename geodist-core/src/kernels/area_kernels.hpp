// The kernels of one instruction set for areas of rings: see shapes/ring_area.cpp.
#pragma once

#include <cstddef>
#include <cstdint>

#include "geodesy/area.hpp"
#include "geodesy/planar.hpp"
#include "kernels/area_table.hpp"
#include "kernels/map_rows.hpp"
#include "simd/pack.hpp"

namespace geodist::kernels {

// Two vectors side by side: four gain nothing here.
template <class V, class G = simd::Pair<V>>
struct AreaLoops {
    static_assert(AreaKernels::padding >= G::size);

    static void ordinates(const double* lat, double* x, double* y, std::size_t n,
                          const geodesy::PreparedEllipsoid& e) {
        with_area(e, [&](const auto&, const auto& a) {
            for (std::size_t i = 0; i < n; i += G::size) {
                const auto ordinate = geodesy::area_ordinate(a, G::load(lat + i));
                ordinate.x.store(x + i);
                ordinate.y.store(y + i);
            }
        });
    }

    static void short_edges(const AreaVertices& vertices, double* area, EdgeList& too_long,
                            EdgeList& turning, std::size_t n, const geodesy::PreparedEllipsoid& e) {
        too_long.size = turning.size = 0;
        const G limit(AreaKernels::remainder_limit / e.authalic_square);
        const double flattening = e.e2 < 0 ? -e.e2 : e.e2;
        with_area(e, [&](const auto&, const auto& a) {
            for (std::size_t i = 0; i < n; i += G::size) {
                const G x1 = G::load(vertices.x + i), x2 = G::load(vertices.x + i + 1);
                const G v1 = G::load(vertices.level + i), v2 = G::load(vertices.level + i + 1);
                const G lon1 = G::load(vertices.lon + i), lon2 = G::load(vertices.lon + i + 1);
                const auto lon = geodesy::longitude_difference(lon1, lon2);
                const G degree(simd::degree);
                const G length = mulsign(fma(lon.error, degree, lon.magnitude * degree), lon.sign);
                const auto bulge =
                    geodesy::area_bulge(a, flattening, G(0.5) * (x1 + x2), length, v2 - v1);
                const G height = G(0.5) * (v1 + v2);
                fma(length, height, bulge.value).store(area + i);
                const auto accepted = (bulge.remainder < limit) &
                                      (abs(length * height) < G(AreaKernels::product_limit)) &
                                      (lon.magnitude < G(AreaKernels::longest));
                push<G>(~bits(accepted), i, n, too_long);
                push<G>(bits(abs(lon2 - lon1) >= G(180.0)), i, n, turning);
            }
        });
    }

    static void edges(const double* const* in, double* area, double* reference, EdgeList& unsolved,
                      std::size_t n, const geodesy::PreparedEllipsoid& e) {
        unsolved.size = 0;
        with_area(e, [&](const auto& c, const auto& a) {
            for (std::size_t i = 0; i < n; i += V::size) {
                const auto pair = geodesy::make_pair(e, c, V::load(in[0] + i), V::load(in[1] + i),
                                                     V::load(in[2] + i), V::load(in[3] + i));
                const auto edge = geodesy::area_of_edge(e, c, a, pair);
                // a reflection turns the sign, and so does going west; the pole is reflected
                mulsign(mulsign(edge.value, pair.lat_sign), pair.lon_sign).store(area + i);
                select(edge.polar, mulsign(V(-1.0), pair.lat_sign), V(0.0)).store(reference + i);
                push<V>(~bits(edge.accepted), i, n, unsolved);
            }
        });
    }

    static void planar_areas(const double* lat, const double* lon, double* area, double* reference,
                             std::size_t n, const geodesy::PreparedEllipsoid& e) {
        with_area(e, [&](const auto&, const auto& a) {
            for (std::size_t i = 0; i < n; i += V::size) {
                const auto mean = geodesy::planar_mean(a, V::load(lat + i), V::load(lat + i + 1));
                const auto east = simd::two_sum(V::load(lon + i + 1), -V::load(lon + i));
                const V degree(simd::degree);
                (fma(east.error, degree, east.sum * degree) * mean.value).store(area + i);
                mean.reference.store(reference + i);
            }
        });
    }

    static void planar_lengths(const double* lat, const double* lon, double* length,
                               EdgeList& unsolved, std::size_t n,
                               const geodesy::PreparedEllipsoid& e) {
        unsolved.size = 0;
        for (std::size_t i = 0; i < n; i += V::size) {
            const V lat1 = V::load(lat + i), lat2 = V::load(lat + i + 1);
            const V half(0.5);  // no overflow
            const V east =
                (half * V::load(lon + i + 1) - half * V::load(lon + i)) * V(2 * simd::degree);
            const V radians(0.5 * simd::degree), quarter(90.0);
            const V sides = (quarter - abs(lat1)) + (quarter - abs(lat2));
            const V across = V(180.0) - abs(lat1 + lat2);
            const V reach =
                geodesy::planar_reach(radians * abs(lat2 - lat1),
                                      radians * select(lat1 * lat2 >= V(0.0), sides, across), east);
            V found(0.0);
            auto open = reach == reach;
            planar_rule<2>(e, lat1, lat2, east, reach, open, found);
            planar_rule<4>(e, lat1, lat2, east, reach, open, found);
            planar_rule<8>(e, lat1, lat2, east, reach, open, found);
            planar_rule<16>(e, lat1, lat2, east, reach, open, found);
            found.store(length + i);
            push<V>(~bits(reach <= V(geodesy::planar_limit<16>)), i, n, unsolved);
        }
    }

  private:
    // Those that this rule solves and no smaller one.
    template <int nodes, class Mask>
    GEODIST_INLINE static void planar_rule(const geodesy::PreparedEllipsoid& e, V lat1, V lat2,
                                           V east, V reach, Mask& open, V& found) {
        const auto chosen = open & (reach <= V(geodesy::planar_limit<nodes>));
        if (bits(chosen) != 0) {
            const V length = geodesy::planar_length<nodes>(e, lat1, lat2, east, V(0.0), V(1.0));
            found = select(chosen, length, found);
            open = open & !chosen;
        }
    }

    template <class F>
    static void with_area(const geodesy::PreparedEllipsoid& e, F f) {
        if (e.is_low_degree) {
            f(e.low_degree, e.low_area);
        } else {
            f(e.high_degree, e.high_area);
        }
    }

    // Appends rows first, first + 1, ... whose lanes are set, those from n on left out.
    template <class Lanes>
    static void push(std::uint32_t lanes, std::size_t first, std::size_t n, EdgeList& list) {
        lanes &= simd::all_lanes<Lanes>;
        for (std::size_t i = first; lanes != 0 && i < n; ++i, lanes >>= 1U) {
            if ((lanes & 1U) != 0) {
                list.row[list.size++] = static_cast<std::uint16_t>(i);
            }
        }
    }
};

template <class V>
constexpr AreaKernels make_area_kernels() {
    using Loops = AreaLoops<V>;
    return {Loops::ordinates, Loops::short_edges, Loops::edges, Loops::planar_areas,
            Loops::planar_lengths};
}

}  // namespace geodist::kernels
