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
    // Where values go to memory and back for want of registers, four chains at once run slower than
    // two; and where a loop outgrows the cache of instructions.
    template <Want want, class Class>
    static constexpr bool four_chains =
        want == Want::full ? Class::is_low_degree && V::registers >= 32
                           : V::has_fma || (want == Want::distance && Class::is_low_degree);

    template <Want want>
    static void inverse(const double* const* in, const geodesy::InverseColumns& out, std::size_t n,
                        const PreparedEllipsoid& e) {
        const auto run_class = [&]<class Class>(const Class& c) {
            using Chains = std::conditional_t<four_chains<want, Class>, Pack, simd::Pair<V>>;
            geodesy::inverse_rows<want, V, Chains>(e, c, in, out, n);
        };
        if (e.is_low_degree) {
            run_class(e.low_degree);
        } else {
            run_class(e.high_degree);
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
