// Well-known binary being read.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "geometry/shape.hpp"

namespace geodist::geometry {

class WkbReader {
  public:
    WkbReader(std::string_view data, GeometryState& state)
        : at_(data.data()), end_(data.data() + data.size()), state_(state) {}

    [[nodiscard]] Failure failure() const { return failure_; }

    // The whole of it, to a writer.
    template <class Writer>
    bool read(Writer& out) {
        return geometry(out, 0) && (at_ == end_ || fail(GeometryFault::trailing));
    }

    // The position of a point; of another kind, only the state is set.
    bool read_point(Position& position) {
        Header header;
        if (!read_header(header)) {
            return false;
        }
        state_.kind = header.kind;
        state_.has_z = header.has_z;
        state_.had_m = header.has_m;
        return header.kind != GeometryKind::point ||
               (read_position(header, position) && (at_ == end_ || fail(GeometryFault::trailing)));
    }

  private:
    struct Header {
        bool is_little = true;
        GeometryKind kind = GeometryKind::none;
        bool has_z = false;
        bool has_m = false;

        [[nodiscard]] std::size_t position_size() const {
            return (2U + (has_z ? 1U : 0U) + (has_m ? 1U : 0U)) * sizeof(double);
        }
    };

    bool fail(GeometryFault fault) {
        failure_ = {fault, at_};
        return false;
    }
    [[nodiscard]] std::size_t left() const { return static_cast<std::size_t>(end_ - at_); }

    // The caller has asked whether it is there.
    template <class Unsigned>
    Unsigned take(bool is_little) {
        constexpr auto size = static_cast<int>(sizeof(Unsigned));
        Unsigned value = 0;
        for (int i = 0; i < size; ++i) {
            const auto byte = static_cast<unsigned char>(at_[is_little ? i : size - 1 - i]);
            value |= static_cast<Unsigned>(byte) << (8 * i);
        }
        at_ += size;
        return value;
    }
    double take_double(bool is_little) {
        return std::bit_cast<double>(take<std::uint64_t>(is_little));
    }

    bool read_header(Header& header) {
        if (left() < 5) {
            return fail(GeometryFault::cut_off);
        }
        if (*at_ != 0 && *at_ != 1) {
            return fail(GeometryFault::bad_byte_order);
        }
        header.is_little = *at_++ == 1;
        const auto code = take<std::uint32_t>(header.is_little);
        const std::uint32_t plain = code & 0x1FFFFFFF;
        const std::uint32_t dimensions = plain / 1000;
        const std::uint32_t kind = plain % 1000;
        if (dimensions > 3 || kind == 0 || kind >= kind_names.size()) {
            at_ -= 4;
            return fail(GeometryFault::unknown_type);
        }
        header.kind = static_cast<GeometryKind>(kind);
        header.has_z = (code & 0x80000000) != 0 || dimensions == 1 || dimensions == 3;
        header.has_m = (code & 0x40000000) != 0 || dimensions >= 2;
        if ((code & 0x20000000) != 0) {
            if (left() < 4) {
                return fail(GeometryFault::cut_off);
            }
            state_.srid = static_cast<std::int32_t>(take<std::uint32_t>(header.is_little));
        }
        return true;
    }

    bool read_position(const Header& header, Position& position) {
        if (left() < header.position_size()) {
            return fail(GeometryFault::cut_off);
        }
        const char* start = at_;
        position.x = take_double(header.is_little);
        position.y = take_double(header.is_little);
        position.has_z = header.has_z;
        if (header.has_z) {
            position.z = take_double(header.is_little);
        }
        if (header.has_m) {
            at_ += sizeof(double);
        }
        const bool may_be_empty = header.kind == GeometryKind::point && position.is_empty();
        if (!position.is_finite() && !may_be_empty) {
            at_ = start;
            return fail(GeometryFault::not_finite);
        }
        return true;
    }

    template <class Writer>
    bool geometry(Writer& out, int depth) {
        if (depth >= deepest) {
            return fail(GeometryFault::too_deep);
        }
        Header header;
        if (!read_header(header)) {
            return false;
        }
        if (depth == 0) {
            state_.kind = header.kind;
            if (header.has_z && !state_.has_z) {
                state_.has_z = true;
                out.restart(true);
            }
        }
        state_.had_m |= header.has_m;
        out.begin(header.kind);
        if (!body(out, header, depth)) {
            return false;
        }
        out.end();
        return true;
    }

    // What follows a header.
    template <class Writer>
    bool body(Writer& out, const Header& header, int depth) {
        if (header.kind == GeometryKind::point) {
            Position position;
            return read_position(header, position) && write(out, position);
        }
        if (left() < 4) {
            return fail(GeometryFault::cut_off);
        }
        auto count = take<std::uint32_t>(header.is_little);
        for (out.open(); count != 0; --count) {
            out.next();
            if (!item(out, header, depth)) {
                return false;
            }
        }
        out.close();
        return true;
    }

    template <class Writer>
    bool item(Writer& out, const Header& header, int depth) {
        if (header.kind == GeometryKind::geometry_collection) {
            return geometry(out, depth + 1);
        }
        if (is_multi(header.kind)) {
            const char* start = at_;
            Header part;
            if (!read_header(part)) {
                return false;
            }
            if (part.kind != part_of(header.kind)) {
                at_ = start;
                return fail(GeometryFault::wrong_part);
            }
            state_.had_m |= part.has_m;
            out.part(part.kind);
            return body(out, part, depth);
        }
        Header inner = header;
        inner.kind = GeometryKind::line_string;
        if (header.kind == GeometryKind::polygon) {
            return body(out, inner, depth);
        }
        Position position;
        return read_position(header, position) && write(out, position);
    }

    template <class Writer>
    bool write(Writer& out, const Position& position) {
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
