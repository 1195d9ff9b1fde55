// Geometries of GeoJSON being read.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <string>
#include <string_view>

#include "geometry/shape.hpp"
#include "text/cell.hpp"
#include "text/json_reader.hpp"
#include "text/number.hpp"

namespace geodist::geometry {

class GeoJsonReader {
  public:
    GeoJsonReader(std::string_view data, GeometryState& state)
        : reader_(data), end_(data.data() + data.size()), state_(state) {}

    [[nodiscard]] Failure failure() const { return failure_; }

    template <class Writer>
    bool read(Writer& out) {
        return geometry(out, 0) && at_end();
    }

  private:
    struct Members {
        GeometryKind kind = GeometryKind::none;
        const char* content = nullptr;
    };

    bool fail(GeometryFault fault) { return fail(fault, reader_.at()); }
    bool fail(GeometryFault fault, const char* at) {
        failure_ = {fault, at};
        return false;
    }
    void go_to(const char* at) {
        reader_ = text::JsonReader({at, static_cast<std::size_t>(end_ - at)});
    }
    bool take(char c) {
        reader_.skip_space();
        return reader_.take(c);
    }
    bool at_end() {
        reader_.skip_space();
        return reader_.is_at_end() || fail(GeometryFault::not_an_object);
    }

    bool read_members(Members& members) {
        reader_.skip_space();
        const char* const start = reader_.at();
        const char* type = nullptr;
        const char* coordinates = nullptr;
        const char* geometries = nullptr;
        const auto member = [&](std::string_view written, int depth) {
            const std::string_view name = text::plain_name(written, buffer_);
            const char* const value = reader_.at();
            if (name == "type") {
                type = value;
            } else if (name == "coordinates") {
                coordinates = value;
            } else if (name == "geometries") {
                geometries = value;
            }
            return reader_.value(depth);
        };
        if (!reader_.is_at('{') || !reader_.object(0, member)) {
            return fail(GeometryFault::not_an_object);
        }
        const char* const after = reader_.at();
        if (type == nullptr || *type != '"') {
            return fail(GeometryFault::no_type, type == nullptr ? start : type);
        }
        go_to(type);
        reader_.value(1);
        const std::string_view name =
            text::read_json({type, static_cast<std::size_t>(reader_.at() - type)}, buffer_).text;
        const auto* const found = std::ranges::find(kind_names, name);
        if (found == kind_names.end() || name.empty()) {
            return fail(GeometryFault::unknown_type, type);
        }
        members.kind = static_cast<GeometryKind>(found - kind_names.begin());
        const bool is_collection = members.kind == GeometryKind::geometry_collection;
        members.content = is_collection ? geometries : coordinates;
        if (members.content == nullptr || *members.content != '[') {
            return fail(GeometryFault::no_coordinates,
                        members.content == nullptr ? start : members.content);
        }
        go_to(after);
        return true;
    }

    // A number, or null, which is NaN.
    bool read_coordinate(double& value) {
        reader_.skip_space();
        const char* const start = reader_.at();
        if (!reader_.value(1)) {
            return fail(GeometryFault::not_numbers, start);
        }
        const std::string_view written(start, static_cast<std::size_t>(reader_.at() - start));
        const auto number = text::plain_number(written);
        if (!number && written != "null") {
            return fail(GeometryFault::not_numbers, start);
        }
        value = number.value_or(std::numeric_limits<double>::quiet_NaN());
        return !number || std::isfinite(value) || fail(GeometryFault::not_finite, start);
    }

    // A point may be empty: without numbers, or with nulls alone.
    bool read_position(Position& position, bool may_be_empty) {
        reader_.skip_space();
        const char* const start = reader_.at();
        if (!reader_.take('[')) {
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
        if (missing == count && may_be_empty) {
            constexpr double nan = std::numeric_limits<double>::quiet_NaN();
            position = {nan, nan, nan, false};
        } else if (missing != 0) {
            return fail(GeometryFault::not_numbers, start);
        } else if (count < 2) {
            return fail(GeometryFault::short_position, start);
        } else {
            position = {values[0], values[1], values[2], count > 2};
            state_.had_m |= count > 3;
        }
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
        const char* const after = reader_.at();
        go_to(members.content);
        out.begin(members.kind);
        if (!content(out, members.kind, depth)) {
            return false;
        }
        out.end();
        go_to(after);
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

    text::JsonReader reader_;
    const char* end_;
    GeometryState& state_;
    Failure failure_;
    std::string buffer_;
};

}  // namespace geodist::geometry
