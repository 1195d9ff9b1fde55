// Rows of a column of shapes as tracks: lines of one part, also as many layers have them, as
// MultiLineStrings, or single points.
#pragma once

#include <geodist/shapes.hpp>

#include <cstddef>
#include <string_view>

#include "shapes/runs.hpp"

namespace geodist::tracks {

// Throws what check_shapes() throws, and the error of the first row that is missing, empty, or not
// one line: `name` says of which column it is.
void check_tracks(const ShapesView& shapes, std::string_view name);

// The same for shapes of any kind, of which only those are refused that are missing or empty.
void check_places(const ShapesView& shapes, std::string_view name);

// The vertices of a row that check_tracks() has accepted.
struct TrackRow {
    std::size_t first, last;

    [[nodiscard]] std::size_t size() const { return last - first; }
};

[[nodiscard]] inline TrackRow track_row(const ShapesView& shapes, std::size_t row) {
    using geodist::shapes::offset_at;
    const std::size_t ring = offset_at(shapes.parts, offset_at(shapes.rows, row));
    return {offset_at(shapes.rings, ring), offset_at(shapes.rings, ring + 1)};
}

}  // namespace geodist::tracks
