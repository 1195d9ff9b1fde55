// One step over prepared points on lanes: rows i, i + 1, ... of columns, a group G of them.
#pragma once

#include <cstddef>
#include <cstdint>

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
    for (std::size_t k = 0; k < G::size; ++k) {
        padded[k] = column[i + (k < n - i ? k : n - i - 1)];
    }
    return G::difference(padded, from);
}
template <class G>
GEODIST_INLINE G load_difference(const std::int64_t* column, std::size_t i, std::size_t n,
                                 const std::int64_t* from) {
    if (n - i >= G::size) {
        return G::difference(column + i, from + i);
    }
    std::int64_t padded[G::size], others[G::size];
    for (std::size_t k = 0; k < G::size; ++k) {
        const std::size_t at = i + (k < n - i ? k : n - i - 1);
        padded[k] = column[at];
        others[k] = from[at];
    }
    return G::difference(padded, others);
}

// One point for all lanes, or rows of columns.
template <class G>
struct OnePoint {
    const PreparedColumns& columns;
    std::size_t row;

    GEODIST_INLINE geodesy::PreparedPoint<G> point(std::size_t, std::size_t) const {
        return {G(columns.lat[row]), G(columns.sin_lat[row]), G(columns.cos_lat[row]),
                G(columns.sin_lon[row]), G(columns.cos_lon[row])};
    }
    GEODIST_INLINE geodesy::NearPair<G> near_pair(const PreparedColumns& to, std::size_t i,
                                                  std::size_t n, double unit) const {
        const G scale(unit);
        return geodesy::near_pair(load_difference<G>(to.x, i, n, columns.x[row]) * scale,
                                  load_difference<G>(to.y, i, n, columns.y[row]) * scale,
                                  load_difference<G>(to.z, i, n, columns.z[row]) * scale,
                                  G(columns.normal[row]), load_rest<G>(to.normal, i, n));
    }
    [[nodiscard]] std::size_t at(std::size_t) const { return row; }
};
template <class G>
struct EachPoint {
    const PreparedColumns& columns;

    GEODIST_INLINE geodesy::PreparedPoint<G> point(std::size_t i, std::size_t n) const {
        return {load_rest<G>(columns.lat, i, n), load_rest<G>(columns.sin_lat, i, n),
                load_rest<G>(columns.cos_lat, i, n), load_rest<G>(columns.sin_lon, i, n),
                load_rest<G>(columns.cos_lon, i, n)};
    }
    GEODIST_INLINE geodesy::NearPair<G> near_pair(const PreparedColumns& to, std::size_t i,
                                                  std::size_t n, double unit) const {
        const G scale(unit);
        return geodesy::near_pair(load_difference<G>(to.x, i, n, columns.x) * scale,
                                  load_difference<G>(to.y, i, n, columns.y) * scale,
                                  load_difference<G>(to.z, i, n, columns.z) * scale,
                                  load_rest<G>(columns.normal, i, n),
                                  load_rest<G>(to.normal, i, n));
    }
    [[nodiscard]] std::size_t at(std::size_t i) const { return i; }
};

template <class G>
struct PreparedRows {
    // Distances from `from` to rows i, i + 1, ... of `to`.
    template <class Class, class From>
    GEODIST_INLINE static void step(const geodesy::PreparedEllipsoid& e, const Class& c,
                                    const From& from, const PreparedColumns& to, std::size_t i,
                                    std::size_t n, double* out, DeferredPairs& deferred) {
        const auto near_pair = [&] { return from.near_pair(to, i, n, e.near.unit); };
        G distance;
        const auto unsolved = geodesy::prepared_distance(
            e, c, from.point(i, n), EachPoint<G>{to}.point(i, n), near_pair, distance);
        store_rest(distance, out, i, n);
        if (unsolved.any() != 0) [[unlikely]] {
            defer(unsolved.any(), from, to, i, n, out, deferred, e);
        }
    }

  private:
    template <class From>
    static void defer(std::uint32_t lanes, const From& from, const PreparedColumns& to,
                      std::size_t i, std::size_t n, double* out, DeferredPairs& deferred,
                      const geodesy::PreparedEllipsoid& e) {
        if (deferred.size + G::size > DeferredPairs::capacity) {
            deferred.solve(e);
        }
        for (; lanes != 0; lanes &= lanes - 1) {
            const std::size_t k = i + static_cast<std::uint32_t>(__builtin_ctz(lanes));
            if (k >= n) {
                break;  // the rest only fills the vector
            }
            const std::size_t at = deferred.size++;
            deferred.column[0][at] = from.columns.lat[from.at(k)];
            deferred.column[1][at] = from.columns.lon[from.at(k)];
            deferred.column[2][at] = to.lat[k];
            deferred.column[3][at] = to.lon[k];
            deferred.target[at] = out + k;
        }
    }
};

}  // namespace geodist::kernels
