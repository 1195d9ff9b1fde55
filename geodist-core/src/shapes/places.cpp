#include "shapes/places.hpp"

#include <algorithm>
#include <span>

#include "shapes/runs.hpp"

namespace geodist::shapes {

namespace {

// The last item that begins at this place or before it, empty ones aside.
std::size_t item_with(std::span<const std::int64_t> offsets, std::size_t place) {
    const auto after =
        std::upper_bound(offsets.begin(), offsets.end(), static_cast<std::int64_t>(place));
    return static_cast<std::size_t>(after - offsets.begin()) - 1;
}

}  // namespace

// Each coordinate from its nearer end: right at both, and constant where they are equal.
LatLon planar_point(const ShapesView& shapes, std::size_t begin, std::size_t end, double fraction) {
    const auto between = [fraction](double first, double last) {
        const double whole = last - first;
        return fraction < 0.5 ? first + fraction * whole : last - (1 - fraction) * whole;
    };
    return {between(shapes.lat[begin], shapes.lat[end]),
            between(shapes.lon[begin], shapes.lon[end])};
}

Location location_of(const ShapesView& shapes, std::size_t edge, double fraction, double lat,
                     double lon) {
    const std::size_t ring = item_with(shapes.rings, edge);
    const std::size_t part = item_with(shapes.parts, ring);
    const std::size_t row = item_with(shapes.rows, part);
    const std::size_t first = offset_at(shapes.rings, ring),
                      last = offset_at(shapes.rings, ring + 1);
    const std::size_t end = edge + 1 < last ? edge + 1 : last - first == 1 ? edge : first;
    if (shapes.edges == Edges::planar && fraction > 0 && fraction < 1) {
        const LatLon found = planar_point(shapes, edge, end, fraction);
        lat = found.lat;
        lon = found.lon;
    }
    if (fraction <= 0 || fraction >= 1) {
        lat = shapes.lat[fraction <= 0 ? edge : end];
        lon = shapes.lon[fraction <= 0 ? edge : end];
    }
    const auto number = [](std::size_t n) { return static_cast<std::int64_t>(n); };
    return {number(row),
            number(part - offset_at(shapes.rows, row)),
            number(ring - offset_at(shapes.parts, part)),
            number(edge - first),
            fraction,
            lat,
            lon};
}

Location interior_location(std::size_t row, double lat, double lon) {
    return {static_cast<std::int64_t>(row), 0, 0, -1, 0, lat, lon};
}

}  // namespace geodist::shapes
