// One step over prepared points on lanes: rows i, i + 1, ... of columns, a group G of them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <type_traits>

#include "geodesy/points_in_space.hpp"
#include "geodesy/prepared_distance.hpp"
#include "kernels/kernels.hpp"
#include "kernels/map_rows.hpp"

namespace geodist::kernels {

// Past the last row, that row's again, as load_rest() does.
template <class G>
GEODIST_INLINE G load_difference(const std::int64_t* column, std::size_t i, std::size_t n,
                                 std::int64_t from) {
    if (n - i >= G::size) {
        return G::difference(column + i, from);
    }
    std::int64_t padded[G::size];
    pad_rest<G>(column + i, n - i, padded);
    return G::difference(padded, from);
}
template <class G>
GEODIST_INLINE G load_difference(const std::int64_t* column, std::size_t i, std::size_t n,
                                 const std::int64_t* from) {
    if (n - i >= G::size) {
        return G::difference(column + i, from + i);
    }
    std::int64_t padded[G::size], others[G::size];
    pad_rest<G>(column + i, n - i, padded);
    pad_rest<G>(from + i, n - i, others);
    return G::difference(padded, others);
}

template <class G>
GEODIST_INLINE geodesy::PreparedPoint<G> load_point(const PreparedColumns& points, std::size_t i,
                                                    std::size_t n) {
    return {load_rest<G>(points.lat, i, n), load_rest<G>(points.sin_lat, i, n),
            load_rest<G>(points.cos_lat, i, n), load_rest<G>(points.sin_lon, i, n),
            load_rest<G>(points.cos_lon, i, n)};
}

// Where distances come from: one point for all lanes, ...
struct OnePoint {
    const PreparedColumns& columns;
    std::size_t row;

    template <class G>
    GEODIST_INLINE geodesy::PreparedPoint<G> point(std::size_t, std::size_t) const {
        return {G(columns.lat[row]), G(columns.sin_lat[row]), G(columns.cos_lat[row]),
                G(columns.sin_lon[row]), G(columns.cos_lon[row])};
    }
    template <class G>
    GEODIST_INLINE geodesy::NearPair<G> near_pair(const SpaceColumns& to, const double* normal,
                                                  std::size_t i, std::size_t n, double unit) const {
        const G scale(unit);
        return geodesy::near_pair(load_difference<G>(to.x, i, n, columns.x[row]) * scale,
                                  load_difference<G>(to.y, i, n, columns.y[row]) * scale,
                                  load_difference<G>(to.z, i, n, columns.z[row]) * scale,
                                  G(columns.normal[row]), load_rest<G>(normal, i, n));
    }
    [[nodiscard]] std::size_t at(std::size_t) const { return row; }
};
// ... or for each lane another, all of them far.
struct EachFarPoint {
    const PreparedColumns& columns;

    template <class G>
    GEODIST_INLINE geodesy::PreparedPoint<G> point(std::size_t i, std::size_t n) const {
        return load_point<G>(columns, i, n);
    }
    [[nodiscard]] std::size_t at(std::size_t i) const { return i; }
};

// Brings the next row of the result into the cache, whose first cells a processor does not foresee.
template <std::size_t rows>
GEODIST_INLINE void prefetch_result(std::uintptr_t next, std::size_t i) {
    constexpr std::size_t line = 64 / sizeof(double);
    for (std::size_t k = 0; k < rows; k += line) {
        __builtin_prefetch(__builtin_bit_cast(const void*, next + (i + k) * sizeof(double)), 1);
    }
}

// Rows that are perhaps near, from groups that are far for the most part: their distances are there
// as those of far pairs.
struct NearRows {
    static constexpr std::size_t capacity = 256;

    std::int64_t space[3][capacity];
    double normal[capacity];
    std::uint32_t row[capacity];
    bool is_unsolved[capacity];  // by the first tier, should it be far
    std::size_t size = 0;

    // Not defaulted: `{}` would clear the rows, each time that a point meets a few others.
    GEODIST_INLINE NearRows() {}  // NOLINT(modernize-use-equals-default)
};

template <class V, class From>
struct PreparedRows {
    const geodesy::PreparedEllipsoid& e;
    const From& from;
    const PreparedColumns& to;
    double* out;
    std::size_t n;
    DeferredPairs& deferred;
    NearRows near;

    // Rows i, i + 1, ..., a group G of them. finish() ends it.
    template <class G, class Class>
    GEODIST_INLINE void step(const Class& c, std::size_t i) {
        G distance;
        const auto lanes =
            geodesy::prepared_distance(e, c, from.template point<G>(i, n), load_point<G>(to, i, n),
                                       near_pair_of<G>(i), distance);
        store_rest(distance, out, i, n);
        if ((lanes.near | lanes.unsolved) != 0) [[unlikely]] {
            sort(lanes.near, lanes.unsolved, i);
        }
    }

    void finish() {
        if constexpr (std::is_same_v<From, OnePoint>) {
            const SpaceColumns rows{near.space[0], near.space[1], near.space[2], nullptr, nullptr};
            double distances[V::size];
            for (std::size_t i = 0; i < near.size; i += V::size) {
                const auto pair =
                    from.template near_pair<V>(rows, near.normal, i, near.size, e.near.unit);
                geodesy::near_distance(e.near, pair).store(distances);
                const std::uint32_t far = bits(pair.c2 > V(e.near.limit));
                for (std::size_t k = 0; k < V::size && i + k < near.size; ++k) {
                    if ((far >> k & 1U) == 0) {
                        out[near.row[i + k]] = distances[k];
                    } else if (near.is_unsolved[i + k]) {
                        defer(near.row[i + k]);
                    }
                }
            }
            near.size = 0;
        }
    }

  private:
    template <class G>
    GEODIST_INLINE auto near_pair_of(std::size_t i) const {
        if constexpr (std::is_same_v<From, OnePoint>) {
            return [this, i] {
                return from.template near_pair<G>({to.x, to.y, to.z, to.lat, to.lon}, to.normal, i,
                                                  n, e.near.unit);
            };
        } else {
            return geodesy::NoneNear{};
        }
    }

    // The lanes beyond the last row only fill the vector.
    void sort(std::uint32_t near_lanes, std::uint32_t unsolved, std::size_t i) {
        for (std::uint32_t lanes = near_lanes | unsolved; lanes != 0; lanes &= lanes - 1) {
            const auto lane = static_cast<std::uint32_t>(__builtin_ctz(lanes));
            const std::size_t k = i + lane;
            if (k >= n) {
                return;
            }
            const bool is_unsolved = (unsolved >> lane & 1U) != 0;
            if ((near_lanes >> lane & 1U) == 0) {
                defer(k);
                continue;
            }
            if (near.size == NearRows::capacity) {
                finish();
            }
            const std::size_t at = near.size++;
            near.space[0][at] = to.x[k];
            near.space[1][at] = to.y[k];
            near.space[2][at] = to.z[k];
            near.normal[at] = to.normal[k];
            near.row[at] = static_cast<std::uint32_t>(k);
            near.is_unsolved[at] = is_unsolved;
        }
    }

    void defer(std::size_t row) {
        if (deferred.size == DeferredPairs::capacity) {
            deferred.solve(e);
        }
        const std::size_t at = deferred.size++;
        deferred.column[0][at] = from.columns.lat[from.at(row)];
        deferred.column[1][at] = from.columns.lon[from.at(row)];
        deferred.column[2][at] = to.lat[row];
        deferred.column[3][at] = to.lon[row];
        deferred.target[at] = out + row;
    }
};

}  // namespace geodist::kernels
