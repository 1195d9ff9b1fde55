// The geodesic kernels of one instruction set: the great circle where the flattening is 0, else the
// degree of the series that the flattening asks for.
#pragma once

#include <geodist/operations.hpp>

#include <type_traits>

#include "geodesy/geodesic_rows.hpp"
#include "kernels/formulas.hpp"
#include "kernels/kernels.hpp"
#include "kernels/map_rows.hpp"
#include "simd/pack.hpp"

namespace geodist::kernels {

// V: one vector; Pack: as many interleaved as the instruction set has use for.
template <class V, class Pack>
struct GeodesicKernels {
    using Want = geodesy::Want;

    template <Operation operation>
    static void run(const double* const* in, double* const* out, std::size_t n,
                    const PreparedEllipsoid& e) {
        if (e.is_sphere) {
            return map_rows<operation, SphereFormula<operation>, Pack, V>(in, out, n, e);
        }
        if constexpr (operation == Operation::distance) {
            inverse<Want::distance>(in, {{out[0]}}, n, e);
        } else if constexpr (operation == Operation::azimuth) {
            inverse<Want::azimuths>(in, {{nullptr, out[0]}}, n, e);
        } else if constexpr (operation == Operation::inverse) {
            inverse<Want::azimuths>(in, {{out[0], out[1], out[2]}}, n, e);
        } else if constexpr (operation == Operation::inverse_full) {
            inverse<Want::full>(in, {{out[0], out[1], out[2], out[3], out[4], out[5]}}, n, e);
        } else if constexpr (operation == Operation::direct) {
            direct(in, out, n, e);
        } else {
            static_assert(operation == Operation::interpolate);
            interpolate(in, out, n, e);
        }
    }

  private:
    // So much is computed for all outputs, or without fma for azimuths, that four chains at once
    // run slower than two: their values go to memory and back.
    template <Want want>
    using ChainsOf =
        std::conditional_t<want == Want::full || (want == Want::azimuths && !V::has_fma),
                           simd::Pair<V>, Pack>;

    template <Want want>
    static void inverse(const double* const* in, const geodesy::InverseColumns& out, std::size_t n,
                        const PreparedEllipsoid& e) {
        using Chains = ChainsOf<want>;
        if (e.is_low_degree) {
            geodesy::inverse_rows<want, V, Chains>(e, e.low_degree, in, out, n);
        } else {
            geodesy::inverse_rows<want, V, Chains>(e, e.high_degree, in, out, n);
        }
    }

    static void direct(const double* const* in, double* const* out, std::size_t n,
                       const PreparedEllipsoid& e) {
        if (e.is_low_degree) {
            map_rows<Operation::direct, DirectFormula<geodesy::LowDegree>, Pack, V>(in, out, n, e);
        } else {
            map_rows<Operation::direct, DirectFormula<geodesy::HighDegree>, Pack, V>(in, out, n, e);
        }
    }

    // The inverse problem, then the direct one for a fraction of the distance, through short
    // buffers.
    static void interpolate(const double* const* in, double* const* out, std::size_t n,
                            const PreparedEllipsoid& e) {
        constexpr std::size_t size = 256;
        double length[size], azi1[size], azi2[size];
        for (std::size_t start = 0; start < n; start += size) {
            const std::size_t m = n - start < size ? n - start : size;
            const double* const ends[4] = {in[0] + start, in[1] + start, in[2] + start,
                                           in[3] + start};
            inverse<Want::azimuths>(ends, {{length, azi1}}, m, e);
            for (std::size_t i = 0; i < m; ++i) {
                length[i] *= in[4][start + i];
            }
            const double* const line[4] = {ends[0], ends[1], azi1, length};
            double* const point[3] = {out[0] + start, out[1] + start, azi2};
            direct(line, point, m, e);
        }
    }
};

}  // namespace geodist::kernels
