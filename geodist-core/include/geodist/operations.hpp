/// \file
/// The element-wise operations: one table, from which their arity, their checks, their kernels, the
/// Python functions, the stubs and the lists in tests and documents are made.
#pragma once

#include <array>
#include <cstddef>
#include <span>

namespace geodist {

enum class Operation {
    distance,
    azimuth,
    inverse,
    inverse_full,
    direct,
    interpolate,
    rhumb_distance,
    rhumb_inverse,
    rhumb_direct,
    to_ecef,
    from_ecef,
    chord
};

/// What a column of inputs holds, which says what values it may have: latitudes lie in [-90, 90],
/// all others are finite. NaN, missing data, is valid everywhere.
enum class ColumnKind : unsigned char { latitude, longitude, azimuth, altitude, other };

struct InputColumn {
    ColumnKind kind;
    const char* name;
};

struct ResultColumn {
    const char* name;
    /// As the CF conventions write it: "m", "degrees", "degrees_north", "degrees_east", "1".
    const char* unit;
};

struct OperationInfo {
    Operation operation;
    const char* name;
    std::span<const InputColumn> inputs;
    std::span<const ResultColumn> results;
    /// The structure that holds several results; null for one number.
    const char* result_type;
    /// The cost: rows that take some 0.25 ms on one core with vectors of eight numbers.
    std::size_t rows_per_quarter_ms;
};

/// Columns and results of the operations.
namespace operation_columns {

inline constexpr auto points = std::to_array<InputColumn>({{ColumnKind::latitude, "lat1"},
                                                           {ColumnKind::longitude, "lon1"},
                                                           {ColumnKind::latitude, "lat2"},
                                                           {ColumnKind::longitude, "lon2"}});
inline constexpr auto points_fraction =
    std::to_array<InputColumn>({{ColumnKind::latitude, "lat1"},
                                {ColumnKind::longitude, "lon1"},
                                {ColumnKind::latitude, "lat2"},
                                {ColumnKind::longitude, "lon2"},
                                {ColumnKind::other, "fraction"}});
inline constexpr auto points_heights = std::to_array<InputColumn>({{ColumnKind::latitude, "lat1"},
                                                                   {ColumnKind::longitude, "lon1"},
                                                                   {ColumnKind::altitude, "h1"},
                                                                   {ColumnKind::latitude, "lat2"},
                                                                   {ColumnKind::longitude, "lon2"},
                                                                   {ColumnKind::altitude, "h2"}});
inline constexpr auto ray = std::to_array<InputColumn>({{ColumnKind::latitude, "lat1"},
                                                        {ColumnKind::longitude, "lon1"},
                                                        {ColumnKind::azimuth, "azi1"},
                                                        {ColumnKind::other, "distance"}});
inline constexpr auto rhumb_ray = std::to_array<InputColumn>({{ColumnKind::latitude, "lat1"},
                                                              {ColumnKind::longitude, "lon1"},
                                                              {ColumnKind::azimuth, "azi12"},
                                                              {ColumnKind::other, "distance"}});
inline constexpr auto geodetic = std::to_array<InputColumn>(
    {{ColumnKind::latitude, "lat"}, {ColumnKind::longitude, "lon"}, {ColumnKind::altitude, "h"}});
inline constexpr auto cartesian = std::to_array<InputColumn>(
    {{ColumnKind::other, "x"}, {ColumnKind::other, "y"}, {ColumnKind::other, "z"}});

}  // namespace operation_columns

namespace operation_results {

inline constexpr auto distance = std::to_array<ResultColumn>({{"distance", "m"}});
inline constexpr auto azimuth = std::to_array<ResultColumn>({{"azi1", "degrees"}});
inline constexpr auto inverse =
    std::to_array<ResultColumn>({{"distance", "m"}, {"azi1", "degrees"}, {"azi2", "degrees"}});
inline constexpr auto inverse_full = std::to_array<ResultColumn>({{"distance", "m"},
                                                                  {"azi1", "degrees"},
                                                                  {"azi2", "degrees"},
                                                                  {"m12", "m"},
                                                                  {"M12", "1"},
                                                                  {"M21", "1"}});
inline constexpr auto direct = std::to_array<ResultColumn>(
    {{"lat2", "degrees_north"}, {"lon2", "degrees_east"}, {"azi2", "degrees"}});
inline constexpr auto point =
    std::to_array<ResultColumn>({{"lat", "degrees_north"}, {"lon", "degrees_east"}});
inline constexpr auto rhumb_inverse =
    std::to_array<ResultColumn>({{"distance", "m"}, {"azi12", "degrees"}});
inline constexpr auto geodetic =
    std::to_array<ResultColumn>({{"lat", "degrees_north"}, {"lon", "degrees_east"}, {"h", "m"}});
inline constexpr auto cartesian = std::to_array<ResultColumn>({{"x", "m"}, {"y", "m"}, {"z", "m"}});

}  // namespace operation_results

/// The operations, in the order of the enumeration.
inline constexpr auto operations = std::to_array<OperationInfo>({
    {Operation::distance, "distance", operation_columns::points, operation_results::distance,
     nullptr, 25'000},
    {Operation::azimuth, "azimuth", operation_columns::points, operation_results::azimuth, nullptr,
     25'000},
    {Operation::inverse, "inverse", operation_columns::points, operation_results::inverse,
     "Inverse", 25'000},
    {Operation::inverse_full, "inverse_full", operation_columns::points,
     operation_results::inverse_full, "InverseFull", 12'500},
    {Operation::direct, "direct", operation_columns::ray, operation_results::direct, "Direct",
     25'000},
    {Operation::interpolate, "interpolate", operation_columns::points_fraction,
     operation_results::point, "LatLon", 12'500},
    {Operation::rhumb_distance, "rhumb_distance", operation_columns::points,
     operation_results::distance, nullptr, 25'000},
    {Operation::rhumb_inverse, "rhumb_inverse", operation_columns::points,
     operation_results::rhumb_inverse, "RhumbInverse", 25'000},
    {Operation::rhumb_direct, "rhumb_direct", operation_columns::rhumb_ray,
     operation_results::point, "LatLon", 25'000},
    {Operation::to_ecef, "to_ecef", operation_columns::geodetic, operation_results::cartesian,
     "Ecef", 75'000},
    {Operation::from_ecef, "from_ecef", operation_columns::cartesian, operation_results::geodetic,
     "Geodetic", 75'000},
    {Operation::chord, "chord", operation_columns::points_heights, operation_results::distance,
     nullptr, 75'000},
});

inline constexpr std::size_t operation_count = operations.size();

[[nodiscard]] constexpr const OperationInfo& operation_info(Operation operation) noexcept {
    return operations[static_cast<std::size_t>(operation)];
}

struct Arity {
    std::size_t inputs;
    std::size_t outputs;
};

[[nodiscard]] constexpr Arity arity(Operation operation) noexcept {
    const OperationInfo& info = operation_info(operation);
    return {info.inputs.size(), info.results.size()};
}

/// The largest numbers of columns that an operation has.
inline constexpr Arity max_arity = [] {
    Arity most{};
    for (const OperationInfo& info : operations) {
        const Arity own = arity(info.operation);
        most.inputs = own.inputs > most.inputs ? own.inputs : most.inputs;
        most.outputs = own.outputs > most.outputs ? own.outputs : most.outputs;
    }
    return most;
}();
inline constexpr std::size_t max_inputs = max_arity.inputs;
inline constexpr std::size_t max_outputs = max_arity.outputs;

static_assert(
    [] {
        for (std::size_t i = 0; i < operation_count; ++i) {
            if (operations[i].operation != static_cast<Operation>(i)) {
                return false;
            }
        }
        return true;
    }(),
    "the table has the order of the enumeration");

}  // namespace geodist
