// Which values the columns of an operation may have.
#pragma once

#include <geodist/constants.hpp>
#include <geodist/operations.hpp>

#include <limits>
#include <optional>
#include <span>

namespace geodist::batch {

// The largest magnitude that the kernels accept; larger finite angles are reduced first.
[[nodiscard]] constexpr double kernel_limit(ColumnKind kind) noexcept {
    switch (kind) {
        case ColumnKind::latitude:
            return 90;
        case ColumnKind::longitude:
        case ColumnKind::azimuth:
            return 360;
        case ColumnKind::altitude:
            return MAX_ALTITUDE;
        case ColumnKind::other:
            break;
    }
    return std::numeric_limits<double>::max();
}

[[nodiscard]] constexpr bool is_angle(ColumnKind kind) noexcept {
    return kind == ColumnKind::longitude || kind == ColumnKind::azimuth;
}

// May the caller pass this value? NaN is missing data, and valid.
[[nodiscard]] bool is_valid(ColumnKind kind, double value) noexcept;

// The number of the first invalid value of the row, or the number of columns.
[[nodiscard]] std::size_t find_invalid(std::span<const InputColumn> columns,
                                       const double* row) noexcept;

// Throws the error for find_invalid(columns, row); `index` is the row's, for the message.
[[noreturn]] void throw_invalid_row(std::span<const InputColumn> columns, const double* row,
                                    std::optional<std::size_t> index);

// An angle of any size as one of the same direction in [-360, 360]; exact.
[[nodiscard]] double reduce_angle(double degrees) noexcept;

// Do columns 1 and 3 hold the longitudes of a pair whose difference counts?
[[nodiscard]] bool is_pair(std::span<const InputColumn> columns) noexcept;

// reduce_angle(lon2), by whole turns away from reduce_angle(lon1) on the side where lon2 is, if the
// longitudes are equal or opposite: there the sign of lon2 - lon1 decides the azimuths. So in
// [-720, 720], but then at most 360 from reduce_angle(lon1).
[[nodiscard]] double reduce_second(double lon1, double lon2) noexcept;

}  // namespace geodist::batch
