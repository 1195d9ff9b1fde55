// Geometries of GeoJSON being read: text of JSON whose grammar was checked. What is not JSON has a
// fault, or is read as far as it is a geometry.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <optional>
#include <string_view>

#include "geometry/shape.hpp"
#include "text/number.hpp"

namespace geodist::geometry {

class GeoJsonReader {
  public:
    GeoJsonReader(std::string_view data, GeometryState& state)
        : at_(data.data()), end_(data.data() + data.size()), state_(state) {}

    [[nodiscard]] Failure failure() const { return failure_; }

    template <class Writer>
    bool read(Writer& out) {
        return geometry(out, 0) && at_end();
    }

    // The position of a point; of another kind, only the state is set.
    bool read_point(Position& position) {
        Members members;
        if (!read_members(members)) {
            return false;
        }
        state_.kind = members.kind;
        if (members.kind != GeometryKind::point) {
            return at_end();
        }
        const char* const after = at_;
        at_ = members.content;
        if (!read_position(position, true)) {
            return false;
        }
        state_.has_z = position.has_z;
        at_ = after;
        return at_end();
    }

  private:
    struct Members {
        GeometryKind kind = GeometryKind::none;
        const char* content = nullptr;
    };

    bool fail(GeometryFault fault) {
        failure_ = {fault, at_};
        return false;
    }
    void skip_blanks() {
        while (at_ != end_ && (*at_ == ' ' || *at_ == '\n' || *at_ == '\r' || *at_ == '\t')) {
            ++at_;
        }
    }
    // The next character that is not blank, 0 at the end.
    char peek() {
        skip_blanks();
        return at_ == end_ ? '\0' : *at_;
    }
    bool take(char c) {
        if (peek() != c) {
            return false;
        }
        ++at_;
        return true;
    }
    bool at_end() { return peek() == '\0' || fail(GeometryFault::not_an_object); }

    // What stands between quotes, escapes as they are.
    std::optional<std::string_view> take_text() {
        if (!take('"')) {
            return std::nullopt;
        }
        const char* const start = at_;
        for (; at_ != end_; ++at_) {
            if (*at_ == '"') {
                return std::string_view(start, static_cast<std::size_t>(at_++ - start));
            }
            if (*at_ == '\\' && ++at_ == end_) {
                break;
            }
        }
        return std::nullopt;
    }

    // Any value: brackets are counted, whatever is between them.
    bool skip_value() {
        std::size_t depth = 0;
        do {
            const char c = peek();
            if (c == '\0') {
                return false;
            }
            if (c == '"') {
                if (!take_text()) {
                    return false;
                }
                continue;
            }
            if (c == '}' || c == ']' || c == ',') {
                if (depth == 0) {
                    return false;
                }
            }
            depth += c == '{' || c == '[' ? 1U : 0U;
            depth -= c == '}' || c == ']' ? 1U : 0U;
            ++at_;
            if (depth == 0 && c != '}' && c != ']') {
                skip_word();
            }
        } while (depth != 0);
        return true;
    }
    void skip_word() {
        while (at_ != end_ && *at_ != ',' && *at_ != '}' && *at_ != ']' && *at_ != ' ' &&
               *at_ != '\n' && *at_ != '\r' && *at_ != '\t') {
            ++at_;
        }
    }

    // Whether a text between quotes is this word, some of whose letters may be \u escapes.
    static bool is_word(std::string_view text, std::string_view word) {
        if (text.find('\\') == std::string_view::npos) {
            return text == word;
        }
        for (const char c : word) {
            if (text.starts_with("\\u00") && text.size() >= 6) {
                const std::string_view code = text.substr(4, 2);
                constexpr std::string_view hex = "0123456789abcdef";
                const auto letter = static_cast<unsigned char>(c);
                if (code[0] != hex[letter >> 4U] ||
                    (code[1] | 0x20) != (hex[letter & 15U] | 0x20)) {
                    return false;
                }
                text.remove_prefix(6);
            } else if (text.starts_with(c)) {
                text.remove_prefix(1);
            } else {
                return false;
            }
        }
        return text.empty();
    }

    bool read_members(Members& members) {
        const char* start = at_;
        if (!take('{')) {
            return fail(GeometryFault::not_an_object);
        }
        const char* type = nullptr;
        const char* coordinates = nullptr;
        const char* geometries = nullptr;
        if (!take('}')) {
            do {
                const auto name = take_text();
                if (!name || !take(':')) {
                    return fail(GeometryFault::not_an_object);
                }
                skip_blanks();
                const char* const value = at_;
                if (!skip_value()) {
                    return fail(GeometryFault::not_an_object);
                }
                if (is_word(*name, "type")) {
                    type = value;
                } else if (is_word(*name, "coordinates")) {
                    coordinates = value;
                } else if (is_word(*name, "geometries")) {
                    geometries = value;
                }
            } while (take(','));
            if (!take('}')) {
                return fail(GeometryFault::not_an_object);
            }
        }
        const char* const after = at_;
        at_ = type == nullptr ? start : type;
        if (type == nullptr || *type != '"') {
            return fail(GeometryFault::no_type);
        }
        const std::string_view name = take_text().value_or("");
        for (std::size_t i = 1; i < kind_names.size(); ++i) {
            if (is_word(name, kind_names[i])) {
                members.kind = static_cast<GeometryKind>(i);
            }
        }
        if (members.kind == GeometryKind::none) {
            at_ = type;
            return fail(GeometryFault::unknown_type);
        }
        const bool is_collection = members.kind == GeometryKind::geometry_collection;
        members.content = is_collection ? geometries : coordinates;
        at_ = members.content == nullptr ? start : members.content;
        if (members.content == nullptr || *members.content != '[') {
            return fail(GeometryFault::no_coordinates);
        }
        at_ = after;
        return true;
    }

    // A number, or null, which is NaN.
    bool read_coordinate(double& value) {
        const char first = peek();
        const char* const start = at_;
        if (first == 'n') {
            skip_word();
            value = std::numeric_limits<double>::quiet_NaN();
            if (std::string_view(start, static_cast<std::size_t>(at_ - start)) == "null") {
                return true;
            }
        } else if (first == '-' || text::is_digit(first)) {
            skip_word();
            const auto number = text::plain_number({start, static_cast<std::size_t>(at_ - start)});
            if (number && std::isfinite(*number)) {
                value = *number;
                return true;
            }
            if (number) {
                at_ = start;
                return fail(GeometryFault::not_finite);
            }
        }
        at_ = start;
        return fail(GeometryFault::not_numbers);
    }

    // A point may be empty: without numbers, or with nulls alone.
    bool read_position(Position& position, bool may_be_empty) {
        skip_blanks();
        const char* const start = at_;
        if (!take('[')) {
            return fail(GeometryFault::not_numbers);
        }
        std::array<double, 4> values{};
        std::size_t count = 0;
        std::size_t missing = 0;
        if (!take(']')) {
            do {
                double& value = values[std::min<std::size_t>(count, 3)];
                if (!read_coordinate(value)) {
                    return false;
                }
                missing += std::isnan(value) ? 1U : 0U;
                ++count;
            } while (take(','));
            if (!take(']')) {
                return fail(GeometryFault::not_numbers);
            }
        }
        const char* const after = at_;
        at_ = start;
        if (missing == count && may_be_empty) {
            constexpr double nan = std::numeric_limits<double>::quiet_NaN();
            position = {nan, nan, nan, false};
        } else if (missing != 0) {
            return fail(GeometryFault::not_numbers);
        } else if (count < 2) {
            return fail(GeometryFault::short_position);
        } else {
            position = {values[0], values[1], values[2], count > 2};
            state_.had_m |= count > 3;
        }
        at_ = after;
        return true;
    }

    template <class Writer>
    bool geometry(Writer& out, int depth) {
        if (depth >= deepest) {
            return fail(GeometryFault::too_deep);
        }
        Members members;
        if (!read_members(members)) {
            return false;
        }
        if (depth == 0) {
            state_.kind = members.kind;
        }
        const char* const after = at_;
        at_ = members.content;
        out.begin(members.kind);
        if (!content(out, members.kind, depth)) {
            return false;
        }
        out.end();
        at_ = after;
        return true;
    }

    template <class Writer>
    bool content(Writer& out, GeometryKind kind, int depth) {
        if (kind == GeometryKind::point) {
            return position(out, true);
        }
        if (!take('[')) {
            return fail(GeometryFault::not_numbers);
        }
        out.open();
        if (!take(']')) {
            do {
                out.next();
                if (!item(out, kind, depth)) {
                    return false;
                }
            } while (take(','));
            if (!take(']')) {
                return fail(GeometryFault::not_numbers);
            }
        }
        out.close();
        return true;
    }

    template <class Writer>
    bool item(Writer& out, GeometryKind kind, int depth) {
        if (kind == GeometryKind::geometry_collection) {
            return geometry(out, depth + 1);
        }
        if (is_multi(kind)) {
            out.part(part_of(kind));
            return content(out, part_of(kind), depth);
        }
        return kind == GeometryKind::polygon ? content(out, GeometryKind::line_string, depth)
                                             : position(out, false);
    }

    template <class Writer>
    bool position(Writer& out, bool may_be_empty) {
        Position position;
        if (!read_position(position, may_be_empty)) {
            return false;
        }
        if (out.position(position)) {
            state_.has_z |= position.has_z;
            return true;
        }
        state_.has_z = true;  // without a fault: to be read anew
        return false;
    }

    const char* at_;
    const char* end_;
    GeometryState& state_;
    Failure failure_;
};

}  // namespace geodist::geometry
