// Makes the table of kernels of one instruction set out of the formulas on lanes. Included by the
// isa_<name>.cpp alone; nothing here may be emitted for another set's use, so every name has the
// lane type in it.
#pragma once

#include <geodist/batch.hpp>

#include "formulas.hpp"
#include "geodesy/series.hpp"
#include "kernels.hpp"
#include "simd/math.hpp"
#include "simd/pack.hpp"

namespace geodist::batch {

// Applies `Formula` to n rows of contiguous columns, `Width` at a time, then one vector at a time;
// the last vector is filled up with copies of the last row. Lanes are independent and every
// operation is the same in both loops, so a row has the same bits wherever it stands.
template <class Formula, class Wide, class V>
void map_rows(const double* const* in, double* const* out, std::size_t n,
              const geodesy::Series& series) {
    constexpr std::size_t inputs = Formula::inputs, outputs = Formula::outputs;
    constexpr std::size_t wide = Wide::size, narrow = V::size;
    std::size_t i = 0;
    for (; i + wide <= n; i += wide) {
        Wide x[inputs], y[outputs];
        for (std::size_t c = 0; c < inputs; ++c) {
            x[c] = Wide::load(in[c] + i);
        }
        Formula::template apply<Wide>(x, y, series);
        for (std::size_t c = 0; c < outputs; ++c) {
            y[c].store(out[c] + i);
        }
    }
    for (; i < n; i += narrow) {
        const std::size_t rest = n - i;
        V x[inputs], y[outputs];
        double row[narrow];
        for (std::size_t c = 0; c < inputs; ++c) {
            if (rest >= narrow) {
                x[c] = V::load(in[c] + i);
            } else {
                for (std::size_t k = 0; k < narrow; ++k) {
                    row[k] = in[c][i + (k < rest ? k : rest - 1)];
                }
                x[c] = V::load(row);
            }
        }
        Formula::template apply<V>(x, y, series);
        for (std::size_t c = 0; c < outputs; ++c) {
            if (rest >= narrow) {
                y[c].store(out[c] + i);
            } else {
                y[c].store(row);
                for (std::size_t k = 0; k < rest; ++k) {
                    out[c][i + k] = row[k];
                }
            }
        }
    }
}

// Some |x| > limit, for any of n values?
template <class V>
bool all_within(const double* x, std::size_t n, double limit) {
    const V bound(limit);
    std::size_t i = 0;
    // A few vectors between two tests of the masks: the usual answer is yes.
    constexpr std::size_t size = V::size, step = 8 * size;
    for (; i + step <= n; i += step) {
        auto beyond = abs(V::load(x + i)) > bound;
        for (std::size_t k = size; k < step; k += size) {
            beyond = beyond | (abs(V::load(x + i + k)) > bound);
        }
        if (bits(beyond) != 0) {
            return false;
        }
    }
    for (; i < n; ++i) {
        if (x[i] > limit || x[i] < -limit) {
            return false;
        }
    }
    return true;
}

template <class V, class Wide>
constexpr KernelTable make_kernels(const char* name) {
    KernelTable table{};
    table.name = name;
    table.lanes = V::size;
    table.within = all_within<V>;
    const auto set = [&table](Operation operation, Kernel kernel) {
        table.kernels[static_cast<std::size_t>(operation)] = kernel;
    };
    set(Operation::distance, map_rows<GreatCircleDistance, Wide, V>);
    set(Operation::azimuth, map_rows<GreatCircleAzimuth, Wide, V>);
    set(Operation::inverse, map_rows<GreatCircleInverse, Wide, V>);
    set(Operation::inverse_full, map_rows<GreatCircleInverseFull, Wide, V>);
    set(Operation::direct, map_rows<GreatCircleDirect, Wide, V>);
    set(Operation::interpolate, map_rows<GreatCircleInterpolate, Wide, V>);
#ifdef GEODIST_HAS_RHUMB
    set(Operation::rhumb_distance, map_rows<RhumbDistance, Wide, V>);
    set(Operation::rhumb_inverse, map_rows<RhumbInverse, Wide, V>);
    set(Operation::rhumb_direct, map_rows<RhumbDirect, Wide, V>);
#endif
#ifdef GEODIST_HAS_ECEF
    set(Operation::to_ecef, map_rows<ToEcef, Wide, V>);
    set(Operation::from_ecef, map_rows<FromEcef, Wide, V>);
    set(Operation::chord, map_rows<Chord, Wide, V>);
#endif
    return table;
}

}  // namespace geodist::batch
