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

// One programme over the cells (i, j), i < n and j < m, by strips of rows; its state between two
// calls.
//
// A value is in metres; with `maximum` and `quick`, in square metres, and then so are `limit` and
// `eps`. The columns of b, and its gaps, are readable for warp_padding numbers before their
// beginnings and past their ends; what stands there does not matter as long as it is finite.
struct Warp {
    VertexColumns a, b;     // h as near_normal() gives it
    std::ptrdiff_t n, m;    // n, m >= 1
    std::ptrdiff_t window;  // cells with |i - j| > window do not count
    double limit;           // nor do values above this: of `sum` and `maximum` only
    double eps;             // vertices match up to this distance: of `edit` and `common`
    const double* gap_a;    // of `gap`: distances from the gap to the vertices of a,
    const double* gap_b;    // and of b;
    const double*
        before_a;  // of all but `sum` and `maximum`: n + 1 values of the cells (i - 1, -1)

    // m + 1 numbers each and warp_padding more: row[0][j + 1] is the value of cell (row - 1, j),
    // for first <= j <= last; others do not count. Before row 0 these are the values of no vertex
    // of a with none, one, two, ... of b.
    double* row[2];
    std::ptrdiff_t first, last;

    bool open_end = false;  // of `sum`: the last row may end in any column

    std::ptrdiff_t i = 0;    // the next row
    bool abandoned = false;  // no value counts any more
    double value = 0;        // of the end, once i = n and not abandoned
};
inline constexpr std::size_t warp_padding = 16;

struct ElasticKernels {
    // Vertices as the kernels below take them, of lat in [-90, 90] and |lon| <= 360, and the least
    // and the largest of their coordinates: x, y, z of both.
    void (*prepare)(const double* lat, const double* lon, const VertexOutput& out, double* box,
                    std::size_t n, const geodesy::PreparedEllipsoid& e);

    // Strips of rows, until some of about so many cells are done or there are no more rows.
    using Advance = void (*)(Warp& warp, std::ptrdiff_t cells,
                             const geodesy::NearConstants& constants);
    struct Programmes {
        Advance advance[warp_rules];
    };
    Programmes programmes[near_costs];

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
