// Both coordinates of a point in one text.
#include "text/points.hpp"

#include <geodist/error.hpp>
#include <geodist/text.hpp>

#include <algorithm>
#include <array>
#include <cctype>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "runtime/float_environment.hpp"
#include "text/angle.hpp"
#include "text/cells.hpp"
#include "text/number.hpp"
#include "text/tokens.hpp"

namespace geodist::text {

namespace {

using Halves = std::pair<std::string, std::string>;

constexpr std::size_t LONGEST_POINT = 2 * Tokens::longest;
constexpr double NO_NUMBER = std::numeric_limits<double>::quiet_NaN();

bool is_one_of(char c, std::string_view letters) {
    return letters.find(static_cast<char>(std::toupper(static_cast<unsigned char>(c)))) !=
           std::string_view::npos;
}

// Skips a word in any case, and the blanks behind it.
bool skip_word(std::string_view& text, std::string_view word) {
    const bool is_there =
        text.size() >= word.size() &&
        std::ranges::equal(text.substr(0, word.size()), word, [](char c, char capital) {
            return std::toupper(static_cast<unsigned char>(c)) == capital;
        });
    if (is_there) {
        text = trimmed(text.substr(word.size()));
    }
    return is_there;
}

bool has_letter(std::string_view text) { return std::ranges::any_of(text, is_letter); }

// Latitude, longitude and a solidus (ISO 6709), whose digits say which of degrees, minutes and
// seconds they are.
std::optional<std::string> iso_angle(std::string_view& text, std::size_t degree_digits) {
    if (text.empty() || (text.front() != '+' && text.front() != '-')) {
        return std::nullopt;
    }
    std::string angle(1, text.front());
    text.remove_prefix(1);
    const std::string_view digits = text.substr(0, digits_size(text));
    const std::size_t whole = std::min(digits.find('.'), digits.size());
    text.remove_prefix(digits.size());
    if (whole < degree_digits || whole > degree_digits + 4 || (whole - degree_digits) % 2 != 0 ||
        digits.ends_with('.')) {
        return std::nullopt;
    }
    for (std::size_t at = degree_digits, last = 0; at <= whole; last = at, at += 2) {
        angle += (last == 0 ? "" : ":");
        angle += digits.substr(last, at - last);
    }
    return angle += digits.substr(whole);
}

std::optional<Halves> split_iso(std::string_view text) {
    auto lat = iso_angle(text, 2);
    auto lon = lat ? iso_angle(text, 3) : std::nullopt;
    return lon && text == "/" ? std::optional<Halves>({*lat, *lon}) : std::nullopt;
}

// An O may be west or east: the angle then says so when it is read.
Axis axis_with_o(std::string_view text) {
    std::string other(trimmed(text));
    for (char* const end :
         {other.empty() ? nullptr : &other.front(), other.empty() ? nullptr : &other.back()}) {
        if (end != nullptr && is_one_of(*end, "O")) {
            *end = 'W';
        }
    }
    const Angle angle = parse_angle(other);
    return angle.fault.kind == AngleFault::Kind::none ? angle.axis : Axis::none;
}

// Whether the letters of two angles say that one is a latitude and the other a longitude.
bool are_two_axes(std::string_view first, std::string_view second) {
    const Axis axis = axis_with_o(first);
    if (axis == Axis::none) {
        return false;
    }
    const Axis other = axis_with_o(second);
    return other != Axis::none && other != axis;
}

// Where the letter of one angle ends it, or that of the next begins it.
std::optional<Halves> split_at_letter(std::string_view text) {
    for (std::size_t i = 1; i < text.size(); ++i) {
        if (!is_one_of(text[i - 1], "NSEWO") && !is_one_of(text[i], "NSEWO")) {
            continue;
        }
        const std::string_view first = trimmed(text.substr(0, i)), second = trimmed(text.substr(i));
        if (are_two_axes(first, second)) {
            return Halves{first, second};
        }
    }
    return std::nullopt;
}

// Where exactly one comma or semicolon is, or else blanks between two numbers.
std::optional<Halves> split_at_mark(std::string_view text) {
    for (const std::string_view mark : {";", ","}) {
        const std::size_t at = text.find(mark);
        if (at != std::string_view::npos) {
            if (text.find(mark, at + 1) != std::string_view::npos) {
                return std::nullopt;
            }
            return Halves{trimmed(text.substr(0, at)), trimmed(text.substr(at + 1))};
        }
    }
    const auto blank =
        static_cast<std::size_t>(std::ranges::find_if(text, is_blank) - text.begin());
    if (blank == text.size()) {
        return std::nullopt;
    }
    const std::string_view second = trimmed(text.substr(blank));
    return plain_number(text.substr(0, blank)) && plain_number(second)
               ? std::optional<Halves>({std::string(text.substr(0, blank)), std::string(second)})
               : std::nullopt;
}

PointText fail(PointText::Status status, std::string reason) {
    return {.lat = NO_NUMBER, .lon = NO_NUMBER, .status = status, .reason = std::move(reason)};
}

// The text behind POINT, whose order is a standard's: x y [z [m]].
PointText parse_wkt(std::string_view text) {
    for (const std::string_view word : {"ZM", "Z", "M"}) {
        if (skip_word(text, word)) {
            break;
        }
    }
    if (skip_word(text, "EMPTY") && text.empty()) {
        return fail(PointText::Status::none, "is a point without coordinates");
    }
    if (!text.starts_with('(') || !text.ends_with(')')) {
        return fail(PointText::Status::none, "is not a point");
    }
    text = trimmed(text.substr(1, text.size() - 2));
    std::array<double, 4> numbers{};
    std::size_t count = 0;
    while (!text.empty() && count < numbers.size()) {
        const auto size =
            static_cast<std::size_t>(std::ranges::find_if(text, is_blank) - text.begin());
        const auto number = plain_number(text.substr(0, size));
        if (!number) {
            return fail(PointText::Status::none, "is not a point");
        }
        numbers[count++] = *number;
        text = trimmed(text.substr(size));
    }
    if (count < 2 || !text.empty()) {
        return fail(PointText::Status::none, "is not a point");
    }
    return {.lat = numbers[1], .lon = numbers[0], .status = PointText::Status::read, .reason = {}};
}

}  // namespace

std::optional<Halves> split_at_signs(std::string_view text) {
    text = trimmed(text);
    if (text.size() > LONGEST_POINT) {
        return std::nullopt;
    }
    if (auto halves = split_iso(text)) {
        return halves;
    }
    if (!has_letter(text)) {
        return std::nullopt;
    }
    if (auto halves = split_at_mark(text); halves && are_two_axes(halves->first, halves->second)) {
        return halves;
    }
    return split_at_letter(text);
}

PointText parse_point(std::string_view text, PointOrder order) {
    text = trimmed(text);
    if (text.empty()) {
        return fail(PointText::Status::none, "is empty");
    }
    if (skip_word(text, "SRID=")) {
        const std::size_t end = text.find(';');
        if (end == std::string_view::npos || trimmed(text.substr(0, end)) != "4326") {
            return fail(PointText::Status::none,
                        "has another SRID than 4326: convert it to longitude and latitude");
        }
        text = trimmed(text.substr(end + 1));
    }
    if (skip_word(text, "POINT")) {
        return parse_wkt(text);
    }
    if (text.size() > LONGEST_POINT) {
        return fail(PointText::Status::none, "is not a point");
    }
    for (const std::string_view brackets : {"()", "[]"}) {
        if (text.starts_with(brackets.front()) && text.ends_with(brackets.back()) &&
            text.size() > 1) {
            text = trimmed(text.substr(1, text.size() - 2));
        }
    }
    if (const auto iso = split_iso(text)) {
        const Angle lat = parse_angle(iso->first), lon = parse_angle(iso->second);
        if (lat.fault.kind == AngleFault::Kind::none && lon.fault.kind == AngleFault::Kind::none) {
            return {lat.degrees, lon.degrees, PointText::Status::read, {}};
        }
    }
    auto halves = split_at_mark(text);
    if (!halves && has_letter(text)) {
        halves = split_at_letter(text);
    }
    if (!halves) {
        return fail(PointText::Status::none, "is not a point");
    }
    const Angle first = parse_angle(halves->first), second = parse_angle(halves->second);
    for (const auto& [angle, half] : {std::pair{first, halves->first}, {second, halves->second}}) {
        if (angle.fault.kind != AngleFault::Kind::none) {
            return fail(PointText::Status::none,
                        "is not a point: " + half + ' ' + describe(angle.fault));
        }
    }
    if (first.axis != Axis::none && first.axis == second.axis) {
        return fail(PointText::Status::none, "has two latitudes or two longitudes");
    }
    const bool has_axis = first.axis != Axis::none || second.axis != Axis::none;
    if (!has_axis && order == PointOrder::unknown) {
        return {first.degrees, second.degrees, PointText::Status::needs_order, {}};
    }
    const bool is_swapped = has_axis
                                ? first.axis == Axis::longitude || second.axis == Axis::latitude
                                : order == PointOrder::lon_lat;
    return {is_swapped ? second.degrees : first.degrees,
            is_swapped ? first.degrees : second.degrees,
            PointText::Status::read,
            {}};
}

}  // namespace geodist::text

namespace geodist {

PointText read_point(std::string_view text, PointOrder order) {
    const runtime::FloatEnvironment environment;
    return text::parse_point(text, order);
}

std::optional<std::pair<std::string, std::string>> split_point(std::string_view text) {
    const runtime::FloatEnvironment environment;
    return text::split_at_signs(text);
}

void read_points(const TextColumn& cells, PointOrder order, char decimal, std::span<double> lat,
                 std::span<double> lon, std::span<PointText::Status> status) {
    const runtime::FloatEnvironment environment;
    text::check_sizes(cells, lat.size());
    if (lon.size() != lat.size() || status.size() != lat.size()) {
        throw GeodistError("latitudes, longitudes and status must be of one size");
    }
    std::string with_points;
    for (std::size_t i = 0; i < lat.size(); ++i) {
        const auto cell = text::with_point(text::cell(cells, i), decimal, with_points);
        const PointText point =
            cell ? text::parse_point(*cell, order)
                 : PointText{text::NO_NUMBER, text::NO_NUMBER, PointText::Status::none, {}};
        lat[i] = point.status == PointText::Status::read ? point.lat : text::NO_NUMBER;
        lon[i] = point.status == PointText::Status::read ? point.lon : text::NO_NUMBER;
        status[i] = point.status;
    }
}

}  // namespace geodist
