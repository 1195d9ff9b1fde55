// Single entries of matrices of distances.
#pragma once

#include <geodist/matrix.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstring>

namespace geodist::matrix {

inline void store(const MatrixOutput& out, std::size_t row, std::size_t column, double value) {
    char* const to = static_cast<char*>(out.data()) +
                     static_cast<std::ptrdiff_t>(row) * out.row_stride() +
                     static_cast<std::ptrdiff_t>(column) * out.column_stride();
    if (out.is_float()) {
        const auto narrow = static_cast<float>(value);
        std::memcpy(to, &narrow, sizeof narrow);
    } else {
        std::memcpy(to, &value, sizeof value);
    }
}

// An array of numbers, one after the other, by rows.
[[nodiscard]] inline MatrixOutput plain_output(OutColumn out, std::size_t columns) {
    return {out.data(), static_cast<std::ptrdiff_t>(columns * sizeof(double)), sizeof(double)};
}

// Row and column of the upper triangle's entry k, row by row.
struct TrianglePlace {
    std::size_t row, column;
};

[[nodiscard]] inline TrianglePlace triangle_place(std::size_t k, std::size_t n) {
    const auto begin = [n](std::size_t row) { return row * (2 * n - row - 1) / 2; };
    const double b = static_cast<double>(n) - 0.5;
    auto row = static_cast<std::size_t>(
        std::max(0.0, b - std::sqrt(std::max(0.0, b * b - 2 * static_cast<double>(k)))));
    while (row > 0 && begin(row) > k) {
        --row;
    }
    while (begin(row + 1) <= k) {
        ++row;
    }
    return {row, k - begin(row) + row + 1};
}

}  // namespace geodist::matrix
