/// \file
/// The errors that geodist throws, and the functions that word them.
#pragma once

#include <cstddef>
#include <limits>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

namespace geodist {

/// Base of all errors about values given by the caller.
///
/// Besides its message an error holds the offending value and, when the value came from an array,
/// the position at which it stands there: its index, or the geometry and the vertex.
class GeodistError : public std::invalid_argument {
  public:
    explicit GeodistError(const std::string& message, std::optional<double> value = std::nullopt,
                          std::optional<std::size_t> index = std::nullopt,
                          std::optional<std::size_t> vertex = std::nullopt)
        : std::invalid_argument(message), value_(value), index_(index), vertex_(vertex) {}

    /// True when one number is to blame. An empty geometry, for instance, has none.
    [[nodiscard]] bool has_value() const noexcept { return value_.has_value(); }

    /// The offending number; NaN when has_value() is false.
    [[nodiscard]] double value() const noexcept {
        return value_.value_or(std::numeric_limits<double>::quiet_NaN());
    }

    /// Where the value stands in the caller's arrays; of geometries, which of them it is in. Empty
    /// for a single value.
    [[nodiscard]] std::optional<std::size_t> index() const noexcept { return index_; }

    /// Which vertex of that geometry it belongs to, counted through all its parts and rings; empty
    /// where index() is no geometry.
    [[nodiscard]] std::optional<std::size_t> vertex() const noexcept { return vertex_; }

  private:
    std::optional<double> value_;
    std::optional<std::size_t> index_;
    std::optional<std::size_t> vertex_;
};

/// A latitude outside [-90, 90] degrees, or not a number where one is needed.
class InvalidLatitudeError : public GeodistError {
  public:
    using GeodistError::GeodistError;
};

/// A longitude that is not finite.
class InvalidLongitudeError : public GeodistError {
  public:
    using GeodistError::GeodistError;
};

/// An altitude beyond MAX_ALTITUDE, up or down, or not a number where one is needed.
class InvalidAltitudeError : public GeodistError {
  public:
    using GeodistError::GeodistError;
};

/// Ellipsoid parameters out of range, or an unknown name.
class InvalidEllipsoidError : public GeodistError {
  public:
    using GeodistError::GeodistError;
};

/// A bounding box whose southern edge lies north of its northern edge.
class InvalidBoundingBoxError : public GeodistError {
  public:
    using GeodistError::GeodistError;
};

/// A line or polygon that is not valid.
class InvalidGeometryError : public GeodistError {
  public:
    using GeodistError::GeodistError;
};

/// An empty geometry or point set where at least one point is needed.
class EmptyGeometryError : public GeodistError {
  public:
    using GeodistError::GeodistError;
};

/// Throws InvalidLatitudeError. The message asks "latitude and longitude swapped?" when `longitude`
/// is given and likely to be the latitude. `name` is the argument's name ("lat1"), when it helps.
/// With a `vertex`, here and below, `index` is that of a geometry.
[[noreturn]] void throw_invalid_latitude(double latitude,
                                         std::optional<double> longitude = std::nullopt,
                                         std::optional<std::size_t> index = std::nullopt,
                                         std::string_view name = {},
                                         std::optional<std::size_t> vertex = std::nullopt);

/// Throws InvalidLongitudeError.
[[noreturn]] void throw_invalid_longitude(double longitude,
                                          std::optional<std::size_t> index = std::nullopt,
                                          std::string_view name = {},
                                          std::optional<std::size_t> vertex = std::nullopt);

/// Throws InvalidAltitudeError.
[[noreturn]] void throw_invalid_altitude(double altitude,
                                         std::optional<std::size_t> index = std::nullopt,
                                         std::string_view name = {},
                                         std::optional<std::size_t> vertex = std::nullopt);

/// Throws GeodistError for an azimuth, distance, fraction or Cartesian coordinate that is not
/// finite; `name` says which.
[[noreturn]] void throw_invalid_value(std::string_view name, double value,
                                      std::optional<std::size_t> index = std::nullopt,
                                      std::optional<std::size_t> vertex = std::nullopt);

/// The shortest decimal form that reads back as `value`, whatever the locale.
[[nodiscard]] std::string format_number(double value);

}  // namespace geodist
