#include <geodist/error.hpp>

#include <array>
#include <charconv>
#include <cmath>

#include <geodist/constants.hpp>

namespace geodist {

namespace {

// "latitude must be in [-90, 90] degrees, got 95 (lat1, index 3)", or
// "... (geometry 3, vertex 7)".
std::string describe(std::string_view quantity, std::string_view allowed, double value,
                     std::optional<std::size_t> index, std::string_view name,
                     std::optional<std::size_t> vertex) {
    std::string text(quantity);
    text.append(" must be ").append(allowed).append(", got ").append(format_number(value));
    std::string where(name);
    const auto add = [&where](std::string_view what, std::optional<std::size_t> number) {
        if (number) {
            where.append(where.empty() ? "" : ", ").append(what).append(std::to_string(*number));
        }
    };
    add(vertex ? "geometry " : "index ", index);
    add("vertex ", vertex);
    return where.empty() ? text : text.append(" (").append(where).append(")");
}

// Is a point whose latitude is out of range likely to be right the other way round?
bool may_be_swapped(double latitude, double longitude) {
    // Just beyond the pole is a rounding error, and beyond a full turn a projected coordinate. A
    // longitude of 0 stands for none more often than for a point on the equator.
    constexpr double rounding = 1e-3;
    const double beyond = std::abs(latitude);
    return beyond > 90 + rounding && beyond <= 360 && std::abs(longitude) <= 90 && longitude != 0;
}

}  // namespace

std::string format_number(double value) {
    std::array<char, 32> buffer;  // the longest shortest form has 24 characters
    const auto [end, error] = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value);
    static_cast<void>(error);
    return {buffer.data(), end};
}

void throw_invalid_latitude(double latitude, std::optional<double> longitude,
                            std::optional<std::size_t> index, std::string_view name,
                            std::optional<std::size_t> vertex) {
    std::string message =
        describe("latitude", "between -90 and 90 degrees", latitude, index, name, vertex);
    if (longitude && may_be_swapped(latitude, *longitude)) {
        message += "; latitude and longitude swapped?";
    }
    throw InvalidLatitudeError(message, latitude, index, vertex);
}

void throw_invalid_longitude(double longitude, std::optional<std::size_t> index,
                             std::string_view name, std::optional<std::size_t> vertex) {
    throw InvalidLongitudeError(
        describe("longitude", "a finite number of degrees", longitude, index, name, vertex),
        longitude, index, vertex);
}

void throw_invalid_altitude(double altitude, std::optional<std::size_t> index,
                            std::string_view name, std::optional<std::size_t> vertex) {
    static_assert(MAX_ALTITUDE == 1e100, "the message says so");
    throw InvalidAltitudeError(
        describe("altitude", "between -1e100 and 1e100 metres", altitude, index, name, vertex),
        altitude, index, vertex);
}

void throw_invalid_value(std::string_view name, double value, std::optional<std::size_t> index,
                         std::optional<std::size_t> vertex) {
    throw GeodistError(describe(name, "finite", value, index, {}, vertex), value, index, vertex);
}

}  // namespace geodist
