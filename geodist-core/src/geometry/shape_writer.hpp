// Geometries being written into the columns of ShapeTable: see writers.hpp for what a reader calls.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "geometry/shape.hpp"

namespace geodist::geometry {

class ShapeWriter {
  public:
    explicit ShapeWriter(ShapeTable& out) : out_(out) {}

    // Takes back what the geometry has written; heights are left out anyway.
    void restart(bool has_z) {
        static_cast<void>(has_z);
        out_.rows_to(out_.rows.size() - 1);
        kind_ = GeometryKind::none;
        level_ = 0;
        part_level_ = ring_level_ = 1;
        left_out_ = false;
    }
    void begin(GeometryKind kind) {
        kind_ = kind;
        part_level_ = is_multi(kind) ? 2 : 1;
        ring_level_ = part_level_ + (is_areal(kind) ? 1U : 0U);
    }
    void end() {}
    void part(GeometryKind kind) { static_cast<void>(kind); }
    void next() {
        if (level_ > 0 && level_ <= deepest_level) {
            ++index_[level_ - 1];
        }
    }
    void open() {
        if (level_ < deepest_level) {
            index_[level_] = -1;
        }
        ++level_;
    }
    // Rings without vertices and parts without rings are left out: they are empty.
    void close() {
        if (level_ == ring_level_) {
            left_out_ |= !close_ring();
        }
        if (level_ == part_level_) {
            left_out_ |= !close_part();
        }
        --level_;
    }
    bool position(const Position& position) {
        if (position.is_empty()) {
            left_out_ = true;
            return true;
        }
        out_.lon.push_back(position.x);
        out_.lat.push_back(position.y);
        if (kind_ == GeometryKind::point || kind_ == GeometryKind::multi_point) {
            static_cast<void>(close_ring());
            static_cast<void>(close_part());
        }
        return true;
    }

    // Tells where a reader ended that did not come to the end.
    void set_place(GeometryState& state) const {
        const bool is_line = kind_ != GeometryKind::point && kind_ != GeometryKind::multi_point;
        if (level_ == (is_line ? ring_level_ : part_level_ - 1)) {
            state.part = part_level_ == 2 ? index_[0] : 0;
            state.ring = ring_level_ > part_level_ ? index_[part_level_ - 1] : 0;
            state.vertex = is_line ? index_[ring_level_ - 1] : 0;
        }
    }
    // Has a row with parts lost others, which were empty?
    [[nodiscard]] bool has_left_out() const {
        return left_out_ && std::cmp_less(out_.rows.back(), out_.parts.size() - 1);
    }

  private:
    static constexpr std::size_t deepest_level = 3;

    static bool is_areal(GeometryKind kind) {
        return kind == GeometryKind::polygon || kind == GeometryKind::multi_polygon;
    }
    // False for what is empty.
    static bool close(std::vector<std::int64_t>& offsets, std::size_t end) {
        const bool is_full = std::cmp_less(offsets.back(), end);
        if (is_full) {
            offsets.push_back(static_cast<std::int64_t>(end));
        }
        return is_full;
    }
    bool close_ring() { return close(out_.rings, out_.lat.size()); }
    bool close_part() { return close(out_.parts, out_.rings.size() - 1); }

    ShapeTable& out_;
    GeometryKind kind_ = GeometryKind::none;
    std::size_t level_ = 0, part_level_ = 1, ring_level_ = 1;
    std::array<std::int32_t, deepest_level> index_{};  // of the item of each level
    bool left_out_ = false;
};

}  // namespace geodist::geometry
