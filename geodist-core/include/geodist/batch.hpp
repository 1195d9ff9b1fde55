/// Element-wise functions over columns of coordinates, and the strided entry that they all call.
///
/// One row in, one row out: row i of each output depends on row i of each input alone, and its bits
/// do not depend on the number of rows, their strides, the position of the row or the number of
/// threads.
///
/// A NaN anywhere in a row makes all outputs of that row NaN. An infinite value, or a latitude
/// outside [-90, 90], throws the matching error of error.hpp, with the index of the first such row.
#pragma once

#include <geodist/columns.hpp>
#include <geodist/ellipsoid.hpp>
#include <geodist/operations.hpp>
#include <geodist/run_options.hpp>

#include <cstddef>
#include <span>

namespace geodist {

struct BatchOptions : RunOptions {
    const bool* where = nullptr;      ///< rows to compute; the others are neither read nor written
    std::ptrdiff_t where_stride = 0;  ///< bytes
    std::size_t first_index = 0;      ///< added to the row index that an error reports
};

/// An output may be one of the inputs (same address and stride), or overlap none of them.
/// Runs an operation over n rows. Throws std::invalid_argument if the numbers of columns are not
/// those of arity(operation), and Interrupted.
void run(Operation operation, std::span<const StridedInput> inputs,
         std::span<const StridedOutput> outputs, std::size_t n, const Ellipsoid& ellipsoid,
         const BatchOptions& options = {});

}  // namespace geodist
