// Geometries being written. A reader calls begin(kind), what the kind has, then end(). A point has
// a position; any other kind has open(), its items, each after next(), and close(). An item of a
// MultiPoint and its kin begins with part(); a ring of a polygon has nothing of its own.
#pragma once

#include <bit>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string_view>
#include <vector>

#include "geometry/shape.hpp"

namespace geodist::geometry {

// Appends the shortest decimal that reads back as the same, without an exponent where it is short.
inline void append_number(std::vector<char>& out, double value) {
    char buffer[32];
    const double size = std::abs(value);
    const bool is_plain = size == 0 || (size >= 1e-6 && size < 1e17);
    const auto [end, error] =
        std::to_chars(buffer, buffer + sizeof buffer, value,
                      is_plain ? std::chars_format::fixed : std::chars_format::scientific);
    static_cast<void>(error);
    out.insert(out.end(), buffer, end);
}

class GeoJsonWriter {
  public:
    explicit GeoJsonWriter(std::vector<char>& out) : out_(out) {}

    void restart(bool has_z) { static_cast<void>(has_z); }
    void begin(GeometryKind kind) {
        append(R"({"type":")");
        append(kind_names[static_cast<std::size_t>(kind)]);
        append(kind == GeometryKind::geometry_collection ? R"(","geometries":)"
                                                         : R"(","coordinates":)");
    }
    void end() { out_.push_back('}'); }
    void part(GeometryKind kind) { static_cast<void>(kind); }
    void open() { out_.push_back('['); }
    void close() { out_.push_back(']'); }
    void next() {
        if (out_.back() != '[') {
            out_.push_back(',');
        }
    }
    // False where all has to be written anew with heights.
    bool position(const Position& position) {
        out_.push_back('[');
        if (!position.is_empty()) {
            append_number(out_, position.x);
            out_.push_back(',');
            append_number(out_, position.y);
            if (position.has_z && std::isfinite(position.z)) {
                out_.push_back(',');
                append_number(out_, position.z);
            }
        }
        out_.push_back(']');
        return true;
    }

  private:
    void append(std::string_view text) { out_.insert(out_.end(), text.begin(), text.end()); }

    std::vector<char>& out_;
};

class WkbWriter {
  public:
    explicit WkbWriter(std::vector<char>& out) : out_(out) {}

    void restart(bool has_z) {
        has_z_ = has_z;
        counts_.clear();
    }
    void begin(GeometryKind kind) {
        out_.push_back(1);  // little-endian
        append(static_cast<std::uint32_t>(kind) + (has_z_ ? 1000U : 0U));
    }
    void end() {}
    void part(GeometryKind kind) { begin(kind); }
    void open() {
        counts_.push_back({out_.size(), 0});
        append(std::uint32_t{0});
    }
    void close() {
        const Count count = counts_.back();
        counts_.pop_back();
        store(out_.data() + count.at, count.items);
    }
    void next() { ++counts_.back().items; }
    bool position(const Position& position) {
        if (position.has_z && !has_z_) {
            return false;
        }
        append(position.x);
        append(position.y);
        if (has_z_) {
            append(position.has_z ? position.z : std::numeric_limits<double>::quiet_NaN());
        }
        return true;
    }

  private:
    struct Count {
        std::size_t at;
        std::uint32_t items;
    };

    static void store(char* to, std::uint32_t value) {
        for (int i = 0; i < 4; ++i) {
            to[i] = static_cast<char>(value >> (8 * i));
        }
    }
    void append(std::uint32_t value) {
        out_.resize(out_.size() + 4);
        store(out_.data() + out_.size() - 4, value);
    }
    void append(double value) {
        const auto bits = std::bit_cast<std::uint64_t>(value);
        append(static_cast<std::uint32_t>(bits));
        append(static_cast<std::uint32_t>(bits >> 32));
    }

    std::vector<char>& out_;
    std::vector<Count> counts_;
    bool has_z_ = false;
};

}  // namespace geodist::geometry
