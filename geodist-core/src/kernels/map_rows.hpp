// Loops over rows of contiguous columns. Every name in here has the lane type in it.
#pragma once

#include <geodist/operations.hpp>

#include <cstddef>

#include "geodesy/prepared_ellipsoid.hpp"
#include "simd/inline.hpp"

namespace geodist::kernels {

// Fills a vector with what is left of a column, fewer rows than it has lanes; past the last row,
// with that row's value again.
template <class V, class T>
GEODIST_INLINE void pad_rest(const T* column, std::size_t rest, T* padded) {
    for (std::size_t k = 0; k < V::size; ++k) {
        padded[k] = column[k < rest ? k : rest - 1];
    }
}

// The values of rows i, i + 1, ... of one column; past the last row, that row's again.
template <class V>
GEODIST_INLINE V load_rest(const double* column, std::size_t i, std::size_t n) {
    const std::size_t rest = n - i;
    if (rest >= V::size) {
        return V::load(column + i);
    }
    if (rest == 1) {
        return V(column[i]);  // a scalar call: a store and a load of a vector would cost more
    }
    double padded[V::size];
    pad_rest<V>(column + i, rest, padded);
    return V::load(padded);
}

template <class V, class T>
GEODIST_INLINE void store_rest(V value, T* column, std::size_t i, std::size_t n) {
    const std::size_t rest = n - i;
    if (rest >= V::size) {
        value.store(column + i);
        return;
    }
    T padded[V::size];
    value.store(padded);
    for (std::size_t k = 0; k < rest; ++k) {
        column[i + k] = padded[k];
    }
}

// Applies a formula of that operation to n rows, Pack::size at a time, then one vector at a time.
// Lanes are independent and the operations in both loops the same, so a row has the same bits
// wherever it stands.
template <Operation operation, class Formula, class Pack, class V>
void map_rows(const double* const* in, double* const* out, std::size_t n,
              const geodesy::PreparedEllipsoid& e) {
    constexpr std::size_t inputs = arity(operation).inputs, outputs = arity(operation).outputs;
    std::size_t i = 0;
    for (; i + Pack::size <= n; i += Pack::size) {
        Pack x[inputs], y[outputs];
        for (std::size_t c = 0; c < inputs; ++c) {
            x[c] = Pack::load(in[c] + i);
        }
        Formula::apply(x, y, e);
        for (std::size_t c = 0; c < outputs; ++c) {
            y[c].store(out[c] + i);
        }
    }
    for (; i < n; i += V::size) {
        V x[inputs], y[outputs];
        for (std::size_t c = 0; c < inputs; ++c) {
            x[c] = load_rest<V>(in[c], i, n);
        }
        Formula::apply(x, y, e);
        for (std::size_t c = 0; c < outputs; ++c) {
            store_rest(y[c], out[c], i, n);
        }
    }
}

// Is every |x[i]| <= limit, or NaN?
template <class V>
bool all_within(const double* x, std::size_t n, double limit) {
    // Largest magnitudes, apart by vectors so that none waits for another. max() keeps its second
    // operand if the first is NaN.
    V largest[4] = {V(0.0), V(0.0), V(0.0), V(0.0)};
    std::size_t i = 0;
    for (; i + 4 * V::size <= n; i += 4 * V::size) {
        for (std::size_t k = 0; k < 4; ++k) {
            largest[k] = max(abs(V::load(x + i + k * V::size)), largest[k]);
        }
    }
    for (; i < n; i += V::size) {
        largest[0] = max(abs(load_rest<V>(x, i, n)), largest[0]);
    }
    const V most = max(max(largest[0], largest[1]), max(largest[2], largest[3]));
    return bits(most > V(limit)) == 0;
}

}  // namespace geodist::kernels
