#include "batch/columns.hpp"

#include <array>
#include <cmath>
#include <limits>

#include <geodist/error.hpp>

namespace geodist::batch {

namespace {

constexpr std::array<InputColumn, 4> PAIR{{{Kind::latitude, "lat1"},
                                           {Kind::longitude, "lon1"},
                                           {Kind::latitude, "lat2"},
                                           {Kind::longitude, "lon2"}}};
constexpr std::array<InputColumn, 4> DIRECT{{{Kind::latitude, "lat1"},
                                             {Kind::longitude, "lon1"},
                                             {Kind::azimuth, "azi1"},
                                             {Kind::other, "distance"}}};
constexpr std::array<InputColumn, 4> RHUMB_DIRECT{{{Kind::latitude, "lat1"},
                                                   {Kind::longitude, "lon1"},
                                                   {Kind::azimuth, "azi12"},
                                                   {Kind::other, "distance"}}};
constexpr std::array<InputColumn, 5> INTERPOLATE{{{Kind::latitude, "lat1"},
                                                  {Kind::longitude, "lon1"},
                                                  {Kind::latitude, "lat2"},
                                                  {Kind::longitude, "lon2"},
                                                  {Kind::other, "fraction"}}};
constexpr std::array<InputColumn, 3> TO_ECEF{
    {{Kind::latitude, "lat"}, {Kind::longitude, "lon"}, {Kind::altitude, "h"}}};
constexpr std::array<InputColumn, 3> FROM_ECEF{
    {{Kind::other, "x"}, {Kind::other, "y"}, {Kind::other, "z"}}};
constexpr std::array<InputColumn, 6> CHORD{{{Kind::latitude, "lat1"},
                                            {Kind::longitude, "lon1"},
                                            {Kind::altitude, "h1"},
                                            {Kind::latitude, "lat2"},
                                            {Kind::longitude, "lon2"},
                                            {Kind::altitude, "h2"}}};

}  // namespace

std::span<const InputColumn> input_columns(Operation operation) noexcept {
    switch (operation) {
        case Operation::distance:
        case Operation::azimuth:
        case Operation::inverse:
        case Operation::inverse_full:
        case Operation::rhumb_distance:
        case Operation::rhumb_inverse:
            return PAIR;
        case Operation::direct:
            return DIRECT;
        case Operation::interpolate:
            return INTERPOLATE;
        case Operation::rhumb_direct:
            return RHUMB_DIRECT;
        case Operation::to_ecef:
            return TO_ECEF;
        case Operation::from_ecef:
            return FROM_ECEF;
        case Operation::chord:
            return CHORD;
    }
    return {};
}

double kernel_limit(Kind kind) noexcept {
    return kind == Kind::latitude ? 90.0
           : is_angle(kind)       ? 360.0
                                  : std::numeric_limits<double>::max();
}

bool is_valid(Kind kind, double value) noexcept {
    return kind == Kind::latitude ? !(std::abs(value) > 90) : !std::isinf(value);
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
        case Kind::latitude:  // its longitude is the next column in every operation
            throw_invalid_latitude(row[c], row[c + 1], index, name);
        case Kind::longitude:
            throw_invalid_longitude(row[c], index, name);
        case Kind::altitude:
            throw_invalid_altitude(row[c], index, name);
        case Kind::azimuth:
        case Kind::other:
            break;
    }
    throw_invalid_value(name, row[c], index);
}

double reduce_angle(double degrees) noexcept {
    return std::abs(degrees) > 360 ? std::remainder(degrees, 360.0) : degrees;
}

bool is_pair(std::span<const InputColumn> columns) noexcept {
    return columns.size() > 3 && columns[1].kind == Kind::longitude &&
           columns[3].kind == Kind::longitude;
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
