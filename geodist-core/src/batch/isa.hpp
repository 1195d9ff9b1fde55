// Makes the table of kernels of one instruction set out of the formulas on lanes. Included by the
// isa_<name>.cpp alone; nothing here may be emitted for another set's use, so every name has the
// lane type in it.
#pragma once

#include <geodist/batch.hpp>

#include "geodesy/series.hpp"
#include "kernels.hpp"
#include "simd/math.hpp"
#include "simd/pack.hpp"

#if __has_include("geodesy/great_circle.hpp")
#include "geodesy/great_circle.hpp"
#define GEODIST_HAS_GREAT_CIRCLE 1
#endif
#if __has_include("geodesy/rhumb.hpp")
#include "geodesy/rhumb.hpp"
#define GEODIST_HAS_RHUMB 1
#endif
#if __has_include("geodesy/ecef.hpp")
#include "geodesy/ecef.hpp"
#define GEODIST_HAS_ECEF 1
#endif

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
    return table;
}

}  // namespace geodist::batch
