// The kernels of distance matrices of one instruction set: one prepared point to many.
#pragma once

#include <cstddef>
#include <cstdint>

#include "kernels/prepared_rows.hpp"

namespace geodist::kernels {

template <class V, class Pack>
struct MatrixLoops {
    static void prepare(const double* lat, const double* lon, const PreparedOutput& out,
                        std::size_t n, const geodesy::PreparedEllipsoid& e) {
        for (std::size_t i = 0; i < n; i += V::size) {
            const auto point =
                geodesy::point_in_space(e, load_rest<V>(lat, i, n), load_rest<V>(lon, i, n));
            store_whole(point.x, out.x, i, n);
            store_whole(point.y, out.y, i, n);
            store_whole(point.z, out.z, i, n);
            store_rest(point.normal, out.normal, i, n);
            store_rest(point.sin_lat, out.sin_lat, i, n);
            store_rest(point.cos_lat, out.cos_lat, i, n);
            store_rest(point.sin_lon, out.sin_lon, i, n);
            store_rest(point.cos_lon, out.cos_lon, i, n);
        }
    }

    static void distances(const PreparedColumns& from, std::size_t row, const PreparedColumns& to,
                          double* out, std::size_t n, DeferredPairs& deferred,
                          const geodesy::PreparedEllipsoid& e) {
        geodesy::with_class(e,
                            [&](const auto& c) { mixed(e, c, from, row, to, out, n, deferred); });
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
                                DeferredPairs& deferred, const geodesy::PreparedEllipsoid& e) {
        const double x = local_from.x[row], y = local_from.y[row], z = local_from.z[row];
        const double normal = local_from.normal[row];
        std::size_t i = 0;
        const auto step = [&]<class G>(G, std::size_t count) {
            const auto pair = geodesy::near_pair(load_rest<G>(local_to.x, i, n) - G(x),
                                                 load_rest<G>(local_to.y, i, n) - G(y),
                                                 load_rest<G>(local_to.z, i, n) - G(z),
                                                 load_rest<G>(local_to.normal, i, n), G(normal));
            store_rest(geodesy::near_distance(e.near, pair), out, i, n);
            if (bits(pair.c2 > G(e.near.limit)) != 0) [[unlikely]] {
                distances(from, row, to.from(i), out + i, count, deferred, e);
            }
        };
        for (; i + Pack::size <= n; i += Pack::size) {
            step(Pack(0.0), Pack::size);
        }
        for (; i < n; i += V::size) {
            step(V(0.0), n - i < V::size ? n - i : V::size);
        }
    }

  private:
    GEODIST_INLINE static void store_whole(const geodesy::WholeNumber<V>& value,
                                           std::int64_t* column, std::size_t i, std::size_t n) {
        if (n - i >= V::size) {
            return value.store(column + i);
        }
        std::int64_t padded[V::size];
        value.store(padded);
        for (std::size_t k = 0; k < n - i; ++k) {
            column[i + k] = padded[k];
        }
    }

    template <class Class>
    static void mixed(const geodesy::PreparedEllipsoid& e, const Class& c,
                      const PreparedColumns& from, std::size_t row, const PreparedColumns& to,
                      double* out, std::size_t n, DeferredPairs& deferred) {
        std::size_t i = 0;
        for (; i + Pack::size <= n; i += Pack::size) {
            PreparedRows<Pack>::step(e, c, OnePoint<Pack>{from, row}, to, i, n, out, deferred);
        }
        for (; i < n; i += V::size) {
            PreparedRows<V>::step(e, c, OnePoint<V>{from, row}, to, i, n, out, deferred);
        }
    }
};

template <class V, class Pack>
constexpr MatrixKernels make_matrix_kernels() {
    using Loops = MatrixLoops<V, Pack>;
    return {Loops::prepare, Loops::distances, Loops::localise, Loops::local_distances};
}

}  // namespace geodist::kernels
