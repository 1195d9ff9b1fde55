// The walk from a point along its meridian to the south pole.
#pragma once

#include <cmath>
#include <optional>

#include "geodesy/segment.hpp"
#include "shapes/arcs.hpp"
#include "simd/portable.hpp"

namespace geodist::shapes {

// A point; next to the poles it is next to arcs of other longitudes, too.
struct AskedPoint {
    using Vertex = geodesy::Vertex<portable::Vec>;

    double lat, lon;  // lon in [-180, 180)
    // An arc may be next to the point whose longitudes or latitudes are this much off, degrees.
    double beside = 1e-11, slack = 0;
    mutable std::optional<Vertex> vertex;  // made when it is needed

    // A planar edge that ends at a pole may be at any latitude on the meridian of a point there.
    AskedPoint(double latitude, double longitude, Edges edges) : lat(latitude), lon(longitude) {
        if (std::abs(lat) > 88) [[unlikely]] {
            beside = is_polar() ? 360 : 5e-5;
            slack = !is_polar() ? 0 : edges == Edges::planar ? 180 : 0.02;
        }
    }
    [[nodiscard]] bool is_polar() const { return std::abs(lat) > 90 - polar_cap; }
};

// What the band of an arc leaves open.
struct ArcSide {
    bool is_north, is_boundary;
};
[[nodiscard]] ArcSide side_of(const PolygonArcs& polygons, const Arc& arc, const AskedPoint& point);

// For a point that may be on the arc, or next to one of its ends.
[[nodiscard]] bool pass_close(const PolygonArcs& polygons, const Arc& arc, const AskedPoint& point,
                              bool& odd);

// Changes `odd` if the way from the point to the south pole meets the arc. Returns whether the
// point is on it. Without a branch that depends on where the point is, but for that one.
inline bool pass(const PolygonArcs& polygons, const Arc& arc, const AskedPoint& point, bool& odd) {
    const double lon = point.lon, above = point.lat - arc.latitude(lon);
    const bool is_met = (lon >= arc.west) & (lon < arc.east);
    const bool is_close = (lon >= arc.west - point.beside) & (lon <= arc.east + point.beside);
    const bool is_apart = std::abs(above) > arc.band + point.slack;
    if (is_close & !(is_met & is_apart)) [[unlikely]] {
        return pass_close(polygons, arc, point, odd);
    }
    odd ^= is_met & (above > 0);
    return false;
}

// The same of a step along the south pole, which is below every point.
inline void pass(const SouthStep& step, const AskedPoint& point, bool& odd) {
    odd ^= point.lon >= step.west && point.lon < step.east;
}

}  // namespace geodist::shapes
