// Access to columns by byte strides. Elements need not be aligned: they are copied.
#pragma once

#include <geodist/batch.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>

namespace geodist::batch {

inline const char* element(const double* data, std::ptrdiff_t stride, std::size_t row) {
    return reinterpret_cast<const char*>(data) + stride * static_cast<std::ptrdiff_t>(row);
}

inline void store(const StridedOutput& column, std::size_t row, double value) {
    char* to =
        reinterpret_cast<char*>(column.data) + column.stride * static_cast<std::ptrdiff_t>(row);
    std::memcpy(to, &value, sizeof value);
}

// Any byte but 0 is true, as in NumPy: read as a bool, others than 0 and 1 would not be defined.
inline bool is_selected(const BatchOptions& options, std::size_t row) {
    return options.where == nullptr ||
           *(reinterpret_cast<const unsigned char*>(options.where) +
             options.where_stride * static_cast<std::ptrdiff_t>(row)) != 0;
}

// Rows begin, begin + 1, ...
inline void gather(const StridedInput& column, std::size_t begin, std::size_t n, double* to) {
    for (std::size_t i = 0; i < n; ++i) {
        to[i] = column[begin + i];
    }
}

inline void scatter(const StridedOutput& column, std::size_t begin, std::size_t n,
                    const double* from) {
    for (std::size_t i = 0; i < n; ++i) {
        store(column, begin + i, from[i]);
    }
}

// Rows begin + offsets[0], begin + offsets[1], ...
inline void gather(const StridedInput& column, std::size_t begin, const std::uint16_t* offsets,
                   std::size_t n, double* to) {
    for (std::size_t i = 0; i < n; ++i) {
        to[i] = column[begin + offsets[i]];
    }
}

inline void scatter(const StridedOutput& column, std::size_t begin, const std::uint16_t* offsets,
                    std::size_t n, const double* from) {
    for (std::size_t i = 0; i < n; ++i) {
        store(column, begin + offsets[i], from[i]);
    }
}

}  // namespace geodist::batch
