// The kernels of tracks that are matched vertex by vertex: what each instruction set offers.
#pragma once

#include <cstddef>

#include "kernels/segment_table.hpp"

namespace geodist::kernels {

// How the distance of two near vertices is computed.
enum class NearCost {
    quick,  // within NearConstants::reach of each other; also if one is farther away: never less
            // than the chord
    full    // within NearConstants::limit; beyond, as `quick`
};
inline constexpr std::size_t near_costs = 2;

// What becomes of the values of three cells and the cost of a fourth.
enum class WarpRule {
    sum,      // dynamic time warping
    maximum,  // discrete Frechet distance
    edit,     // edit distance on real sequences
    common,   // longest common subsequence, its length negative
    gap       // edit distance with real penalty
};
inline constexpr std::size_t warp_rules = 5;

// One programme over the cells (i, j), i < n and j < m, by antidiagonals i + j = d; its state
// between two calls.
//
// A value is in metres; with `maximum` and `quick`, in square metres, and then so are `limit` and
// `eps`. The columns of vertices, and of gaps, are readable for warp_padding numbers past their
// ends, those of b before their beginnings too. It is faster where columns of a, and row[k] + 1,
// are aligned to warp_alignment, and rows not a multiple of 4096 bytes apart.
struct Warp {
    VertexColumns a;         // h as near_normal() gives it
    VertexColumns b;         // the same backwards: vertex j is at m - 1 - j
    std::ptrdiff_t n, m;     // n, m >= 1
    std::ptrdiff_t window;   // cells with |i - j| > window do not count
    double limit;            // nor do values above this: of `sum` and `maximum` only
    double eps;              // vertices match up to this distance: of `edit` and `common`
    const double* gap_a;     // of `gap`: distances from the gap to the vertices of a,
    const double* gap_b;     // and of b backwards;
    const double* before_a;  // n + 1 sums of those of a from its beginning,
    const double* before_b;  // and m + 1 of b

    double* row[3];  // n + 2 + warp_padding numbers each; start_warp() sets the first ones

    std::ptrdiff_t d = 0;  // the next antidiagonal
    // Rows of the two before that count.
    std::ptrdiff_t first1 = 0, last1 = -1, first0 = 0, last0 = -1;
    bool abandoned = false;  // no value counts any more
    double value = 0;        // of the last cell, once d = n + m - 1 and not abandoned
};
inline constexpr std::size_t warp_padding = 16;
inline constexpr std::size_t warp_alignment = 64;

struct ElasticKernels {
    // Antidiagonals warp.d ... until - 1, as far as there are any.
    using Advance = void (*)(Warp& warp, std::ptrdiff_t until,
                             const geodesy::NearConstants& constants);
    Advance advance[near_costs][warp_rules];

    // Metres from vertex 0 of `from` to vertices 0 ... n - 1 of `to`; a pair has the same value as
    // in `advance`.
    using Costs = void (*)(const VertexColumns& from, const VertexColumns& to, double* out,
                           std::size_t n, const geodesy::NearConstants& constants);
    Costs costs[near_costs];

    // The least square, with `quick`, or distance from vertex 0 of `from` to these; lowers the
    // numbers `least` of the others to theirs.
    using Nearest = double (*)(const VertexColumns& from, const VertexColumns& to, double* least,
                               std::size_t n, const geodesy::NearConstants& constants);
    Nearest nearest[near_costs];
};

}  // namespace geodist::kernels
