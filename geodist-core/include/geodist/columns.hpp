/// \file
/// Columns of numbers in the caller's memory, read or written during a call only.
#pragma once

#include <cstddef>
#include <cstring>
#include <optional>
#include <span>

namespace geodist {

using Column = std::span<const double>;
using OutColumn = std::span<double>;

/// A column to read. The stride is in bytes; 0 repeats one value, negative is allowed. Elements
/// need not be aligned.
struct StridedInput {
    const double* data = nullptr;
    std::ptrdiff_t stride = 0;

    [[nodiscard]] double operator[](std::size_t row) const noexcept {
        double value;
        std::memcpy(&value, address(row), sizeof value);
        return value;
    }
    /// The same column from a row on.
    [[nodiscard]] StridedInput from(std::size_t row) const noexcept {
        return {reinterpret_cast<const double*>(address(row)), stride};
    }

  private:
    [[nodiscard]] const char* address(std::size_t row) const noexcept {
        return reinterpret_cast<const char*>(data) + stride * static_cast<std::ptrdiff_t>(row);
    }
};

/// A column to write, likewise.
struct StridedOutput {
    double* data = nullptr;
    std::ptrdiff_t stride = 0;
};

/// Points by columns: latitudes and longitudes in degrees and, if there are any, altitudes above
/// the ellipsoid in metres.
struct PointColumns {
    StridedInput lat;
    StridedInput lon;
    std::size_t size = 0;
    std::optional<StridedInput> altitude = std::nullopt;
    const char* lat_name = "lat";  ///< the arguments' names, for errors
    const char* lon_name = "lon";
    const char* altitude_name = "altitude";

    PointColumns() = default;
    PointColumns(StridedInput latitudes, StridedInput longitudes, std::size_t points) noexcept
        : lat(latitudes), lon(longitudes), size(points) {}
    /// \throws std::invalid_argument when the columns differ in length
    PointColumns(Column latitudes, Column longitudes,
                 std::optional<Column> altitudes = std::nullopt);

    /// Points begin ... begin + n - 1, in the same memory. Errors count from `begin`.
    /// \throws std::out_of_range when they are not all there
    [[nodiscard]] PointColumns slice(std::size_t begin, std::size_t n) const;
};

/// Throws the error of the first invalid latitude or longitude, by rows, then of the first invalid
/// altitude: what every function of points throws before it computes.
/// \throws InvalidLatitudeError, InvalidLongitudeError, InvalidAltitudeError
void check_points(const PointColumns& points);

/// The same of altitudes alone; `name` is the argument's.
/// \throws InvalidAltitudeError
void check_altitudes(const StridedInput& altitude, std::size_t size, const char* name = "altitude");

}  // namespace geodist
