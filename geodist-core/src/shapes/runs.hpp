// The lines, rings and points of a column of shapes, one by one.
#pragma once

#include <geodist/shapes.hpp>

#include <cstddef>
#include <cstdint>
#include <span>

namespace geodist::shapes {

// The vertices [first, last) of a line, a ring or a point, which has one.
struct Run {
    std::size_t row;
    std::size_t first, last;
    bool is_closed;  // by an edge from its last vertex to its first

    [[nodiscard]] std::size_t edges() const { return last - first - (is_closed ? 0 : 1); }
    // Where the edge ends that begins at this vertex.
    [[nodiscard]] std::size_t end_of(std::size_t edge) const {
        return edge + 1 == last ? first : edge + 1;
    }
};

[[nodiscard]] inline bool is_areal(GeometryKind kind) {
    return kind == GeometryKind::polygon || kind == GeometryKind::multi_polygon;
}

[[nodiscard]] inline std::size_t offset_at(std::span<const std::int64_t> offsets, std::size_t i) {
    return static_cast<std::size_t>(offsets[i]);
}

// f(run) for every run of a row that has a vertex, in order.
template <class F>
void for_each_run_of(const ShapesView& shapes, std::size_t row, F f) {
    const bool areal = is_areal(static_cast<GeometryKind>(shapes.kinds[row]));
    const std::size_t first_ring = offset_at(shapes.parts, offset_at(shapes.rows, row));
    const std::size_t last_ring = offset_at(shapes.parts, offset_at(shapes.rows, row + 1));
    for (std::size_t ring = first_ring; ring < last_ring; ++ring) {
        const std::size_t first = offset_at(shapes.rings, ring);
        const std::size_t last = offset_at(shapes.rings, ring + 1);
        if (first == last) {
            continue;
        }
        const bool meets =
            shapes.lat[first] == shapes.lat[last - 1] && shapes.lon[first] == shapes.lon[last - 1];
        f(Run{row, first, last, areal && !meets});
    }
}

// Of all rows.
template <class F>
void for_each_run(const ShapesView& shapes, F f) {
    for (std::size_t row = 0; row < shapes.kinds.size(); ++row) {
        for_each_run_of(shapes, row, f);
    }
}

}  // namespace geodist::shapes
