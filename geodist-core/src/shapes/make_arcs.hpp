// The arcs of polygons, by the kind of their edges; for arcs.cpp alone.
#pragma once

#include <cstddef>

#include "shapes/arcs.hpp"
#include "shapes/runs.hpp"

namespace geodist::shapes {

void make_geodesic_arcs(PolygonArcs& out, const ShapesView& shapes, const Ellipsoid& ellipsoid,
                        const RunOptions& options);
void make_planar_arcs(PolygonArcs& out, const ShapesView& shapes);

// f(row, first, last) for every part of a polygon and its rings [first, last).
template <class F>
void for_each_polygon(const ShapesView& shapes, F f) {
    for (std::size_t row = 0; row < shapes.kinds.size(); ++row) {
        if (!is_areal(static_cast<GeometryKind>(shapes.kinds[row]))) {
            continue;
        }
        const std::size_t end = offset_at(shapes.rows, row + 1);
        for (std::size_t part = offset_at(shapes.rows, row); part < end; ++part) {
            f(row, offset_at(shapes.parts, part), offset_at(shapes.parts, part + 1));
        }
    }
}

}  // namespace geodist::shapes
