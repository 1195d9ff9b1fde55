// The kernels of one instruction set for tracks that are matched vertex by vertex.
#pragma once

#include <cstddef>

#include "geodesy/points_in_space.hpp"
#include "geodesy/segment.hpp"
#include "kernels/map_rows.hpp"
#include "kernels/warp_strip.hpp"

namespace geodist::kernels {

template <class V>
struct ElasticLoops {
    using NearConstants = geodesy::NearConstants;

    static void prepare(const double* lat, const double* lon, const VertexOutput& out, double* box,
                        std::size_t n, const geodesy::PreparedEllipsoid& e) {
        using G = simd::Pair<V>;
        V low[3], high[3];
        for (int k = 0; k < 3; ++k) {
            low[k] = V(__builtin_inf());
            high[k] = V(-__builtin_inf());
        }
        std::size_t i = 0;
        for (; i + G::size <= n; i += G::size) {
            const auto found = vertex<G>(lat, lon, out, i, n, e);
            const V parts[3][2] = {
                {found.x.a, found.x.b}, {found.y.a, found.y.b}, {found.z.a, found.z.b}};
            for (int k = 0; k < 3; ++k) {
                low[k] = min(low[k], min(parts[k][0], parts[k][1]));
                high[k] = max(high[k], max(parts[k][0], parts[k][1]));
            }
        }
        for (; i < n; i += V::size) {
            const auto found = vertex<V>(lat, lon, out, i, n, e);
            const V parts[3] = {found.x, found.y, found.z};
            for (int k = 0; k < 3; ++k) {
                low[k] = min(low[k], parts[k]);
                high[k] = max(high[k], parts[k]);
            }
        }
        for (int k = 0; k < 3; ++k) {
            box[k] = least_lane(low[k]);
            box[3 + k] = -least_lane(-high[k]);
        }
    }

    template <template <class> class CostOf, template <class, class> class RuleOf>
    static void advance(Warp& warp, std::ptrdiff_t cells, const NearConstants& constants) {
        using Strip = WarpStrip<simd::Pack<V, vectors_of_strip>, CostOf, RuleOf>;
        do {
            cells -= Strip(warp, constants).run() * Strip::size;
        } while (cells > 0 && warp.i < warp.n && !warp.abandoned);
    }

    template <template <class> class CostOf>
    static constexpr ElasticKernels::Programmes programmes() {
        return {advance<CostOf, SumRule>, advance<CostOf, MaximumRule>, advance<CostOf, EditRule>,
                advance<CostOf, CommonRule>, advance<CostOf, GapRule>};
    }

    template <class Cost>
    static void costs(const VertexColumns& from, const VertexColumns& to, double* out,
                      std::size_t n, const NearConstants& constants) {
        const Cost cost(constants);
        for (std::size_t i = 0; i < n; i += V::size) {
            store_rest(Cost::metres(cost.measure(pair(from, to, i, n))), out, i, n);
        }
    }

    template <class Cost>
    static double nearest(const VertexColumns& from, const VertexColumns& to, double* least,
                          std::size_t n, const NearConstants& constants) {
        const Cost cost(constants);
        V nearest(__builtin_inf());
        for (std::size_t i = 0; i < n; i += V::size) {
            const V measured = cost.measure(pair(from, to, i, n));
            nearest = min(measured, nearest);
            store_rest(min(measured, load_rest<V>(least, i, n)), least, i, n);
        }
        return least_lane(nearest);
    }

  private:
    static constexpr int vectors_of_strip = 2;

    GEODIST_INLINE static double least_lane(V x) {
        double each[V::size];
        x.store(each);
        double found = each[0];
        for (int k = 1; k < V::size; ++k) {
            found = each[k] < found ? each[k] : found;
        }
        return found;
    }

    template <class G>
    GEODIST_INLINE static geodesy::Vertex<G> vertex(const double* lat, const double* lon,
                                                    const VertexOutput& out, std::size_t i,
                                                    std::size_t n,
                                                    const geodesy::PreparedEllipsoid& e) {
        const auto point =
            geodesy::point_in_space(e, load_rest<G>(lat, i, n), load_rest<G>(lon, i, n));
        const G unit(e.near.unit);
        const geodesy::Vertex<G> found{point.x.value() * unit, point.y.value() * unit,
                                       point.z.value() * unit, point.normal};
        store_rest(found.x, out.x, i, n);
        store_rest(found.y, out.y, i, n);
        store_rest(found.z, out.z, i, n);
        store_rest(found.h, out.h, i, n);
        return found;
    }

    GEODIST_INLINE static geodesy::NearPair<V> pair(const VertexColumns& from,
                                                    const VertexColumns& to, std::size_t i,
                                                    std::size_t n) {
        return geodesy::near_pair(
            load_rest<V>(to.x, i, n) - V(*from.x), load_rest<V>(to.y, i, n) - V(*from.y),
            load_rest<V>(to.z, i, n) - V(*from.z), load_rest<V>(to.h, i, n), V(*from.h));
    }
};

template <class V>
constexpr ElasticKernels make_elastic_kernels() {
    using Loops = ElasticLoops<V>;
    return {Loops::prepare,
            {Loops::template programmes<QuickCost>(), Loops::template programmes<FullCost>()},
            {Loops::template costs<QuickCost<V>>, Loops::template costs<FullCost<V>>},
            {Loops::template nearest<QuickCost<V>>, Loops::template nearest<FullCost<V>>}};
}

}  // namespace geodist::kernels
