// Element-wise functions over columns of coordinates, and the strided entry that they all call.
//
// One row in, one row out: row i of each output depends on row i of each input alone, and its bits
// do not depend on the number of rows, their strides, the position of the row or the number of
// threads.
//
// A NaN anywhere in a row makes all outputs of that row NaN. An infinite value, or a latitude outside
// [-90, 90], throws the matching error of error.hpp, with the index of the first such row.
#pragma once

#include <geodist/ellipsoid.hpp>
#include <geodist/run_options.hpp>

#include <cstddef>
#include <span>

namespace geodist {

enum class Operation {
    distance,        // lat1, lon1, lat2, lon2 -> distance
    azimuth,         // lat1, lon1, lat2, lon2 -> azi1
    inverse,         // lat1, lon1, lat2, lon2 -> distance, azi1, azi2
    inverse_full,    // lat1, lon1, lat2, lon2 -> distance, azi1, azi2, m12, M12, M21
    direct,          // lat1, lon1, azi1, distance -> lat2, lon2, azi2
    interpolate,     // lat1, lon1, lat2, lon2, fraction -> lat, lon
    rhumb_distance,  // lat1, lon1, lat2, lon2 -> distance
    rhumb_inverse,   // lat1, lon1, lat2, lon2 -> distance, azi12
    rhumb_direct,    // lat1, lon1, azi12, distance -> lat2, lon2
    to_ecef,         // lat, lon, h -> x, y, z
    from_ecef,       // x, y, z -> lat, lon, h
    chord            // lat1, lon1, h1, lat2, lon2, h2 -> distance
};

inline constexpr std::size_t operation_count = 12;
inline constexpr std::size_t max_inputs = 6;
inline constexpr std::size_t max_outputs = 6;

struct Arity {
    std::size_t inputs;
    std::size_t outputs;
};

[[nodiscard]] constexpr Arity arity(Operation operation) noexcept {
    constexpr Arity table[operation_count] = {{4, 1}, {4, 1}, {4, 3}, {4, 6}, {4, 3}, {5, 2},
                                              {4, 1}, {4, 2}, {4, 2}, {3, 3}, {3, 3}, {6, 1}};
    return table[static_cast<std::size_t>(operation)];
}

// A column of doubles in the caller's memory. The stride is in bytes; 0 repeats one value, negative
// is allowed.
struct StridedInput {
    const double* data;
    std::ptrdiff_t stride;
};

struct StridedOutput {
    double* data;
    std::ptrdiff_t stride;
};

struct BatchOptions : RunOptions {
    const bool* where = nullptr;      // rows to compute; the others are neither read nor written
    std::ptrdiff_t where_stride = 0;  // bytes
    std::size_t first_index = 0;      // added to the row index that an error reports
};

// An output may be one of the inputs (same address and stride), or overlap none of them.
// Runs an operation over n rows. Throws std::invalid_argument if the numbers of columns are not
// those of arity(operation), and Interrupted.
void run(Operation operation, std::span<const StridedInput> inputs,
         std::span<const StridedOutput> outputs, std::size_t n, const Ellipsoid& ellipsoid,
         const BatchOptions& options = {});

}  // namespace geodist
