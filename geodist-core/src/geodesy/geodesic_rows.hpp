// The inverse problem on rows of columns: most rows by the first tier or, if near and only the
// distance is wanted, by short_arc_distance, four vectors at a time; the few that this leaves are
// gathered and solved together by the tier they need, the exactly degenerate by the scalar solver.
// Which tier solves a row depends on that row alone, and so do its bits.
#pragma once

#include "geodesy/geodesic_antipodal.hpp"
#include "geodesy/geodesic_inverse.hpp"
#include "geodesy/geodesic_near.hpp"
#include "geodesy/solver.hpp"
#include "simd/pack.hpp"

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <type_traits>

namespace geodist::geodesy {

inline constexpr int inverse_outputs = 6;  // distance, azi1, azi2, m12, M12, M21

// How many of them each Want fills.
template <Want want>
inline constexpr int outputs_of = want == Want::distance   ? 1
                                  : want == Want::azimuths ? 3
                                                           : 6;

// Columns to write; null if not wanted.
struct InverseColumns {
    double* column[inverse_outputs];
};

// Undoes the canonical order.
template <Want want, class V>
GEODIST_INLINE void restore(const PointPair<V>& pair, const InverseSolution<V>& x, V* y) {
    y[0] = x.distance;
    if constexpr (want != Want::distance) {
        const auto azimuth = [&](V mine, V other, V cosine, V other_cosine) {
            const V s = select(pair.swapped, other, mine);
            const V c = select(pair.swapped, -other_cosine, cosine);
            return simd::atan2_deg<simd::Range::normal>(mulsign(s, pair.lon_sign),
                                                        mulsign(c, pair.lat_sign));
        };
        y[1] = azimuth(x.salp1, x.salp2, x.calp1, x.calp2);
        y[2] = azimuth(x.salp2, x.salp1, x.calp2, x.calp1);
    }
    if constexpr (want == Want::full) {
        y[3] = x.m12;
        y[4] = select(pair.swapped, x.M21, x.M12);
        y[5] = select(pair.swapped, x.M12, x.M21);
    }
}

// How far ahead of the arithmetic columns are fetched: the next chunk, whose first reader (a check
// of its values) has nothing else to do meanwhile.
inline constexpr std::size_t prefetch_distance = 2048;

template <std::size_t rows>
GEODIST_INLINE void prefetch_rows(const double* now) {
    constexpr std::size_t line = 64 / sizeof(double);
    // As a number: past the end of the column there is no pointer to it.
    const auto first = reinterpret_cast<std::uintptr_t>(now) + prefetch_distance * sizeof(double);
    for (std::size_t i = 0; i < rows; i += line)
        __builtin_prefetch(__builtin_bit_cast(const void*, first + i * sizeof(double)));
}

// Rows by their index in a chunk.
struct RowList {
    static constexpr std::size_t capacity = 2048;

    std::uint16_t row[capacity];
    std::size_t size = 0;

    // Not defaulted: `{}` would clear the rows, which takes a call of one row half its time.
    GEODIST_INLINE RowList() {}  // NOLINT(modernize-use-equals-default)

    GEODIST_INLINE void push(std::size_t i) { row[size++] = static_cast<std::uint16_t>(i); }
};

// Lanes that a group of rows leaves to others, by who solves them.
struct Unsolved {
    std::uint32_t near = 0;      // short_arc_distance
    std::uint32_t ordinary = 0;  // the first tier: these stood among near ones
    std::uint32_t general = 0;   // not accepted by the first tier
    std::uint32_t antipodal = 0;
    std::uint32_t degenerate = 0;  // meridional, where azimuths are wanted: the scalar solver

    [[nodiscard]] GEODIST_INLINE std::uint32_t any() const {
        return near | ordinary | general | antipodal | degenerate;
    }
};

// Is at least half of the lanes set?
template <int size>
GEODIST_INLINE bool is_half(std::uint32_t lanes) {
    int count = 0;
    for (; lanes != 0; lanes &= lanes - 1)
        ++count;
    return 2 * count >= size;
}

template <Want want, class Class, class G>
GEODIST_INLINE Unsolved first_tier(const PreparedEllipsoid& e, const Class& c,
                                   const PointPair<G>& pair, G (&y)[outputs_of<want>]) {
    // about the cosine of the arc; NaN if and only if a coordinate is
    const G arc = fma(pair.p1.cos * pair.p2.cos, pair.clam, pair.p1.sin * pair.p2.sin);
    const auto valid = arc == arc;
    Unsolved lanes;
    lanes.antipodal = bits(arc < G(e.antipodal_cosine));
    if constexpr (want == Want::distance) {
        lanes.near = bits(arc > G(e.near_cosine));
        if (lanes.near != 0 && is_half<G::size>(lanes.near)) {
            y[0] = select(valid, short_arc_distance(e, c, pair), arc);
            lanes.ordinary = bits(valid) & ~(lanes.near | lanes.antipodal);
            lanes.near = 0;
            return lanes;
        }
    } else {
        lanes.degenerate = bits(valid & pair.meridional);
        lanes.antipodal &= ~lanes.degenerate;
    }
    if (lanes.antipodal != simd::all_lanes<G>) {
        const auto solution = solve_general<want, 0>(e, c, pair);
        restore<want>(pair, solution, y);
        for (G& result : y)
            result = select(valid, result, arc);
        lanes.general =
            bits(valid & !solution.accepted) & ~(lanes.near | lanes.antipodal | lanes.degenerate);
    } else {
        for (G& result : y)
            result = arc;  // to be overwritten
    }
    return lanes;
}

template <Want want, class Class, class V, class Pack>
struct InverseRows {
    static constexpr int outputs = outputs_of<want>;
    using Group = simd::Pair<V>;
    // What solves a pack of nearly antipodal pairs. Few ellipsoids need the high degree, and it
    // takes as long to compile as the low one.
    using Antipodal = std::conditional_t<Class::is_low_degree, Pack, Group>;

    const PreparedEllipsoid& e;
    const Class& c;
    const double* in[4];
    InverseColumns out;
    RowList near, ordinary, general, antipodal, packs, search, scalar;

    // Lists those of rows `row`, `row` + 1, ... that are not solved.
    GEODIST_INLINE void defer(RowList& list, std::uint32_t lanes, std::size_t row) {
        for (; lanes != 0; lanes &= lanes - 1)
            list.push(row + static_cast<std::uint32_t>(__builtin_ctz(lanes)));
    }

    // Packs of nearly antipodal pairs only. Not inlined: the first tier needs its registers.
    [[gnu::noinline]] void antipodal_packs() {
        for (std::size_t i = 0; i < packs.size; ++i) {
            const std::size_t end = packs.row[i] + Pack::size;
            for (std::size_t row = packs.row[i]; row < end; row += Antipodal::size) {
                using G = Antipodal;
                G y[outputs];
                const auto pair = make_pair(e, c, G::load(in[0] + row), G::load(in[1] + row),
                                            G::load(in[2] + row), G::load(in[3] + row));
                const auto solution = solve_antipodal<want>(e, c, pair);
                restore<want>(pair, solution, y);
                for (int k = 0; k < outputs; ++k)
                    if (out.column[k] != nullptr)
                        y[k].store(out.column[k] + row);
                defer(search, bits(!solution.accepted), row);
            }
        }
    }

    template <class G>
    GEODIST_INLINE void first(const G (&x)[4], std::size_t row, std::uint32_t lanes,
                              G (&y)[outputs]) {
        const auto pair = make_pair(e, c, x[0], x[1], x[2], x[3]);
        const Unsolved unsolved = first_tier<want>(e, c, pair, y);
        if ((unsolved.any() & lanes) != 0) [[unlikely]] {
            if constexpr (want != Want::full && G::size == Pack::size) {
                if (unsolved.antipodal == simd::all_lanes<G>) {
                    packs.push(row);
                    return;
                }
            }
            defer(near, unsolved.near & lanes, row);
            defer(ordinary, unsolved.ordinary & lanes, row);
            defer(general, unsolved.general & lanes, row);
            defer(antipodal, unsolved.antipodal & lanes, row);
            defer(scalar, unsolved.degenerate & lanes, row);
        }
    }

    // Whole groups of neighbours are common: all rows of a table may be of one kind.
    template <class G>
    GEODIST_INLINE static bool is_run(const std::uint16_t* rows, std::size_t count) {
        std::size_t j = 0;
        while (j < count && rows[j] == rows[0] + j)
            ++j;
        return j == G::size;
    }

    template <class G>
    GEODIST_INLINE void load(G (&x)[4], const std::uint16_t* rows, std::size_t count) const {
        if (is_run<G>(rows, count)) {
            for (int k = 0; k < 4; ++k)
                x[k] = G::load(in[k] + rows[0]);
            return;
        }
        if (count == 1) {  // a scalar call: a store and a load of a vector would cost more
            for (int k = 0; k < 4; ++k)
                x[k] = G(in[k][rows[0]]);
            return;
        }
        double buffer[G::size];
        for (int k = 0; k < 4; ++k) {
            for (std::size_t j = 0; j < G::size; ++j)
                buffer[j] = in[k][rows[j < count ? j : count - 1]];
            x[k] = G::load(buffer);
        }
    }

    template <class G>
    GEODIST_INLINE void store(const G (&y)[outputs], const std::uint16_t* rows, std::size_t count,
                              std::uint32_t solved) {
        if (is_run<G>(rows, count) && solved == simd::all_lanes<G>) {
            for (int k = 0; k < outputs; ++k)
                if (out.column[k] != nullptr)
                    y[k].store(out.column[k] + rows[0]);
            return;
        }
        double buffer[G::size];
        for (int k = 0; k < outputs; ++k) {
            if (out.column[k] == nullptr)
                continue;
            y[k].store(buffer);
            for (std::size_t j = 0; j < count; ++j)
                if ((solved >> j & 1U) != 0)
                    out.column[k][rows[j]] = buffer[j];
        }
    }

    // A tier over a list; what it does not solve goes to another.
    template <class G, class Solve>
    GEODIST_INLINE void tier(const RowList& list, RowList& rest, Solve solve) {
        for (std::size_t i = 0; i < list.size; i += G::size) {
            const std::size_t left = list.size - i, count = left < G::size ? left : G::size;
            G x[4], y[outputs];
            load(x, list.row + i, count);
            const auto pair = make_pair(e, c, x[0], x[1], x[2], x[3]);
            const auto solution = solve(pair);
            restore<want>(pair, solution, y);
            const std::uint32_t solved = bits(solution.accepted);
            store(y, list.row + i, count, solved);
            for (std::size_t j = 0; j < count; ++j)
                if ((solved >> j & 1U) == 0)
                    rest.push(list.row[i + j]);
        }
    }

    void chunk(std::size_t n) {
        for (RowList* list : {&near, &ordinary, &general, &antipodal, &packs, &search, &scalar})
            list->size = 0;
        std::size_t i = 0;
        for (; i + Pack::size <= n; i += Pack::size) {
            const Pack x[4] = {Pack::load(in[0] + i), Pack::load(in[1] + i), Pack::load(in[2] + i),
                               Pack::load(in[3] + i)};
            Pack y[outputs];
            for (int k = 0; k < 4; ++k)
                prefetch_rows<Pack::size>(in[k] + i);
            first(x, i, simd::all_lanes<Pack>, y);
            for (int k = 0; k < outputs; ++k)
                if (out.column[k] != nullptr)
                    y[k].store(out.column[k] + i);
        }
        for (; i < n; i += V::size) {
            const std::size_t left = n - i, count = left < V::size ? left : V::size;
            std::uint16_t rows[V::size];
            for (std::size_t j = 0; j < V::size; ++j)
                rows[j] = static_cast<std::uint16_t>(i + j);
            V x[4], y[outputs];
            load(x, rows, count);
            const std::uint32_t lanes = simd::all_lanes<V> >> (V::size - count);
            first(x, i, lanes, y);
            store(y, rows, count, lanes);
        }
        if constexpr (want == Want::distance) {
            if (near.size != 0) [[unlikely]]
                tier<Group>(near, scalar, [&](const auto& pair) {
                    InverseSolution<Group> x;
                    x.distance = short_arc_distance(e, c, pair);
                    x.accepted = x.distance == x.distance;
                    return x;
                });
            if (ordinary.size != 0) [[unlikely]]
                tier<Group>(ordinary, general,
                            [&](const auto& pair) { return solve_general<want, 0>(e, c, pair); });
        }
        if (general.size != 0) [[unlikely]]
            tier<Group>(general, scalar,
                        [&](const auto& pair) { return solve_general<want, 2>(e, c, pair); });
        if constexpr (want != Want::full) {
            if (packs.size != 0) [[unlikely]]
                antipodal_packs();
            if (antipodal.size != 0) [[unlikely]]
                tier<Group>(antipodal, search,
                            [&](const auto& pair) { return solve_antipodal<want>(e, c, pair); });
        }
        const RowList& searched = want == Want::full ? antipodal : search;
        // Rare, but for `full`, whose nearly antipodal rows all come here.
        using Search = std::conditional_t<want == Want::full, Group, V>;
        if (searched.size != 0) [[unlikely]]
            tier<Search>(searched, scalar,
                         [&](const auto& pair) { return search_antipodal<want>(e, c, pair); });
        for (std::size_t k = 0; k < scalar.size; ++k) {
            const std::size_t row = scalar.row[k];
            const ScalarInverse x =
                solve_inverse(e, in[0][row], in[1][row], in[2][row], in[3][row]);
            const double y[inverse_outputs] = {x.distance, x.azi1, x.azi2, x.m12, x.M12, x.M21};
            for (int j = 0; j < outputs; ++j)
                if (out.column[j] != nullptr)
                    out.column[j][row] = y[j];
        }
    }
};

// in: lat1, lon1, lat2, lon2. Pack: the interleaved vectors of the first tier; V: one vector.
template <Want want, class V, class Pack, class Class>
void inverse_rows(const PreparedEllipsoid& e, const Class& c, const double* const* in,
                  const InverseColumns& out, std::size_t n) {
    InverseRows<want, Class, V, Pack> rows{
        e, c, {in[0], in[1], in[2], in[3]}, out, {}, {}, {}, {}, {}, {}, {}};
    while (n != 0) {
        const std::size_t m = n < RowList::capacity ? n : RowList::capacity;
        rows.chunk(m);
        n -= m;
        for (const double*& column : rows.in)
            column += m;
        for (double*& column : rows.out.column)
            if (column != nullptr)
                column += m;
    }
}

}  // namespace geodist::geodesy
