// The kernels of one instruction set for tracks that are matched vertex by vertex.
#pragma once

#include <cstddef>

#include "geodesy/near.hpp"
#include "kernels/elastic_table.hpp"
#include "kernels/map_rows.hpp"

namespace geodist::kernels {

// near.hpp's distance squared, without division or root: (c (1 + u/24 + 3 u^2/640))^2 is
// c^2 + c^2 u/12 + c^2 u^2/90 + ..., where c^2 u = W^2 h; in the last term c^2 + 2 e z^2 stands for
// W^2 / c^2. What p adds is left out: 2 nm at NearConstants::reach.
template <class V>
struct QuickCost {
    V e, first, second;

    GEODIST_INLINE explicit QuickCost(const geodesy::NearConstants& n)
        : e(n.e), first(n.inverse_a2 / 12), second(n.inverse_a2 * n.inverse_a2 / 90) {}

    GEODIST_INLINE V measure(const geodesy::NearPair<V>& pair) const {
        const V W = fma(e, pair.z2, pair.c2);
        const V more = fma(e, pair.z2, W) * pair.normals;
        return fma(W * W * pair.normals, fma(more, second, first), pair.c2);
    }
    GEODIST_INLINE static V metres(V measured) { return sqrt(measured); }
};

template <class V>
struct FullCost {
    const geodesy::NearConstants& constants;

    GEODIST_INLINE explicit FullCost(const geodesy::NearConstants& n) : constants(n) {}

    GEODIST_INLINE V measure(const geodesy::NearPair<V>& pair) const {
        return geodesy::near_distance(constants, pair);
    }
    GEODIST_INLINE static V metres(V measured) { return measured; }
};

// The values of cells: up is (i - 1, j), left (i, j - 1), corner (i - 1, j - 1). The last arguments
// are where the vertices stand in the columns.
template <class V, class Cost>
struct SumRule {
    static constexpr bool is_bounded = true;
    GEODIST_INLINE explicit SumRule(const Warp&) {}
    GEODIST_INLINE V value(V up, V left, V corner, V measured, std::ptrdiff_t,
                           std::ptrdiff_t) const {
        return min(min(up, left), corner) + Cost::metres(measured);
    }
};

template <class V, class Cost>
struct MaximumRule {
    static constexpr bool is_bounded = true;
    GEODIST_INLINE explicit MaximumRule(const Warp&) {}
    GEODIST_INLINE V value(V up, V left, V corner, V measured, std::ptrdiff_t,
                           std::ptrdiff_t) const {
        return max(min(min(up, left), corner), measured);
    }
};

template <class V, class Cost>
struct EditRule {
    static constexpr bool is_bounded = false;
    V eps;
    GEODIST_INLINE explicit EditRule(const Warp& warp) : eps(warp.eps) {}
    GEODIST_INLINE V value(V up, V left, V corner, V measured, std::ptrdiff_t,
                           std::ptrdiff_t) const {
        return min(corner + select(measured <= eps, V(0.0), V(1.0)), min(up, left) + V(1.0));
    }
    static double before_a(const Warp&, std::ptrdiff_t n) { return static_cast<double>(n); }
    static double before_b(const Warp&, std::ptrdiff_t n) { return static_cast<double>(n); }
};

template <class V, class Cost>
struct CommonRule {
    static constexpr bool is_bounded = false;
    V eps;
    GEODIST_INLINE explicit CommonRule(const Warp& warp) : eps(warp.eps) {}
    GEODIST_INLINE V value(V up, V left, V corner, V measured, std::ptrdiff_t,
                           std::ptrdiff_t) const {
        return select(measured <= eps, corner - V(1.0), min(up, left));
    }
    static double before_a(const Warp&, std::ptrdiff_t) { return 0; }
    static double before_b(const Warp&, std::ptrdiff_t) { return 0; }
};

template <class V, class Cost>
struct GapRule {
    static constexpr bool is_bounded = false;
    const double *gap_a, *gap_b;
    GEODIST_INLINE explicit GapRule(const Warp& warp) : gap_a(warp.gap_a), gap_b(warp.gap_b) {}
    GEODIST_INLINE V value(V up, V left, V corner, V measured, std::ptrdiff_t i,
                           std::ptrdiff_t j) const {
        return min(corner + Cost::metres(measured),
                   min(up + V::load(gap_a + i), left + V::load(gap_b + j)));
    }
    static double before_a(const Warp& warp, std::ptrdiff_t n) { return warp.before_a[n]; }
    static double before_b(const Warp& warp, std::ptrdiff_t n) { return warp.before_b[n]; }
};

template <class V>
struct ElasticLoops {
    using NearConstants = geodesy::NearConstants;

    // row[k][i + 1] belongs to row i of the cells. Whole vectors are computed, so that stores do
    // not cross lines of the cache: what is before the first row or past the last one is written
    // over, or never read.
    template <class Cost, template <class, class> class RuleOf>
    static void advance(Warp& warp, std::ptrdiff_t until, const NearConstants& constants) {
        using Rule = RuleOf<V, Cost>;
        constexpr double infinity = __builtin_inf();
        const Cost cost(constants);
        const Rule rule(warp);
        const std::ptrdiff_t n = warp.n, m = warp.m, end = until < n + m - 1 ? until : n + m - 1;
        double *p0 = warp.row[0], *p1 = warp.row[1], *p2 = warp.row[2];
        std::ptrdiff_t d = warp.d;
        for (; d < end; ++d) {
            std::ptrdiff_t lo = d - m + 1 > 0 ? d - m + 1 : 0, hi = d < n - 1 ? d : n - 1;
            if constexpr (Rule::is_bounded) {
                if (!narrow(warp, d, lo, hi)) {
                    warp.abandoned = true;
                    break;
                }
            }
            // j = d - i: a vertex of b for each of a, both forwards
            const std::ptrdiff_t shift = m - 1 - d;
            for (std::ptrdiff_t i = lo - lo % V::size; i <= hi; i += V::size) {
                const auto pair =
                    geodesy::near_pair(V::load(warp.a.x + i) - V::load(warp.b.x + shift + i),
                                       V::load(warp.a.y + i) - V::load(warp.b.y + shift + i),
                                       V::load(warp.a.z + i) - V::load(warp.b.z + shift + i),
                                       V::load(warp.a.h + i), V::load(warp.b.h + shift + i));
                rule.value(V::load(p1 + i), V::load(p1 + i + 1), V::load(p0 + i),
                           cost.measure(pair), i, shift + i)
                    .store(p2 + i + 1);
            }
            if constexpr (Rule::is_bounded) {
                fence(warp, p2, lo, hi);
            } else {
                // the cells before the first row and the first column
                p2[0] = d + 2 <= m ? Rule::before_b(warp, d + 2) : p2[0];
                if (d + 2 <= n) {
                    p2[d + 2] = Rule::before_a(warp, d + 2);
                }
            }
            double* const last = p0;
            p0 = p1;
            p1 = p2;
            p2 = last;
        }
        warp.row[0] = p0;
        warp.row[1] = p1;
        warp.row[2] = p2;
        warp.d = d;
        if (d == n + m - 1) {
            warp.value = Rule::is_bounded && warp.last1 != n - 1 ? infinity : p1[n];
            warp.abandoned = warp.abandoned || (Rule::is_bounded && !(warp.value <= warp.limit));
        }
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
    GEODIST_INLINE static geodesy::NearPair<V> pair(const VertexColumns& from,
                                                    const VertexColumns& to, std::size_t i,
                                                    std::size_t n) {
        return geodesy::near_pair(
            load_rest<V>(to.x, i, n) - V(*from.x), load_rest<V>(to.y, i, n) - V(*from.y),
            load_rest<V>(to.z, i, n) - V(*from.z), load_rest<V>(to.h, i, n), V(*from.h));
    }

    // The rows of antidiagonal d that can be reached from what counts on the two before. False if
    // there are none, nor on a later one.
    GEODIST_INLINE static bool narrow(const Warp& warp, std::ptrdiff_t d, std::ptrdiff_t& lo,
                                      std::ptrdiff_t& hi) {
        const std::ptrdiff_t w = warp.window;
        if (d > w) {  // d - 2 i <= w and 2 i - d <= w
            const std::ptrdiff_t low = (d - w + 1) / 2, high = (d + w) / 2;
            lo = low > lo ? low : lo;
            hi = high < hi ? high : hi;
        }
        if (d == 0) {
            return true;
        }
        std::ptrdiff_t first = warp.n, last = -1;
        if (warp.first1 <= warp.last1) {
            first = warp.first1;
            last = warp.last1 + 1;
        }
        if (warp.first0 <= warp.last0) {
            first = warp.first0 + 1 < first ? warp.first0 + 1 : first;
            last = warp.last0 + 1 > last ? warp.last0 + 1 : last;
        }
        lo = first > lo ? first : lo;
        hi = last < hi ? last : hi;
        return first <= last;
    }

    // Leaves out rows at both ends that do not count. Later antidiagonals read from row lo - 1 to
    // row hi + 1.
    GEODIST_INLINE static void fence(Warp& warp, double* p2, std::ptrdiff_t lo, std::ptrdiff_t hi) {
        constexpr double infinity = __builtin_inf();
        std::ptrdiff_t first = lo, last = hi;
        if (lo <= hi) {
            p2[lo] = infinity;
            p2[hi + 2] = infinity;
            while (first <= last && !(p2[first + 1] <= warp.limit)) {
                ++first;
            }
            while (last >= first && !(p2[last + 1] <= warp.limit)) {
                --last;
            }
        } else {
            first = warp.n;
            last = -1;
            const std::ptrdiff_t begin = warp.first1 < warp.first0 ? warp.first1 : warp.first0;
            const std::ptrdiff_t end = warp.last1 > warp.last0 ? warp.last1 : warp.last0;
            for (std::ptrdiff_t i = begin; i <= end + 3 && i < warp.n + 2; ++i) {
                p2[i] = infinity;
            }
        }
        warp.first0 = warp.first1;
        warp.last0 = warp.last1;
        warp.first1 = first;
        warp.last1 = last;
    }
};

template <class V>
constexpr ElasticKernels make_elastic_kernels() {
    using Loops = ElasticLoops<V>;
    using Quick = QuickCost<V>;
    using Full = FullCost<V>;
    return {{{Loops::template advance<Quick, SumRule>, Loops::template advance<Quick, MaximumRule>,
              Loops::template advance<Quick, EditRule>, Loops::template advance<Quick, CommonRule>,
              Loops::template advance<Quick, GapRule>},
             {Loops::template advance<Full, SumRule>, Loops::template advance<Full, MaximumRule>,
              Loops::template advance<Full, EditRule>, Loops::template advance<Full, CommonRule>,
              Loops::template advance<Full, GapRule>}},
            {Loops::template costs<Quick>, Loops::template costs<Full>},
            {Loops::template nearest<Quick>, Loops::template nearest<Full>}};
}

}  // namespace geodist::kernels
