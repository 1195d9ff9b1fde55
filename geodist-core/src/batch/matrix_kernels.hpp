// The kernels of distance matrices of one instruction set: one prepared point to many.
#pragma once

#include <cstddef>

#include "geodesic_kernels.hpp"
#include "geodesy/great_circle.hpp"
#include "kernels.hpp"
#include "map_rows.hpp"

namespace geodist::batch {

template <class V, class Wide>
struct MatrixKernels {
    static void prepare(const double* lat, double* sin, double* cos, std::size_t n,
                        const geodesy::Series& e) {
        for (std::size_t i = 0; i < n; i += V::size) {
            const auto reduced = geodesy::reduce_latitude(e, load_rest<V>(lat, i, n));
            store_rest(reduced.sin, sin, i, n);
            store_rest(reduced.cos, cos, i, n);
        }
    }

    static void distances(const PreparedColumns& from, std::size_t row, const PreparedColumns& to,
                          double* out, std::size_t n, const geodesy::Series& e) {
        if (e.is_sphere) {
            return great_circles(from.lat[row], from.lon[row], to, out, n, e);
        }
        const geodesy::RowsFromPoint point{
            {from.lat[row], from.lon[row], from.sin[row], from.cos[row]}};
        const double* const columns[4] = {to.lat, to.lon, to.sin, to.cos};
        inverse_columns<Want::distance, V, Wide>(columns, {{out}}, n, e, point);
    }

  private:
    static void great_circles(double lat, double lon, const PreparedColumns& to, double* out,
                              std::size_t n, const geodesy::Series& e) {
        std::size_t i = 0;
        for (; i + Wide::size <= n; i += Wide::size) {
            geodesy::great_circle_distance(e, Wide(lat), Wide(lon), Wide::load(to.lat + i),
                                           Wide::load(to.lon + i))
                .store(out + i);
        }
        for (; i < n; i += V::size) {
            store_rest(geodesy::great_circle_distance(e, V(lat), V(lon), load_rest<V>(to.lat, i, n),
                                                      load_rest<V>(to.lon, i, n)),
                       out, i, n);
        }
    }
};

}  // namespace geodist::batch
