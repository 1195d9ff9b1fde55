#include "shapes/pair_measure.hpp"

#include <algorithm>
#include <limits>

#include "geodesy/segment.hpp"
#include "shapes/geodesic_edge.hpp"
#include "shapes/places.hpp"
#include "simd/portable.hpp"

namespace geodist::shapes {

namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

LatLon from_space(const PreparedPair& sides, double x, double y, double z) {
    double lat, lon, height;
    const double* const in[] = {&x, &y, &z};
    double* const out[] = {&lat, &lon, &height};
    sides.context.kernels.kernel(Operation::from_ecef)(in, out, 1, *sides.e);
    return {lat, lon};
}

// A vertex of a row as a place.
Location at_vertex(const Operand& side, std::size_t vertex) {
    const double lat = side.view().lat[vertex], lon = side.view().lon[vertex];
    if (side.are_points()) {
        Location location;
        location.row = static_cast<std::int64_t>(vertex);
        location.lat = lat;
        location.lon = lon;
        return location;
    }
    return location_of(side.view(), vertex, 0.0, lat, lon);
}

Location inside(const Insides& in, std::size_t row, const Location& at) {
    Location location;
    location.row = static_cast<std::int64_t>(row);
    location.part = in.part_of(row, at.lat, at.lon);
    location.edge = -1;
    location.lat = at.lat;
    location.lon = at.lon;
    return location;
}

}  // namespace

NearestOfPair measure_pair(const PreparedPair& sides, PairSearch& search, std::size_t row_a,
                           std::size_t row_b, double within, double enough) {
    NearestOfPair found;
    if (sides.a.is_absent(row_a) || sides.b.is_absent(row_b)) {
        found.spots.distance = nan;
        return found;
    }
    found.b_in_a = sides.in_a.vertex_in(row_a, sides.b, row_b);
    if (found.b_in_a < 0) {
        found.a_in_b = sides.in_b.vertex_in(row_b, sides.a, row_a);
    }
    if (found.b_in_a >= 0 || found.a_in_b >= 0) {
        found.spots.distance = 0;
        return found;
    }
    found.spots = search.nearest(row_a, row_b, within, enough);
    found.spots.distance = sides.context.distance(row_a, row_b, found.spots.distance);
    return found;
}

bool are_within(const PreparedPair& sides, PairSearch& search, std::size_t row_a, std::size_t row_b,
                double most) {
    if (sides.a.is_absent(row_a) || sides.b.is_absent(row_b)) {
        return false;
    }
    const double near = touch(sides.e->a);
    const bool touches = sides.context.touch_counts(row_a, row_b);
    if (sides.planar.decides(row_a, row_b)) {
        const bool counts = most >= near || touches;
        if (sides.planar.do_meet(row_a, row_b,
                                 counts ? PlanarPair::Meet::touch : PlanarPair::Meet::exactly,
                                 search.pace())) {
            return true;
        }
    }
    // What touches is at distance 0, and is found as far away as it may be.
    const double within = touches ? std::max(most, near) : most;
    return measure_pair(sides, search, row_a, row_b, within, most).distance() <= most;
}

PlaceInSpace in_space(const geodesy::PreparedEllipsoid& e, const Operand& side, const Spot& spot) {
    const kernels::VertexColumns begin = side.vertices(spot.slot);
    if (side.are_points()) {
        return {*begin.x, *begin.y, *begin.z};
    }
    const auto vertex = [](const kernels::VertexColumns& v) {
        return geodesy::Vertex<portable::Vec>{portable::Vec(*v.x), portable::Vec(*v.y),
                                              portable::Vec(*v.z), portable::Vec(*v.h)};
    };
    const auto segment = geodesy::near_segment(e.near, vertex(begin), vertex(begin.from(1)));
    const auto offset = geodesy::near_curve(e.near, segment, portable::Vec(spot.t - 0.5)).offset;
    return {*begin.x + offset.x.v, *begin.y + offset.y.v, *begin.z + offset.z.v};
}

Location locate_spot(const PreparedPair& sides, const Operand& side, const Spot& spot) {
    const std::size_t edge = side.edge(spot.slot);
    if (side.are_points()) {
        return at_vertex(side, edge);
    }
    const double fraction = spot.whole ? spot.t : side.fraction(spot.slot, spot.t);
    LatLon at{};
    if (spot.whole) {
        if (side.is_planar()) {
            return location_of(side.view(), edge, fraction, 0, 0);
        }
        const Operand::Edge ends = side.edge_at(spot.slot);
        at = GeodesicEdge(*sides.e, ends.lat1, ends.lon1, ends.lat2, ends.lon2).position(fraction);
    } else {
        const auto [x, y, z] = in_space(*sides.e, side, spot);
        at = from_space(sides, x, y, z);
    }
    return location_of(side.view(), edge, fraction, at.lat, at.lon);
}

TwoLocations locate(const PreparedPair& sides, const NearestOfPair& nearest, std::size_t row_a,
                    std::size_t row_b) {
    if (!(nearest.distance() < std::numeric_limits<double>::infinity())) {
        Location none;
        none.lat = none.lon = none.fraction = nan;
        return {none, none};
    }
    if (nearest.b_in_a >= 0) {
        const Location b = at_vertex(sides.b, static_cast<std::size_t>(nearest.b_in_a));
        return {inside(sides.in_a, row_a, b), b};
    }
    if (nearest.a_in_b >= 0) {
        const Location a = at_vertex(sides.a, static_cast<std::size_t>(nearest.a_in_b));
        return {a, inside(sides.in_b, row_b, a)};
    }
    TwoLocations found{locate_spot(sides, sides.a, nearest.spots.a),
                       locate_spot(sides, sides.b, nearest.spots.b)};
    // one place for both, but for a vertex, which is as the caller has it
    if (nearest.spots.is_crossing && found.b.fraction > 0 && found.b.fraction < 1) {
        found.b.lat = found.a.lat;
        found.b.lon = found.a.lon;
    }
    return found;
}

void check_results(const LocationOutput& out, std::size_t pairs) {
    const auto check = [pairs](std::size_t size) {
        if (size != 0) {
            check_results(size, pairs);
        }
    };
    for (const auto& column : {out.row, out.part, out.ring, out.edge}) {
        check(column.size());
    }
    for (const auto& column : {out.fraction, out.lat, out.lon}) {
        check(column.size());
    }
}

void store(const LocationOutput& out, std::size_t i, const Location& location) {
    const auto put = [i](const auto& column, const auto& value) {
        if (!column.empty()) {
            column[i] = value;
        }
    };
    put(out.row, location.row);
    put(out.part, location.part);
    put(out.ring, location.ring);
    put(out.edge, location.edge);
    put(out.fraction, location.fraction);
    put(out.lat, location.lat);
    put(out.lon, location.lon);
}

bool holds_numbers(const LocationOutput& out) {
    return !(out.row.empty() && out.part.empty() && out.ring.empty() && out.edge.empty());
}

bool holds_any(const LocationOutput& out) {
    return holds_numbers(out) || !(out.fraction.empty() && out.lat.empty() && out.lon.empty());
}

}  // namespace geodist::shapes

namespace geodist {

void LocationColumns::resize(std::size_t size) {
    for (std::vector<std::int64_t>* const column : {&row, &part, &ring, &edge}) {
        column->resize(size);
    }
    for (std::vector<double>* const column : {&fraction, &lat, &lon}) {
        column->resize(size);
    }
}

void NearestPlaces::resize(std::size_t size) {
    distance.resize(size);
    a.resize(size);
    b.resize(size);
}

}  // namespace geodist
