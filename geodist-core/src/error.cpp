#include "geodist/error.hpp"

#include <array>
#include <charconv>
#include <cmath>

namespace geodist {

namespace {

/// "latitude must be in [-90, 90] degrees, got 95 (lat1, index 3)".
std::string describe(std::string_view quantity, std::string_view allowed, double value,
                     std::optional<std::size_t> index, std::string_view name) {
    std::string text(quantity);
    text.append(" must be ").append(allowed).append(", got ").append(format_number(value));
    if (name.empty() && !index) {
        return text;
    }
    text.append(" (").append(name);
    if (index) {
        text.append(name.empty() ? "" : ", ").append("index ").append(std::to_string(*index));
    }
    return text.append(")");
}

}  // namespace

std::string format_number(double value) {
    std::array<char, 32> buffer;  // the longest shortest form has 24 characters
    const auto [end, error] = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value);
    static_cast<void>(error);
    return {buffer.data(), end};
}

void throw_invalid_latitude(double latitude, std::optional<double> longitude,
                            std::optional<std::size_t> index, std::string_view name) {
    std::string message = describe("latitude", "between -90 and 90 degrees", latitude, index, name);
    // A value beyond a full turn is no misplaced longitude, but rather a projected coordinate.
    if (longitude && std::abs(*longitude) <= 90 && std::abs(latitude) <= 360) {
        message += "; latitude and longitude swapped?";
    }
    throw InvalidLatitudeError(message, latitude, index);
}

void throw_invalid_longitude(double longitude, std::optional<std::size_t> index,
                             std::string_view name) {
    throw InvalidLongitudeError(
        describe("longitude", "a finite number of degrees", longitude, index, name), longitude,
        index);
}

void throw_invalid_altitude(double altitude, std::optional<std::size_t> index,
                            std::string_view name) {
    throw InvalidAltitudeError(
        describe("altitude", "a finite number of metres", altitude, index, name), altitude, index);
}

void throw_invalid_value(std::string_view name, double value, std::optional<std::size_t> index) {
    throw GeodistError(describe(name, "finite", value, index, {}), value, index);
}

}  // namespace geodist
