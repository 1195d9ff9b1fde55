#include "shapes/arc_fit.hpp"

#include <geodist/error.hpp>

#include <cmath>
#include <limits>

#include "simd/math.hpp"

namespace geodist::shapes {

namespace {

// Points off the equator by the width of the boundary, and more, and what rounding takes, degrees.
constexpr double closest = 1e-12, roundings = 1e-13;
// Steeper arcs, degrees per degree, count as meridians.
constexpr double steepest = 1e3;
constexpr double widest = 5;

double cosine_at_most(double lat) {
    return std::sin((90 - std::min(lat, 90 - polar_cap)) * simd::degree);
}

Arc whole_range(const ArcEnds& ends, double bulge) {
    const double bottom = std::min(ends.west_lat, ends.east_lat) - bulge;
    const double top = std::max(ends.west_lat, ends.east_lat) + bulge;
    Arc arc{};
    arc.west = ends.west;
    arc.east = ends.east;
    arc.lat = 0.5 * (bottom + top);
    arc.band = static_cast<float>(0.5 * (top - bottom) * (1 + 1e-6));
    return arc;
}

// The second derivative of the latitude by the longitude along a geodesic, radians. With r the
// radius of the parallel, M that of the meridian, c Clairaut's constant: dphi/dlambda =
// r sqrt(r^2 - c^2) / (M c), and half the derivative of its square by phi.
double curvature(const geodesy::PreparedEllipsoid& e, double sin, double cos, double slope) {
    const double w2 = 1 - e.e2 * sin * sin, m_over_n = (1 - e.e2) / w2;
    const double ratio = m_over_n * slope / cos;  // M slope / r
    return -sin * cos * ((1 + 2 * ratio * ratio) / m_over_n + 3 * e.e2 / w2 * slope * slope);
}

}  // namespace

Arc fit_geodesic(const geodesy::PreparedEllipsoid& e, const ArcEnds& ends, double length) {
    const double width = ends.width;
    const double middle = (ends.west_lat + ends.east_lat) / 2 * simd::degree;
    const double half = std::abs(ends.east_lat - ends.west_lat) / 2 * simd::degree;
    const double sin = std::sin(middle), cos = std::cos(middle);
    // of the end nearer to a pole, at most
    const double cosine =
        cos > 8 * half ? cos - half
                       : cosine_at_most(std::max(std::abs(ends.west_lat), std::abs(ends.east_lat)));
    const double tangent = 1 / cosine;
    const double radians = length / (e.f > 0 ? e.b * e.f1 : e.a / e.f1);
    const double bulge =
        std::min(radians / 2, radians * radians * (1 + tangent) / 4) / simd::degree + 1e-9;
    const Arc whole = whole_range(ends, bulge);
    if (!(width > 0 && width < widest)) {
        return whole;
    }
    const double h = width / 2 * simd::degree;
    const double slope = (ends.east_lat - ends.west_lat) / width;
    // in the middle of the arc, which is off that of the latitudes
    const double off = -curvature(e, sin, cos, slope) * h * h / 2;
    const double second = curvature(e, sin + off * cos, cos - off * sin, slope);
    const double steep = std::abs(slope) + std::abs(second) * h;
    if (!(steep < steepest && h * (1 + steep * tangent) < 0.1)) {
        return whole;
    }
    // A function with this third derivative at most, 0 at both ends and without curvature in the
    // middle. On the sphere it is slope (4 sin^2 - cos 2phi) + slope^3 (6 tan^2 - 2).
    const double third = steep * (5 + steep * steep * (6 * tangent * tangent + 2));
    const double left_out = 2 * third * h * h * h / 6 / simd::degree;
    const double band =
        left_out + closest * (1 + steep / cosine) + roundings * (1 + std::abs(slope));
    if (!(band < whole.band)) {
        return whole;
    }
    const double bend = second * simd::degree / 2;
    return {ends.west,
            ends.east,
            ends.west_lat,
            slope - bend * width,
            bend,
            static_cast<float>(band * (1 + 1e-6)),
            0};
}

Arc fit_planar(const ArcEnds& ends) {
    const double width = ends.width;
    const double highest = std::max(std::abs(ends.west_lat), std::abs(ends.east_lat));
    const Arc whole = whole_range(ends, 1e-9);
    const double slope = (ends.east_lat - ends.west_lat) / width;
    const double steep = std::abs(slope);
    const double band =
        closest * (1 + steep / cosine_at_most(highest)) + 10 * roundings * (1 + steep);
    if (!(width > 0 && steep < steepest)) {
        return whole;
    }
    return {ends.west, ends.east, ends.west_lat, slope, 0, static_cast<float>(band * (1 + 1e-6)),
            0};
}

namespace {

constexpr double seam = 1e-4;  // how near to 180 degrees an arc needs a twin, degrees

void push(PolygonArcs& out, Arc arc, std::size_t first, bool is_eastward) {
    if (first > std::numeric_limits<std::uint32_t>::max() / 2 ||
        out.arcs.size() >= std::numeric_limits<std::uint32_t>::max() / 2) {
        throw GeodistError("the polygons have more edges than can be looked up at once");
    }
    arc.ends = static_cast<std::uint32_t>(2 * first + (is_eastward ? 1 : 0));
    out.arcs.push_back(arc);
}

// Next to `lon`, and met by no meridian.
void push_twin(PolygonArcs& out, const Arc& arc, double lon, std::size_t first) {
    const LatitudeRange range = latitudes(arc, arc.west, arc.east);
    Arc twin = whole_range({range.bottom, lon, range.top, lon, 0}, 0);
    if (out.edges == Edges::planar) {
        const double turn = lon > 0 ? 360 : -360;
        for (std::size_t k = 0; k < 2; ++k) {
            out.lat.push_back(out.lat[first + k]);
            out.lon.push_back(out.lon[first + k] + turn);
        }
        first = out.lat.size() - 2;
    }
    push(out, twin, first, false);
}

}  // namespace

void add_arc(PolygonArcs& out, const Arc& arc, std::size_t first, bool is_eastward) {
    if (arc.east == -180 && arc.west > 0) {
        Arc whole = arc;
        whole.east = 180;
        add_arc(out, whole, first, is_eastward);
        return;
    }
    if (arc.east < arc.west) {
        Arc west = arc, east = arc;
        west.east = 180;
        east.west = -180;
        const double u = 180 - arc.west;
        east.lat = arc.lat + u * (arc.slope + u * arc.bend);
        east.slope = arc.slope + 2 * u * arc.bend;
        push(out, west, first, is_eastward);
        push(out, east, first, is_eastward);
        return;
    }
    push(out, arc, first, is_eastward);
    if (arc.west < -180 + seam) {
        push_twin(out, arc, 180, first);
    }
    if (arc.east > 180 - seam) {
        push_twin(out, arc, -180, first);
    }
}

}  // namespace geodist::shapes
