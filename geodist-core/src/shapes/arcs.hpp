// The rings of polygons as arcs along which the latitude is a function of the longitude. Whether a
// point is inside follows from the arcs that its meridian meets between it and the south pole: by
// comparing longitudes as they are, so that a vertex is no special case, and, next to an arc, by
// the side of it on which the point is.
#pragma once

#include <geodist/ellipsoid.hpp>
#include <geodist/run_options.hpp>
#include <geodist/shapes.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "geodesy/prepared_ellipsoid.hpp"

namespace geodist::shapes {

// A point this near to an edge is on it, metres.
inline constexpr double boundary_width = 3e-8;
// Nearer to a pole than this, degrees, a point is next to arcs of any longitude.
inline constexpr double polar_cap = 1e-6;

// Degrees; longitudes in [-180, 180]. The latitude at west + u is within `band` of
// lat + u (slope + u bend). Points farther from that than `band` are not on the boundary either. A
// band may be as wide as the arc is high: then lat is in the middle, and slope and bend are 0.
struct Arc {
    double west, east;  // met by the meridians in [west, east)
    double lat, slope, bend;
    float band;
    std::uint32_t ends;  // 2 v + 1 if it leads eastward from vertex v to vertex v + 1, else 2 v

    [[nodiscard]] double latitude(double lon) const {
        const double u = lon - west;
        return lat + u * (slope + u * bend);
    }
    [[nodiscard]] std::size_t vertex() const { return ends >> 1U; }
    [[nodiscard]] bool is_eastward() const { return (ends & 1U) != 0; }
};

// What an arc covers between two longitudes, the nearer end where it does not reach them.
struct LatitudeRange {
    double bottom, top;
};
[[nodiscard]] inline LatitudeRange latitudes(const Arc& arc, double west, double east) {
    const double first = std::clamp(west, arc.west, arc.east);
    const double last = std::clamp(east, arc.west, arc.east);
    const double one = arc.latitude(first), other = arc.latitude(last);
    LatitudeRange range{std::min(one, other), std::max(one, other)};
    if (arc.bend != 0) {
        const double turn = arc.west - arc.slope / (2 * arc.bend);
        if (turn > first && turn < last) {
            const double there = arc.latitude(turn);
            range = {std::min(range.bottom, there), std::max(range.top, there)};
        }
    }
    const double band = arc.band;
    return {range.bottom - band, range.top + band};
}

// A step of a ring along the south pole: below every point with a longitude in [west, east).
struct SouthStep {
    double west, east;
    bool is_eastward;
};

// One part of a row. Its arcs and steps reach to those of the next.
struct Polygon {
    std::uint32_t row;
    std::uint32_t arc, step;
    bool is_flipped;  // does the south pole lie inside, but for steps?
};

struct PolygonArcs {
    std::vector<Arc> arcs;
    std::vector<double> lat, lon;  // vertices of arcs; longitudes in [-180, 180], if not planar
    std::vector<SouthStep> steps;
    std::vector<Polygon> polygons;  // and one behind the last
    Edges edges = Edges::geodesic;
    std::shared_ptr<const geodesy::PreparedEllipsoid> ellipsoid;

    [[nodiscard]] std::size_t size() const { return polygons.size() - 1; }
};

// The longitude in [-180, 180), exactly.
[[nodiscard]] double normal_longitude(double lon);

// How far east one longitude is of another, both in [-180, 180]; half a turn is either way.
[[nodiscard]] inline double degrees_east(double from, double to) {
    const double east = to - from;
    return east > 180 ? east - 360 : east < -180 ? east + 360 : east;
}

// Those of all polygons of a column, as check_shapes() accepts it; other rows have none.
[[nodiscard]] PolygonArcs make_arcs(const ShapesView& shapes, const Ellipsoid& ellipsoid,
                                    const RunOptions& options);

}  // namespace geodist::shapes
