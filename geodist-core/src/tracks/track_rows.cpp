#include "tracks/track_rows.hpp"

#include <geodist/error.hpp>

#include <optional>
#include <string>

namespace geodist::tracks {

namespace {

std::string row_of(std::string_view name, std::size_t row) {
    return "row " + std::to_string(row) + " of " + std::string(name);
}

}  // namespace

void check_places(const ShapesView& shapes, std::string_view name) {
    check_shapes(shapes);
    for (std::size_t row = 0; row < shapes.kinds.size(); ++row) {
        if (static_cast<GeometryKind>(shapes.kinds[row]) == GeometryKind::none) {
            throw EmptyGeometryError(row_of(name, row) + " is missing, and so has no distance",
                                     std::nullopt, row);
        }
        const auto [first, last] = geodist::shapes::rings_of(shapes, row);
        if (shapes.rings[first] == shapes.rings[last]) {
            throw EmptyGeometryError(row_of(name, row) + " is empty, and so has no distance",
                                     std::nullopt, row);
        }
    }
}

void check_tracks(const ShapesView& shapes, std::string_view name) {
    check_shapes(shapes);
    for (std::size_t row = 0; row < shapes.kinds.size(); ++row) {
        const auto kind = static_cast<GeometryKind>(shapes.kinds[row]);
        if (kind == GeometryKind::none) {
            throw EmptyGeometryError(row_of(name, row) + " is missing, and so is no track",
                                     std::nullopt, row);
        }
        const std::size_t part = geodist::shapes::offset_at(shapes.rows, row);
        const std::size_t parts = geodist::shapes::offset_at(shapes.rows, row + 1) - part;
        if (kind == GeometryKind::multi_line_string && parts > 1) {
            throw InvalidGeometryError(row_of(name, row) + " is a MultiLineString of " +
                                           std::to_string(parts) +
                                           " parts, but a track is one line: make a row of each",
                                       std::nullopt, row);
        }
        if (kind != GeometryKind::line_string && kind != GeometryKind::multi_line_string &&
            kind != GeometryKind::point) {
            throw InvalidGeometryError(row_of(name, row) + " is a " + std::string(name_of(kind)) +
                                           ", but a track is one line",
                                       std::nullopt, row);
        }
        const bool has_part = parts > 0;
        const bool has_ring = has_part && shapes.parts[part + 1] > shapes.parts[part];
        if (!has_ring || track_row(shapes, row).size() == 0) {
            throw EmptyGeometryError(row_of(name, row) + " is empty, and so is no track",
                                     std::nullopt, row);
        }
    }
}

}  // namespace geodist::tracks
