// Geometries being written into the columns of ShapeTable: see writers.hpp for what a reader calls.
#pragma once

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
        level_ = 0;
    }
    void begin(GeometryKind kind) {
        kind_ = kind;
        part_level_ = is_multi(kind) ? 2 : 1;
        ring_level_ = part_level_ + (is_areal(kind) ? 1 : 0);
    }
    void end() {}
    void part(GeometryKind kind) { static_cast<void>(kind); }
    void next() {}
    void open() { ++level_; }
    // Rings without vertices and parts without rings are left out: they are empty.
    void close() {
        if (level_ == ring_level_) {
            close_ring();
        }
        if (level_ == part_level_) {
            close_part();
        }
        --level_;
    }
    bool position(const Position& position) {
        if (position.is_empty()) {
            return true;
        }
        out_.lon.push_back(position.x);
        out_.lat.push_back(position.y);
        if (kind_ == GeometryKind::point || kind_ == GeometryKind::multi_point) {
            close_ring();
            close_part();
        }
        return true;
    }

  private:
    static bool is_areal(GeometryKind kind) {
        return kind == GeometryKind::polygon || kind == GeometryKind::multi_polygon;
    }
    static void close(std::vector<std::int64_t>& offsets, std::size_t end) {
        if (std::cmp_less(offsets.back(), end)) {
            offsets.push_back(static_cast<std::int64_t>(end));
        }
    }
    void close_ring() { close(out_.rings, out_.lat.size()); }
    void close_part() { close(out_.parts, out_.rings.size() - 1); }

    ShapeTable& out_;
    GeometryKind kind_ = GeometryKind::none;
    int level_ = 0, part_level_ = 1, ring_level_ = 1;
};

}  // namespace geodist::geometry
