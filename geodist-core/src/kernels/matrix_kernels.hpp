// The kernels of distance matrices of one instruction set: one prepared point to many.
#pragma once

#include <cstddef>
#include <cstdint>
#include <type_traits>

#include "kernels/prepared_rows.hpp"
#include "simd/pack.hpp"

namespace geodist::kernels {

template <class V, class Pack>
struct MatrixLoops {
    static void prepare(const double* lat, const double* lon, const PreparedOutput& out,
                        std::size_t n, const geodesy::PreparedEllipsoid& e) {
        // One vector at a time leaves the multipliers idle; four have too few registers.
        using Group = simd::Pair<V>;
        std::size_t i = 0;
        for (; i + Group::size <= n; i += Group::size) {
            prepare_group<Group>(lat, lon, out, i, n, e);
        }
        for (; i < n; i += V::size) {
            prepare_group<V>(lat, lon, out, i, n, e);
        }
    }

    static void distances(const PreparedColumns& from, std::size_t row, const PreparedColumns& to,
                          double* out, std::size_t n, const double* next, DeferredPairs& deferred,
                          const geodesy::PreparedEllipsoid& e) {
        geodesy::with_class(
            e, [&](const auto& c) { mixed(e, c, from, row, to, out, n, next, deferred); });
    }

    static void localise(const PreparedColumns& points, const std::int64_t* origin,
                         double* const* out, std::size_t n, const geodesy::PreparedEllipsoid& e) {
        const std::int64_t* const space[3] = {points.x, points.y, points.z};
        for (std::size_t i = 0; i < n; i += V::size) {
            // a missing point is at the origin: what is measured from it is NaN by its normal
            const V normal = load_rest<V>(points.normal, i, n);
            for (int k = 0; k < 3; ++k) {
                const V x = load_difference<V>(space[k], i, n, origin[k]) * V(e.near.unit);
                store_rest(select(normal == normal, x, V(0.0)), out[k], i, n);
            }
        }
    }

    static void local_distances(const PreparedColumns& from, const LocalColumns& local_from,
                                std::size_t row, const PreparedColumns& to,
                                const LocalColumns& local_to, double* out, std::size_t n,
                                const double* next, DeferredPairs& deferred,
                                const geodesy::PreparedEllipsoid& e) {
        // The root and the division of one vector keep the others waiting: interleaving them gains
        // little, and with 16 registers it loses half.
        using Group = std::conditional_t<(V::registers >= 32), Pack, V>;
        const double point[4] = {local_from.x[row], local_from.y[row], local_from.z[row],
                                 local_from.normal[row]};
        const auto ahead = reinterpret_cast<std::uintptr_t>(next);
        const auto measure_far = [&](std::size_t i, std::size_t count) {
            distances(from, row, to.from(i), out + i, count, out + i, deferred, e);
        };
        std::size_t i = 0;
        for (; i + Group::size <= n; i += Group::size) {
            prefetch_result<Group::size>(ahead, i);
            if (!near_group<Group>(e.near, point, local_to, i, n, out)) [[unlikely]] {
                measure_far(i, Group::size);
            }
        }
        for (; i < n; i += V::size) {
            if (!near_group<V>(e.near, point, local_to, i, n, out)) [[unlikely]] {
                measure_far(i, n - i < V::size ? n - i : V::size);
            }
        }
    }

  private:
    template <class G>
    GEODIST_INLINE static void prepare_group(const double* lat, const double* lon,
                                             const PreparedOutput& out, std::size_t i,
                                             std::size_t n, const geodesy::PreparedEllipsoid& e) {
        const auto point =
            geodesy::point_in_space(e, load_rest<G>(lat, i, n), load_rest<G>(lon, i, n));
        store_rest(point.x, out.x, i, n);
        store_rest(point.y, out.y, i, n);
        store_rest(point.z, out.z, i, n);
        store_rest(point.normal, out.normal, i, n);
        store_rest(point.sin_lat, out.sin_lat, i, n);
        store_rest(point.cos_lat, out.cos_lat, i, n);
        store_rest(point.sin_lon, out.sin_lon, i, n);
        store_rest(point.cos_lon, out.cos_lon, i, n);
    }

    // Distances from a point to a group, right if all are near.
    template <class G>
    GEODIST_INLINE static bool near_group(const geodesy::NearConstants& constants,
                                          const double* point, const LocalColumns& to,
                                          std::size_t i, std::size_t n, double* out) {
        const auto pair = geodesy::near_pair(
            load_rest<G>(to.x, i, n) - G(point[0]), load_rest<G>(to.y, i, n) - G(point[1]),
            load_rest<G>(to.z, i, n) - G(point[2]), load_rest<G>(to.normal, i, n), G(point[3]));
        store_rest(geodesy::near_distance(constants, pair), out, i, n);
        return bits(pair.c2 > G(constants.limit)) == 0;
    }

    template <class Class>
    static void mixed(const geodesy::PreparedEllipsoid& e, const Class& c,
                      const PreparedColumns& from, std::size_t row, const PreparedColumns& to,
                      double* out, std::size_t n, const double* next, DeferredPairs& deferred) {
        const OnePoint point{from, row};
        PreparedRows<V, OnePoint> rows{e, point, to, out, n, deferred, {}};
        const auto ahead = reinterpret_cast<std::uintptr_t>(next);
        std::size_t i = 0;
        for (; i + Pack::size <= n; i += Pack::size) {
            prefetch_result<Pack::size>(ahead, i);
            rows.template step<Pack>(c, i);
        }
        for (; i < n; i += V::size) {
            rows.template step<V>(c, i);
        }
        rows.finish();
    }
};

template <class V, class Pack>
constexpr MatrixKernels make_matrix_kernels() {
    using Loops = MatrixLoops<V, Pack>;
    return {Loops::prepare, Loops::distances, Loops::localise, Loops::local_distances};
}

}  // namespace geodist::kernels
