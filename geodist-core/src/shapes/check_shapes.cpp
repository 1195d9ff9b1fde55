#include <geodist/error.hpp>
#include <geodist/shapes.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>

#include "runtime/float_environment.hpp"
#include "shapes/runs.hpp"

namespace geodist {

namespace {

void check_shape_offsets(std::span<const std::int64_t> offsets, std::size_t size) {
    if (offsets.empty() || offsets.front() < 0 || !std::ranges::is_sorted(offsets) ||
        std::cmp_greater(offsets.back(), size)) {
        throw GeodistError("the offsets of shapes must rise and be within what they count");
    }
}

[[noreturn]] void throw_shape_vertex(const ShapesView& shapes, std::size_t row, std::size_t i) {
    const std::size_t first = shapes::offset_at(
        shapes.rings, shapes::offset_at(shapes.parts, shapes::offset_at(shapes.rows, row)));
    if (!(std::abs(shapes.lat[i]) <= 90)) {
        throw_invalid_latitude(shapes.lat[i], shapes.lon[i], row, "lat", i - first);
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
    }
    const runtime::FloatEnvironment environment;
    shapes::for_each_run(shapes, [&](const shapes::Run& run) {
        for (std::size_t i = run.first; i < run.last; ++i) {
            if (!(std::abs(shapes.lat[i]) <= 90 && std::isfinite(shapes.lon[i]))) {
                throw_shape_vertex(shapes, run.row, i);
            }
        }
    });
}

}  // namespace geodist
