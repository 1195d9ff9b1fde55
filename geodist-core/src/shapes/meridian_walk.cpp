#include "shapes/meridian_walk.hpp"

#include "geodesy/ecef.hpp"
#include "shapes/planar_touch.hpp"

namespace geodist::shapes {

namespace {

using Lane = portable::Vec;

AskedPoint::Vertex vertex_at(const geodesy::PreparedEllipsoid& e, double lat, double lon) {
    const auto point = geodesy::to_ecef(e, Lane(lat), Lane(lon), Lane(0.0));
    return geodesy::near_vertex(e.near, point.x, point.y, point.z);
}

// By the side of the geodesic; but a point north or south of all of a steep arc is beside what
// continues it.
ArcSide side_of_geodesic(const PolygonArcs& polygons, const Arc& arc, const AskedPoint& point) {
    const geodesy::PreparedEllipsoid& e = *polygons.ellipsoid;
    if (!point.vertex) {
        point.vertex = vertex_at(e, point.lat, point.lon);
    }
    const std::size_t v = arc.vertex();
    const auto segment =
        geodesy::near_segment(e.near, vertex_at(e, polygons.lat[v], polygons.lon[v]),
                              vertex_at(e, polygons.lat[v + 1], polygons.lon[v + 1]));
    const auto foot = geodesy::near_foot(e.near, segment, *point.vertex);
    return {(foot.side.v > 0) == arc.is_eastward(), foot.distance.v <= boundary_width};
}

// The distance in the plane that touches the ellipsoid in the point, the side in that of longitude
// and latitude.
ArcSide side_of_planar(const PolygonArcs& polygons, const Arc& arc, const AskedPoint& point) {
    const geodesy::PreparedEllipsoid& e = *polygons.ellipsoid;
    const std::size_t v = arc.vertex();
    const double s = std::sin(point.lat * simd::degree);
    const double c = std::sin((90 - std::abs(point.lat)) * simd::degree);
    const double w = std::sqrt(1 - e.e2 * s * s);
    const double east = e.a / w * c * simd::degree;
    const double north = e.a * (1 - e.e2) / (w * w * w) * simd::degree;
    const double lat1 = polygons.lat[v], lon1 = polygons.lon[v];
    const double x = (point.lon - lon1) * east, y = (point.lat - lat1) * north;
    const double dx = (polygons.lon[v + 1] - lon1) * east;
    const double dy = (polygons.lat[v + 1] - lat1) * north;
    const double square = dx * dx + dy * dy;
    const double t = square > 0 ? std::clamp((x * dx + y * dy) / square, 0.0, 1.0) : 0.0;
    const double distance = std::hypot(x - t * dx, y - t * dy);
    const bool is_left = (polygons.lon[v + 1] - lon1) * (point.lat - lat1) >
                         (polygons.lat[v + 1] - lat1) * (point.lon - lon1);
    bool is_boundary = distance <= boundary_width;
    for (std::size_t i = v; point.is_polar() && i <= v + 1; ++i) {
        is_boundary = is_boundary || planar_gap(polygons.lat[i], polygons.lon[i], point.lat,
                                                point.lon) <= planar_width;
    }
    return {is_left == arc.is_eastward(), is_boundary};
}

}  // namespace

ArcSide side_of(const PolygonArcs& polygons, const Arc& arc, const AskedPoint& point) {
    return polygons.edges == Edges::planar ? side_of_planar(polygons, arc, point)
                                           : side_of_geodesic(polygons, arc, point);
}

bool pass_close(const PolygonArcs& polygons, const Arc& arc, const AskedPoint& point, bool& odd) {
    if (point.lon >= arc.west && point.lon < arc.east) {
        const ArcSide side = side_of(polygons, arc, point);
        odd ^= side.is_north;
        return side.is_boundary;
    }
    const double nearest = std::clamp(point.lon, arc.west, arc.east);
    return std::abs(point.lat - arc.latitude(nearest)) <= arc.band + 1e-6 + point.slack &&
           side_of(polygons, arc, point).is_boundary;
}

}  // namespace geodist::shapes
