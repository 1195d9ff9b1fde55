#include <geodist/error.hpp>
#include <geodist/shapes.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>

#include "runtime/float_environment.hpp"
#include "shapes/runs.hpp"
#include "shapes/vertices.hpp"

namespace geodist {

namespace {

void check_shape_offsets(std::span<const std::int64_t> offsets, std::size_t size) {
    if (offsets.empty() || offsets.front() < 0 || !std::ranges::is_sorted(offsets) ||
        std::cmp_greater(offsets.back(), size)) {
        throw GeodistError("the offsets of shapes must rise and be within what they count");
    }
}

// Has a row as many parts, and they as many rings and vertices, as its kind may have?
bool fits_kind(const ShapesView& shapes, std::size_t row) {
    const auto kind = static_cast<GeometryKind>(shapes.kinds[row]);
    const std::size_t first = shapes::offset_at(shapes.rows, row);
    const std::size_t last = shapes::offset_at(shapes.rows, row + 1);
    const std::size_t most = kind == GeometryKind::none ? 0 : 1;
    if (kind <= GeometryKind::polygon && last - first > most) {
        return false;
    }
    if (shapes::is_areal(kind)) {
        return true;
    }
    const bool is_point = kind == GeometryKind::point || kind == GeometryKind::multi_point;
    for (std::size_t part = first; part < last; ++part) {
        const std::size_t ring = shapes::offset_at(shapes.parts, part);
        if (shapes.parts[part + 1] > shapes.parts[part] + 1 ||
            (is_point && shapes.parts[part + 1] > shapes.parts[part] &&
             shapes.rings[ring + 1] > shapes.rings[ring] + 1)) {
            return false;
        }
    }
    return true;
}

[[noreturn]] void throw_shape_vertex(const ShapesView& shapes, std::size_t row, std::size_t i) {
    const std::size_t first = shapes::offset_at(
        shapes.rings, shapes::offset_at(shapes.parts, shapes::offset_at(shapes.rows, row)));
    if (!(std::abs(shapes.lat[i]) <= 90)) {
        throw_invalid_latitude(shapes.lat[i], shapes.lon[i], row, "lat", i - first);
    }
    if (std::isfinite(shapes.lon[i])) {
        shapes::throw_far_planar_longitude(shapes.lon[i], "row", row, i - first);
    }
    throw_invalid_longitude(shapes.lon[i], row, "lon", i - first);
}

}  // namespace

void check_shapes(const ShapesView& shapes) {
    if (shapes.lat.size() != shapes.lon.size() || shapes.rows.size() != shapes.kinds.size() + 1) {
        throw GeodistError("the columns of shapes differ in number");
    }
    check_shape_offsets(shapes.rings, shapes.lat.size());
    check_shape_offsets(shapes.parts, shapes.rings.size() - 1);
    check_shape_offsets(shapes.rows, shapes.parts.size() - 1);
    for (std::size_t row = 0; row < shapes.kinds.size(); ++row) {
        if (shapes.kinds[row] >= static_cast<std::uint8_t>(GeometryKind::geometry_collection)) {
            throw GeodistError("a kind of shape is unknown", std::nullopt, row);
        }
        if (!fits_kind(shapes, row)) {
            throw GeodistError("a shape has more or fewer parts than its kind", std::nullopt, row);
        }
    }
    const runtime::FloatEnvironment environment;
    const double farthest = shapes.edges == Edges::planar ? shapes::farthest_planar_lon : HUGE_VAL;
    shapes::for_each_run(shapes, [&](const shapes::Run& run) {
        for (std::size_t i = run.first; i < run.last; ++i) {
            if (!(std::abs(shapes.lat[i]) <= 90 && std::abs(shapes.lon[i]) <= farthest) ||
                std::isinf(shapes.lon[i])) {
                throw_shape_vertex(shapes, run.row, i);
            }
        }
    });
}

}  // namespace geodist
