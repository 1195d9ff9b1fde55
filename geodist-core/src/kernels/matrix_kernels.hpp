// The kernels of distance matrices of one instruction set: one prepared point to many.
#pragma once

#include <cstddef>
#include <cstdint>

#include "geodesy/geodesic_rows.hpp"
#include "geodesy/great_circle.hpp"
#include "kernels/kernels.hpp"
#include "kernels/map_rows.hpp"

namespace geodist::kernels {

template <class V, class Pack>
struct MatrixLoops {
    static void prepare(const double* lat, double* sin, double* cos, std::size_t n,
                        const geodesy::PreparedEllipsoid& e) {
        for (std::size_t i = 0; i < n; i += V::size) {
            const V phi = load_rest<V>(lat, i, n);
            const auto reduced = e.is_low_degree ? geodesy::reduce_latitude(e, e.low_degree, phi)
                                                 : geodesy::reduce_latitude(e, e.high_degree, phi);
            store_rest(reduced.sin, sin, i, n);
            store_rest(reduced.cos, cos, i, n);
        }
    }

    static void distances(const PreparedColumns& from, std::size_t row, const PreparedColumns& to,
                          double* out, std::size_t n, DeferredPairs& deferred,
                          const geodesy::PreparedEllipsoid& e) {
        if (e.is_sphere) {
            great_circles(from.lat[row], from.lon[row], to, out, n, e);
        } else if (e.is_low_degree) {
            geodesics(e, e.low_degree, from, row, to, out, n, deferred);
        } else {
            geodesics(e, e.high_degree, from, row, to, out, n, deferred);
        }
    }

  private:
    static void great_circles(double lat, double lon, const PreparedColumns& to, double* out,
                              std::size_t n, const geodesy::PreparedEllipsoid& e) {
        std::size_t i = 0;
        for (; i + Pack::size <= n; i += Pack::size) {
            geodesy::great_circle_distance(e, Pack(lat), Pack(lon), Pack::load(to.lat + i),
                                           Pack::load(to.lon + i))
                .store(out + i);
        }
        for (; i < n; i += V::size) {
            store_rest(geodesy::great_circle_distance(e, V(lat), V(lon), load_rest<V>(to.lat, i, n),
                                                      load_rest<V>(to.lon, i, n)),
                       out, i, n);
        }
    }

    template <class Class>
    static void geodesics(const geodesy::PreparedEllipsoid& e, const Class& c,
                          const PreparedColumns& from, std::size_t row, const PreparedColumns& to,
                          double* out, std::size_t n, DeferredPairs& deferred) {
        std::size_t i = 0;
        for (; i + Pack::size <= n; i += Pack::size) {
            const geodesy::PreparedPoint<Pack> point{Pack::load(to.lat + i), Pack::load(to.lon + i),
                                                     Pack::load(to.sin + i),
                                                     Pack::load(to.cos + i)};
            step(e, c, from, row, to, point, i, n, out, deferred);
        }
        for (; i < n; i += V::size) {
            const geodesy::PreparedPoint<V> point{
                load_rest<V>(to.lat, i, n), load_rest<V>(to.lon, i, n), load_rest<V>(to.sin, i, n),
                load_rest<V>(to.cos, i, n)};
            step(e, c, from, row, to, point, i, n, out, deferred);
        }
    }

    template <class Class, class G>
    GEODIST_INLINE static void step(const geodesy::PreparedEllipsoid& e, const Class& c,
                                    const PreparedColumns& from, std::size_t row,
                                    const PreparedColumns& to, const geodesy::PreparedPoint<G>& y,
                                    std::size_t i, std::size_t n, double* out,
                                    DeferredPairs& deferred) {
        const geodesy::PreparedPoint<G> x{G(from.lat[row]), G(from.lon[row]), G(from.sin[row]),
                                          G(from.cos[row])};
        G distance[1];
        const auto unsolved =
            geodesy::first_tier<geodesy::Want::distance>(e, c, geodesy::make_pair(x, y), distance);
        store_rest(distance[0], out, i, n);
        if (unsolved.any() != 0) [[unlikely]] {
            defer<G>(unsolved.any(), from, row, to, i, n, out, deferred, e);
        }
    }

    template <class G>
    static void defer(std::uint32_t lanes, const PreparedColumns& from, std::size_t row,
                      const PreparedColumns& to, std::size_t i, std::size_t n, double* out,
                      DeferredPairs& deferred, const geodesy::PreparedEllipsoid& e) {
        if (deferred.size + G::size > DeferredPairs::capacity) {
            deferred.solve(e);
        }
        for (; lanes != 0; lanes &= lanes - 1) {
            const std::size_t k = i + static_cast<std::uint32_t>(__builtin_ctz(lanes));
            if (k >= n) {
                break;  // the rest only fills the vector
            }
            const std::size_t at = deferred.size++;
            deferred.column[0][at] = from.lat[row];
            deferred.column[1][at] = from.lon[row];
            deferred.column[2][at] = to.lat[k];
            deferred.column[3][at] = to.lon[k];
            deferred.target[at] = out + k;
        }
    }
};

template <class V, class Pack>
constexpr MatrixKernels make_matrix_kernels() {
    return {MatrixLoops<V, Pack>::prepare, MatrixLoops<V, Pack>::distances};
}

}  // namespace geodist::kernels
