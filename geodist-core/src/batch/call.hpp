// The public functions as thin calls of the batch entry.
#pragma once

#include <geodist/batch.hpp>
#include <geodist/ellipsoid.hpp>

#include <array>
#include <bit>
#include <cstddef>
#include <initializer_list>
#include <span>
#include <stdexcept>

#include "batch/run_row.hpp"

namespace geodist::batch {

// One row: the operation's inputs after the ellipsoid. A structure that holds several results has
// them in the order of the table.
template <Operation operation, class Result = double, class... Inputs>
Result call(const Ellipsoid& ellipsoid, Inputs... inputs) {
    static_assert(sizeof...(inputs) == arity(operation).inputs);
    const std::array<double, sizeof...(inputs)> in{inputs...};
    std::array<double, arity(operation).outputs> out;
    static_assert(sizeof(Result) == sizeof out);
    run_row(operation, in.data(), out.data(), ellipsoid);
    return std::bit_cast<Result>(out);
}

// Columns of one length. Throws std::invalid_argument if the lengths differ.
inline void call_columns(Operation operation, std::initializer_list<std::span<const double>> inputs,
                         std::initializer_list<std::span<double>> outputs,
                         const Ellipsoid& ellipsoid, const BatchOptions& options) {
    std::array<StridedInput, max_inputs> in;
    std::array<StridedOutput, max_outputs> out;
    const std::size_t n = inputs.begin()->size();
    std::size_t i = 0;
    std::size_t o = 0;
    bool equal = true;
    for (const std::span<const double> column : inputs) {
        equal = equal && column.size() == n;
        in[i++] = {column.data(), sizeof(double)};
    }
    for (const std::span<double> column : outputs) {
        equal = equal && column.size() == n;
        out[o++] = {column.data(), sizeof(double)};
    }
    if (!equal) {
        throw std::invalid_argument("the columns differ in length");
    }
    run(operation, {in.data(), i}, {out.data(), o}, n, ellipsoid, options);
}

}  // namespace geodist::batch
