// Edges in short pieces, and what a place on one is in the caller's numbering.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <random>
#include <vector>

#include <geodist/geodist.hpp>
#include "geodesy/prepared_ellipsoid.hpp"
#include "shapes/geodesic_edge.hpp"
#include "shapes/nearest_place.hpp"
#include "shapes/pieces.hpp"
#include "shapes/places.hpp"

namespace {

using geodist::Edges;
using geodist::GeometryKind;
using geodist::ShapesView;
namespace shapes = geodist::shapes;

// Columns that a view looks at.
struct Columns {
    std::vector<double> lat, lon;
    std::vector<std::int64_t> rings{0}, parts{0}, rows{0};
    std::vector<std::uint8_t> kinds;

    [[nodiscard]] ShapesView view(Edges edges = Edges::geodesic) const {
        return {{lat, lon, rings, parts, rows, kinds}, edges, false};
    }
    void vertex(double y, double x) {
        lat.push_back(y);
        lon.push_back(x);
    }
    void end_ring() { rings.push_back(static_cast<std::int64_t>(lat.size())); }
    void end_part() { parts.push_back(static_cast<std::int64_t>(rings.size()) - 1); }
    void end_row(GeometryKind kind) {
        rows.push_back(static_cast<std::int64_t>(parts.size()) - 1);
        kinds.push_back(static_cast<std::uint8_t>(kind));
    }
};

// A missing row, a long line, an empty one, two polygons of which the first has a hole, two points.
Columns some_shapes() {
    Columns c;
    c.end_row(GeometryKind::none);
    c.vertex(10, 20);
    c.vertex(11, 20.1);
    c.vertex(11, 20.1);
    c.vertex(40, 90);
    c.end_ring();
    c.end_part();
    c.end_row(GeometryKind::line_string);
    c.end_row(GeometryKind::line_string);
    for (const double size : {5.0, 1.0}) {  // closed, and open
        c.vertex(-size, -size);
        c.vertex(-size, size);
        c.vertex(size, size);
        if (size == 5) {
            c.vertex(-size, -size);
        }
        c.end_ring();
    }
    c.end_part();
    c.vertex(50, 0);
    c.vertex(50, 1);
    c.vertex(51, 1);
    c.end_ring();
    c.end_part();
    c.end_row(GeometryKind::multi_polygon);
    for (const double x : {1.0, 2.0}) {
        c.vertex(x, x);
        c.end_ring();
        c.end_part();
    }
    c.end_row(GeometryKind::multi_point);
    return c;
}

double gap(const shapes::Pieces& p, std::size_t i) {
    return std::hypot(p.x[i + 1] - p.x[i], p.y[i + 1] - p.y[i], p.z[i + 1] - p.z[i]);
}

TEST_CASE("pieces: every edge, none too long, each with its number") {
    const Columns c = some_shapes();
    const auto e = geodist::geodesy::prepare_ellipsoid(6378137, 1 / 298.257223563);
    for (const Edges edges : {Edges::geodesic, Edges::planar}) {
        const ShapesView view = c.view(edges);
        geodist::check_shapes(view);
        const shapes::Pieces pieces = shapes::cut_edges(view, e, 40e3, {});
        std::vector<std::uint32_t> numbers;
        std::size_t runs = 0;
        for (std::size_t i = 0; i < pieces.size(); ++i) {
            if (pieces.edge[i] == shapes::Pieces::none) {
                ++runs;
                continue;
            }
            CHECK(gap(pieces, i) <= 40e3);
            CHECK((pieces.sag > 0) == (edges == Edges::planar));
            CHECK(pieces.h[i] > 0);
            if (numbers.empty() || numbers.back() != pieces.edge[i]) {
                CHECK(shapes::fraction_of_edge(pieces, i, 0) == 0);
                numbers.push_back(pieces.edge[i]);
            }
            const bool is_last = pieces.edge[i + 1] != pieces.edge[i];
            CHECK((shapes::fraction_of_edge(pieces, i, 1) == 1) == is_last);
            const double half = shapes::fraction_of_edge(pieces, i, 0.5);
            CHECK(half > 0);
            CHECK(half < 1);
        }
        CHECK(runs == 6);
        // 3 edges; 3 of the ring that is closed, 3 and 3 of those that are not; a piece a point
        CHECK(numbers ==
              std::vector<std::uint32_t>{0, 1, 2, 4, 5, 6, 8, 9, 10, 11, 12, 13, 14, 15});
    }
}

TEST_CASE("pieces: planar edges are within their sag of them") {
    std::mt19937_64 random(3);
    std::uniform_real_distribution<> unit(-1, 1);
    for (const double f : {1 / 298.257223563, 1 / 50.0, -1 / 50.0, 0.0}) {
        const geodist::Ellipsoid ellipsoid(6378137, f);
        const auto e = geodist::geodesy::prepare_ellipsoid(6378137, f);
        for (int k = 0; k < 60; ++k) {
            Columns c;
            const double size = std::pow(10, 1.5 * unit(random));
            const double lat = (k % 3 == 0 ? 89.9 : 80) * unit(random);
            c.vertex(lat, 180 * unit(random));
            c.vertex(std::clamp(lat + size * unit(random), -90.0, 90.0),
                     c.lon[0] + size * unit(random));
            c.end_ring();
            c.end_part();
            c.end_row(GeometryKind::line_string);
            const ShapesView view = c.view(Edges::planar);
            const double sag = k % 2 == 0 ? 40 : 1e-2;
            const auto pieces = k % 2 == 0 ? shapes::cut_edges(view, e, 40e3, {})
                                           : shapes::cut_edges_within(view, e, sag, {});
            const auto count = static_cast<double>(pieces.size() - 1);
            double worst = 0;
            for (int j = 0; j < 40; ++j) {
                const double t = 0.5 + 0.5 * unit(random), first = std::floor(t * count) / count;
                const auto a = shapes::planar_point(view, 0, 1, first);
                const auto b = shapes::planar_point(view, 0, 1, first + 1 / count);
                const auto at = shapes::planar_point(view, 0, 1, t);
                const shapes::GeodesicEdge piece(e, a.lat, a.lon, b.lat, b.lon);
                worst = std::max(worst, piece.foot(at.lat, at.lon).distance);
            }
            CHECK(worst <= pieces.sag + 1e-8);
            CHECK(pieces.sag <= sag * (1 + 1e-12));
            CHECK((k % 2 == 0 || count <= shapes::count_planar_pieces(view, e, sag)));
        }
    }
}

TEST_CASE("places: rows, parts, rings and edges are the caller's") {
    const Columns c = some_shapes();
    const ShapesView view = c.view();
    const auto is = [&](std::size_t edge, std::int64_t row, std::int64_t part, std::int64_t ring,
                        std::int64_t number) {
        const auto at = shapes::location_of(view, edge, 0.25, 1, 2);
        CHECK(at == geodist::Location{row, part, ring, number, 0.25, 1, 2});
    };
    is(0, 1, 0, 0, 0);
    is(2, 1, 0, 0, 2);
    is(4, 3, 0, 0, 0);
    is(10, 3, 0, 1, 2);
    is(13, 3, 1, 0, 2);
    // ends are the vertices; the last edge of an open ring ends at its first vertex
    CHECK(shapes::location_of(view, 2, 1, 0, 0).lat == 40);
    CHECK(shapes::location_of(view, 2, 0, 0, 0).lon == 20.1);
    CHECK(shapes::location_of(view, 10, 1, 0, 0).lat == -1);
    const auto point = shapes::location_of(view, 15, 0, 0, 0);
    CHECK(point == geodist::Location{4, 1, 0, 0, 0, 2, 2});
}

TEST_CASE("places: the nearest of a planar edge is on it") {
    Columns c;
    c.vertex(60, 0);
    c.vertex(60, 40);
    c.end_ring();
    c.end_part();
    c.end_row(GeometryKind::line_string);
    const auto e = geodist::geodesy::prepare_ellipsoid(6378137, 1 / 298.257223563);
    for (const double lat : {60.0, 60.3, 55.0, 75.0}) {
        const auto found = shapes::nearest_place(c.view(Edges::planar), 0, lat, 13, e);
        CHECK(found.lat == 60);
        CHECK(std::abs(found.lon - 13) <= 1e-9);
        CHECK(std::abs(found.distance - geodist::distance(60, 13, lat, 13)) <= 20e-9);
    }
}

TEST_CASE("shapes that do not fit are refused") {
    const auto refuses = [](Columns c, Edges edges = Edges::geodesic) {
        CHECK_THROWS_AS(geodist::check_shapes(c.view(edges)), geodist::GeodistError);
    };
    Columns c = some_shapes();
    CHECK_NOTHROW(geodist::check_shapes(c.view()));
    c.kinds[4] = static_cast<std::uint8_t>(GeometryKind::point);  // of two parts
    refuses(c);
    c = some_shapes();
    c.kinds[3] = static_cast<std::uint8_t>(GeometryKind::multi_line_string);  // of two rings
    refuses(c);
    c = some_shapes();
    c.kinds[1] = 77;
    refuses(c);
    c = some_shapes();
    c.rings[2] = -1;
    refuses(c);
    c = some_shapes();
    c.lat[5] = 91;
    refuses(c);
    c = some_shapes();
    c.lon[15] = NAN;
    refuses(c);
    c = some_shapes();
    c.lon[15] = 40000;
    CHECK_NOTHROW(geodist::check_shapes(c.view()));
    refuses(c, Edges::planar);
    c = some_shapes();
    c.lon.pop_back();
    refuses(c);
}

}  // namespace
