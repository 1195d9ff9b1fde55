#include "batch/columns.hpp"

#include <cmath>

#include <geodist/error.hpp>

namespace geodist::batch {

bool is_valid(ColumnKind kind, double value) noexcept {
    return is_angle(kind) ? !std::isinf(value) : !(std::abs(value) > kernel_limit(kind));
}

std::size_t find_invalid(std::span<const InputColumn> columns, const double* row) noexcept {
    std::size_t c = 0;
    while (c < columns.size() && is_valid(columns[c].kind, row[c])) {
        ++c;
    }
    return c;
}

void throw_invalid_row(std::span<const InputColumn> columns, const double* row,
                       std::optional<std::size_t> index) {
    const std::size_t c = find_invalid(columns, row);
    if (c == columns.size()) {
        throw GeodistError("the inputs changed while they were being read", std::nullopt, index);
    }
    const auto [kind, name] = columns[c];
    switch (kind) {
        case ColumnKind::latitude:  // its longitude is the next column in every operation
            throw_invalid_latitude(row[c], row[c + 1], index, name);
        case ColumnKind::longitude:
            throw_invalid_longitude(row[c], index, name);
        case ColumnKind::altitude:
            throw_invalid_altitude(row[c], index, name);
        case ColumnKind::azimuth:
        case ColumnKind::other:
            break;
    }
    throw_invalid_value(name, row[c], index);
}

double reduce_angle(double degrees) noexcept {
    return std::abs(degrees) > 360 ? std::remainder(degrees, 360.0) : degrees;
}

bool is_pair(std::span<const InputColumn> columns) noexcept {
    return columns.size() > 3 && columns[1].kind == ColumnKind::longitude &&
           columns[3].kind == ColumnKind::longitude;
}

double reduce_second(double lon1, double lon2) noexcept {
    const double first = reduce_angle(lon1);
    double second = reduce_angle(lon2);
    if (std::abs(lon1) <= 360 && std::abs(lon2) <= 360) {
        return second;
    }
    const double difference = second - first;
    const bool exact = second - difference == first && first + difference == second;
    if (exact && lon1 != lon2 && std::remainder(difference, 180.0) == 0) {
        const double turn = lon2 > lon1 ? 360 : -360;
        while ((second - first) * turn <= 0) {
            second += turn;
        }
    }
    return second;
}

}  // namespace geodist::batch
