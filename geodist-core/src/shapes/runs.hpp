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

// Does a row consist of lines or rings?
[[nodiscard]] inline bool has_edges(GeometryKind kind) {
    return kind != GeometryKind::point && kind != GeometryKind::multi_point;
}

[[nodiscard]] inline bool is_areal(GeometryKind kind) {
    return kind == GeometryKind::polygon || kind == GeometryKind::multi_polygon;
}

[[nodiscard]] inline std::size_t offset_at(std::span<const std::int64_t> offsets, std::size_t i) {
    return static_cast<std::size_t>(offsets[i]);
}

// The line, ring or point that a ring of the columns is; it may have no vertex.
[[nodiscard]] inline Run run_of(const ShapesView& shapes, std::size_t row, std::size_t ring) {
    const bool areal = is_areal(static_cast<GeometryKind>(shapes.kinds[row]));
    const std::size_t first = offset_at(shapes.rings, ring);
    const std::size_t last = offset_at(shapes.rings, ring + 1);
    const auto meets = [&] {
        return shapes.lat[first] == shapes.lat[last - 1] &&
               shapes.lon[first] == shapes.lon[last - 1];
    };
    return {row, first, last, areal && first != last && !meets()};
}

// The rings of the columns that a row has: [first, last), ...
struct Range {
    std::size_t first, last;
};
[[nodiscard]] inline Range rings_of(const ShapesView& shapes, std::size_t row) {
    return {offset_at(shapes.parts, offset_at(shapes.rows, row)),
            offset_at(shapes.parts, offset_at(shapes.rows, row + 1))};
}
// ... and the vertices that all rows have.
[[nodiscard]] inline Range vertices_of(const ShapesView& shapes) {
    const auto begin = [&](std::int64_t part) {
        const std::size_t ring = offset_at(shapes.parts, static_cast<std::size_t>(part));
        return offset_at(shapes.rings, ring);
    };
    return {begin(shapes.rows.front()), begin(shapes.rows.back())};
}

// f(run) for every run of a row that has a vertex, in order.
template <class F>
void for_each_run_of(const ShapesView& shapes, std::size_t row, F f) {
    const auto [first, last] = rings_of(shapes, row);
    for (std::size_t ring = first; ring < last; ++ring) {
        const Run run = run_of(shapes, row, ring);
        if (run.first != run.last) {
            f(run);
        }
    }
}

// Of all rows.
template <class F>
void for_each_run(const ShapesView& shapes, F f) {
    for (std::size_t row = 0; row < shapes.kinds.size(); ++row) {
        for_each_run_of(shapes, row, f);
    }
}

// The same from the last to the first.
template <class F>
void for_each_run_backward(const ShapesView& shapes, F f) {
    for (std::size_t row = shapes.kinds.size(); row-- > 0;) {
        const auto [first, last] = rings_of(shapes, row);
        for (std::size_t ring = last; ring-- > first;) {
            const Run run = run_of(shapes, row, ring);
            if (run.first != run.last) {
                f(run);
            }
        }
    }
}

}  // namespace geodist::shapes
