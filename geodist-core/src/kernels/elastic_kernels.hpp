// The kernels of one instruction set for tracks that are matched vertex by vertex.
#pragma once

#include <cstddef>

#include "kernels/map_rows.hpp"
#include "kernels/warp_strip.hpp"

namespace geodist::kernels {

template <class V>
struct ElasticLoops {
    using NearConstants = geodesy::NearConstants;

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
        double each[V::size];
        nearest.store(each);
        double found = each[0];
        for (std::size_t k = 1; k < V::size; ++k) {
            found = each[k] < found ? each[k] : found;
        }
        return found;
    }

  private:
    static constexpr int vectors_of_strip = 2;

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
    return {{Loops::template programmes<QuickCost>(), Loops::template programmes<FullCost>()},
            {Loops::template costs<QuickCost<V>>, Loops::template costs<FullCost<V>>},
            {Loops::template nearest<QuickCost<V>>, Loops::template nearest<FullCost<V>>}};
}

}  // namespace geodist::kernels
