// The geodesic kernels of one instruction set: the great circle where the flattening is 0, else the
// degree of the series that the flattening asks for.
#pragma once

#include "geodesy/geodesic_direct.hpp"
#include "geodesy/geodesic_rows.hpp"
#include "kernels/kernels.hpp"

namespace geodist::kernels {

using geodesy::Want;

template <Want want, class V, class Pack>
void inverse_columns(const double* const* in, const geodesy::InverseColumns& out, std::size_t n,
                     const geodesy::PreparedEllipsoid& e) {
    if (e.is_low_degree) {
        geodesy::inverse_rows<want, V, Pack>(e, e.low_degree, in, out, n);
    } else {
        geodesy::inverse_rows<want, V, Pack>(e, e.high_degree, in, out, n);
    }
}

// One struct a kernel: Sphere is its great-circle formula, applied row by row by map_rows.
template <class V, class Pack>
struct GeodesicKernels {
    template <Kernel sphere>
    static void distance(const double* const* in, double* const* out, std::size_t n,
                         const geodesy::PreparedEllipsoid& e) {
        if (e.is_sphere) {
            return sphere(in, out, n, e);
        }
        inverse_columns<Want::distance, V, Pack>(in, {{out[0]}}, n, e);
    }

    template <Kernel sphere>
    static void azimuth(const double* const* in, double* const* out, std::size_t n,
                        const geodesy::PreparedEllipsoid& e) {
        if (e.is_sphere) {
            return sphere(in, out, n, e);
        }
        inverse_columns<Want::azimuths, V, Pack>(in, {{nullptr, out[0]}}, n, e);
    }

    template <Kernel sphere>
    static void inverse(const double* const* in, double* const* out, std::size_t n,
                        const geodesy::PreparedEllipsoid& e) {
        if (e.is_sphere) {
            return sphere(in, out, n, e);
        }
        inverse_columns<Want::azimuths, V, Pack>(in, {{out[0], out[1], out[2]}}, n, e);
    }

    template <Kernel sphere>
    static void inverse_full(const double* const* in, double* const* out, std::size_t n,
                             const geodesy::PreparedEllipsoid& e) {
        if (e.is_sphere) {
            return sphere(in, out, n, e);
        }
        inverse_columns<Want::full, V, Pack>(in, {{out[0], out[1], out[2], out[3], out[4], out[5]}},
                                             n, e);
    }

    template <Kernel low_degree, Kernel high_degree, Kernel sphere>
    static void direct(const double* const* in, double* const* out, std::size_t n,
                       const geodesy::PreparedEllipsoid& e) {
        (e.is_sphere ? sphere : e.is_low_degree ? low_degree : high_degree)(in, out, n, e);
    }

    // The inverse problem, then the direct one for a fraction of the distance, through short
    // buffers.
    template <Kernel low_degree, Kernel high_degree, Kernel sphere>
    static void interpolate(const double* const* in, double* const* out, std::size_t n,
                            const geodesy::PreparedEllipsoid& e) {
        if (e.is_sphere) {
            return sphere(in, out, n, e);
        }
        constexpr std::size_t size = 256;
        double length[size], azi1[size], azi2[size];
        for (std::size_t start = 0; start < n; start += size) {
            const std::size_t m = n - start < size ? n - start : size;
            const double* const ends[4] = {in[0] + start, in[1] + start, in[2] + start,
                                           in[3] + start};
            inverse_columns<Want::azimuths, V, Pack>(ends, {{length, azi1}}, m, e);
            for (std::size_t i = 0; i < m; ++i) {
                length[i] *= in[4][start + i];
            }
            const double* const line[4] = {ends[0], ends[1], azi1, length};
            double* const point[3] = {out[0] + start, out[1] + start, azi2};
            (e.is_low_degree ? low_degree : high_degree)(line, point, m, e);
        }
    }
};

}  // namespace geodist::kernels
