// Points in polygons: poles, antimeridian, orientation, degenerate rings.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <numbers>
#include <random>
#include <vector>

#include <geodist/geodist.hpp>
#include "batch/ellipsoid_cache.hpp"
#include "polygon_columns.hpp"
#include "shapes/arc_fit.hpp"
#include "shapes/interior.hpp"

namespace {

using geodist::Edges;
using geodist::Ellipsoid;
using geodist::GeometryKind;
using Columns = geodist_test::PolygonColumns;
using Place = geodist::Place;

Place place_of(const Columns& columns, double lat, double lon, Edges edges = Edges::geodesic,
               bool oriented = false, const Ellipsoid& ellipsoid = geodist::wgs84()) {
    Place place{};
    geodist::find_places(columns.view(edges, oriented), {{&lat, 1}, {&lon, 1}}, {&place, 1},
                         ellipsoid);
    return place;
}

TEST_CASE("interiors: many overlapping polygons, looked up one by one and in the grid") {
    std::mt19937_64 random(11);
    std::uniform_real_distribution<> unit(0, 1);
    Columns columns;
    for (int i = 0; i < 300; ++i) {
        columns.add_star(random, 50 + unit(random), 7 + unit(random), 3e4 * unit(random), 40,
                         geodist::wgs84());
        columns.end_part();
        if (i % 3 != 0) {
            columns.end_row();
        }
    }
    columns.end_row();
    const auto prepared = geodist::batch::cached_ellipsoid(geodist::wgs84());
    const geodist::shapes::Interiors interiors(columns.view(), *prepared, {});
    std::vector<double> lat, lon;
    for (int k = 0; k < 3000; ++k) {
        lat.push_back(49.5 + 2 * unit(random));
        lon.push_back(6.5 + 2 * unit(random));
    }
    const auto found = interiors.covering({lat, lon}, {.threads = 3});
    REQUIRE(found.starts.size() == lat.size() + 1);
    std::size_t wrong = 0;
    for (std::size_t k = 0; k < lat.size(); ++k) {
        std::vector<std::int64_t> expected;
        for (std::size_t row = 0; row < columns.kinds.size(); ++row) {
            if (interiors.place(row, lat[k], lon[k]) != Place::outside) {
                expected.push_back(static_cast<std::int64_t>(row));
            }
        }
        const std::vector<std::int64_t> rows(found.rows.begin() + found.starts[k],
                                             found.rows.begin() + found.starts[k + 1]);
        wrong += rows != expected ? 1 : 0;
    }
    CHECK(wrong == 0);
}

TEST_CASE("interiors: vertices and points of edges are on the boundary") {
    std::mt19937_64 random(3);
    std::uniform_real_distribution<> unit(0, 1);
    Columns columns;
    for (int i = 0; i < 40; ++i) {
        columns.add_star(random, 178 * unit(random) - 89, 360 * unit(random) - 180,
                         std::pow(10, 1 + 5 * unit(random)), 20, geodist::wgs84());
        columns.end_part();
        columns.end_row();
    }
    const auto prepared = geodist::batch::cached_ellipsoid(geodist::wgs84());
    const geodist::shapes::Interiors interiors(columns.view(), *prepared, {});
    for (std::size_t row = 0; row < columns.kinds.size(); ++row) {
        const auto first = static_cast<std::size_t>(columns.rings[row]);
        for (std::size_t v = first; v + 1 < static_cast<std::size_t>(columns.rings[row + 1]); ++v) {
            CHECK(interiors.place(row, columns.lat[v], columns.lon[v]) == Place::boundary);
            const auto at = geodist::interpolate(columns.lat[v], columns.lon[v], columns.lat[v + 1],
                                                 columns.lon[v + 1], unit(random));
            bool is_found = false;
            interiors.covering(at.lat, at.lon, [&](std::size_t found, Place place) {
                is_found |= found == row && place == Place::boundary;
            });
            CHECK(is_found);
            // a metre to each side
            const double azimuth =
                geodist::azimuth(at.lat, at.lon, columns.lat[v + 1], columns.lon[v + 1]);
            for (const double side : {-90.0, 90.0}) {
                const auto off = geodist::direct(at.lat, at.lon, azimuth + side, 1e-6);
                CHECK(interiors.place(row, off.lat2, off.lon2) != Place::boundary);
            }
        }
    }
}

TEST_CASE("interiors: poles, and edges over them") {
    Columns cap;  // round the north pole
    cap.add_polygon({{80, 0}, {80, 120}, {80, -120}});
    CHECK(place_of(cap, 90, 12) == Place::inside);
    CHECK(place_of(cap, 85, 77) == Place::inside);
    CHECK(place_of(cap, -90, 0) == Place::outside);
    Columns south;
    south.add_polygon({{-80, 0}, {-80, 120}, {-80, -120}});
    CHECK(place_of(south, -90, 12) == Place::inside);
    CHECK(place_of(south, 90, 12) == Place::outside);
    for (const double pole : {-90.0, 90.0}) {
        Columns corner;  // the pole is a vertex
        corner.add_polygon({{pole, 5}, {0, 10}, {0, 100}});
        CHECK(place_of(corner, pole, 77) == Place::boundary);
        CHECK(place_of(corner, pole / 2, 50) == Place::inside);
        CHECK(place_of(corner, pole / 2, 10) == Place::boundary);
        CHECK(place_of(corner, pole / 2, -50) == Place::outside);
        CHECK(place_of(corner, pole * (1 - 1e-9), -50) == Place::outside);
        CHECK(place_of(corner, pole * (1 - 1e-9), 50) == Place::inside);
        Columns over;  // an edge leads over the pole
        over.add_polygon({{pole * 0.8, 10}, {pole * 0.8, -170}, {pole * 0.7, -80}});
        CHECK(place_of(over, pole, 3) == Place::boundary);
        CHECK(place_of(over, pole * 0.9, 10) == Place::boundary);
        CHECK(place_of(over, pole * 0.99, -80) == Place::inside);
        CHECK(place_of(over, pole * 0.99, 100) == Place::outside);
    }
    Columns lune;  // from pole to pole
    lune.add_polygon({{90, 0}, {0, 20}, {-90, 0}, {0, 60}});
    CHECK(place_of(lune, 10, 40) == Place::inside);
    CHECK(place_of(lune, -80, 40) == Place::inside);
    CHECK(place_of(lune, 10, 70) == Place::outside);
    CHECK(place_of(lune, -10, 0) == Place::outside);
    CHECK(place_of(lune, -90, 0) == Place::boundary);
    Columns poles;  // nothing but poles has no inside
    poles.add_polygon({{90, 0}, {90, 20}, {90, 60}});
    CHECK(place_of(poles, 80, 10) == Place::outside);
}

TEST_CASE("interiors: a point without a coordinate is nowhere, a pole included") {
    Columns earth;  // all but a cap, to its left
    earth.add_polygon({{80, 0}, {80, -120}, {80, 120}});
    earth.add_polygon({{-90, 0}, {0, 0}, {0, 20}});
    constexpr double nan = std::numeric_limits<double>::quiet_NaN();
    const auto prepared = geodist::batch::cached_ellipsoid(geodist::wgs84());
    const geodist::shapes::Interiors interiors(earth.view(Edges::geodesic, true), *prepared, {});
    const std::vector<double> lat{-90, -90, nan, 90, 0}, lon{5, nan, 5, nan, 5};
    const auto found = interiors.covering({lat, lon}, {});
    CHECK(found.starts == std::vector<std::int64_t>{0, 2, 2, 2, 2, 4});
    for (std::size_t i = 0; i < lat.size(); ++i) {
        std::int64_t rows = 0;
        interiors.covering(lat[i], lon[i], [&](std::size_t, Place) { ++rows; });
        CHECK(rows == found.starts[i + 1] - found.starts[i]);
        CHECK((interiors.place(0, lat[i], lon[i]) != Place::outside) == (rows > 0));
    }
}

TEST_CASE("interiors: across 180 degrees, whatever longitudes are called") {
    Columns columns;
    columns.add_polygon({{-10, 170}, {-10, -170}, {10, -170}, {10, 170}});
    Columns shifted;
    shifted.add_polygon({{-10, 170 - 720}, {-10, 190}, {10, 190}, {10, 170 + 360}});
    for (const Columns& each : {columns, shifted}) {
        CHECK(place_of(each, 0, 180) == Place::inside);
        CHECK(place_of(each, 0, -180) == Place::inside);
        CHECK(place_of(each, 0, 175 + 720) == Place::inside);
        CHECK(place_of(each, 0, 190) == Place::boundary);
        CHECK(place_of(each, 0, 160) == Place::outside);
        CHECK(place_of(each, 0, 0) == Place::outside);
    }
    Columns seam;  // an edge along it
    seam.add_polygon({{-10, 170}, {-10, 180}, {10, -180}, {10, 170}});
    CHECK(place_of(seam, 0, 180) == Place::boundary);
    CHECK(place_of(seam, 0, -180) == Place::boundary);
    CHECK(place_of(seam, 10, -180) == Place::boundary);
    CHECK(place_of(seam, 0, std::nextafter(180.0, 0.0)) == Place::boundary);
    CHECK(place_of(seam, 0, 180 - 1e-9) == Place::inside);
    CHECK(place_of(seam, 0, -180 + 1e-9) == Place::outside);
}

TEST_CASE("interiors: the outside is beyond a cap, or the larger class; to the right if oriented") {
    // A ring along the equator and a bit of the north: the south is smaller.
    Columns wavy;
    for (int i = 0; i < 36; ++i) {
        wavy.add_vertex(i % 2 == 0 ? 5 : -1, 10 * i);
    }
    wavy.end_ring();
    wavy.end_part();
    wavy.end_row();
    CHECK(place_of(wavy, -89, 0) == Place::outside);
    CHECK(place_of(wavy, 89, 0) == Place::inside);
    CHECK(place_of(wavy, 89, 0, Edges::geodesic, true) == Place::inside);  // eastward
    Columns back = wavy;
    std::ranges::reverse(back.lat);
    std::ranges::reverse(back.lon);
    CHECK(place_of(back, 89, 0) == Place::inside);
    CHECK(place_of(back, 89, 0, Edges::geodesic, true) == Place::outside);
    CHECK(place_of(back, -89, 0, Edges::geodesic, true) == Place::inside);
    Columns box;  // small and clockwise: most of the Earth is to its left
    box.add_polygon({{0, 0}, {1, 0}, {1, 1}, {0, 1}});
    CHECK(place_of(box, 0.5, 0.5) == Place::inside);
    CHECK(place_of(box, 0.5, 0.5, Edges::geodesic, true) == Place::outside);
    CHECK(place_of(box, -50, 0.5, Edges::geodesic, true) == Place::inside);
    CHECK(place_of(box, -90, 0.5, Edges::geodesic, true) == Place::inside);
}

TEST_CASE("interiors: rings that cross themselves and fit in no hemisphere") {
    std::mt19937_64 random(5);
    std::normal_distribution<> normal;
    int left_over = 0;
    for (int i = 0; i < 60; ++i) {
        Columns ring;
        for (int v = 0; v < 7; ++v) {
            const double x = normal(random), y = normal(random), z = normal(random);
            ring.add_vertex(std::atan2(z, std::hypot(x, y)) * 180 / std::numbers::pi,
                            std::atan2(y, x) * 180 / std::numbers::pi);
        }
        ring.end_ring();
        ring.end_part();
        ring.end_row();
        constexpr int n = 2000;
        std::vector<double> lat, lon;
        for (int k = 0; k < n; ++k) {
            lat.push_back(std::asin(2 * (k + 0.5) / n - 1) * 180 / std::numbers::pi);
            lon.push_back(std::remainder(k * 137.50776405003785, 360.0));
        }
        std::vector<Place> places(n);
        geodist::find_places(ring.view(), {lat, lon}, places);
        const auto inside = std::ranges::count(places, Place::inside);
        // a cap may hold the ring, whose inside is then nearly a hemisphere at most
        left_over += inside > n / 2 + 60 ? 1 : 0;
    }
    CHECK(left_over == 0);
}

TEST_CASE("interiors: planar edges, even-odd in the plane") {
    Columns box;
    box.add_polygon({{40, 0}, {40, 60}, {50, 60}, {50, 0}});
    CHECK(place_of(box, 50.5, 30) == Place::inside);  // the geodesic runs north of the parallel
    CHECK(place_of(box, 50.5, 30, Edges::planar) == Place::outside);
    CHECK(place_of(box, 40.5, 30, Edges::planar) == Place::inside);
    CHECK(place_of(box, 50, 30, Edges::planar) == Place::boundary);
    CHECK(place_of(box, 45, 0, Edges::planar) == Place::boundary);
    CHECK(place_of(box, 45, 390, Edges::planar) == Place::inside);
    Columns beyond;  // past 180 degrees, and a step through 0
    beyond.add_polygon({{-10, 170}, {-10, 190}, {10, 190}, {10, 170}});
    CHECK(place_of(beyond, 0, 180, Edges::planar) == Place::inside);
    CHECK(place_of(beyond, 0, -175, Edges::planar) == Place::inside);
    CHECK(place_of(beyond, 0, 190, Edges::planar) == Place::boundary);
    CHECK(place_of(beyond, 0, 0, Edges::planar) == Place::outside);
    Columns through;
    through.add_polygon({{-10, 170}, {-10, -170}, {10, -170}, {10, 170}});
    CHECK(place_of(through, 0, 0, Edges::planar) == Place::inside);
    CHECK(place_of(through, 0, 180, Edges::planar) == Place::outside);
    Columns whole;  // all of the Earth, as GeoJSON draws it
    whole.add_polygon({{-90, -180}, {-90, 180}, {90, 180}, {90, -180}});
    CHECK(place_of(whole, 10, 20, Edges::planar) == Place::inside);
    CHECK(place_of(whole, 90, 20, Edges::planar) == Place::boundary);
    CHECK(place_of(whole, 10, 180, Edges::planar) == Place::boundary);
}

TEST_CASE("interiors: rows without polygons, degenerate rings, missing points") {
    Columns columns;
    columns.end_row(GeometryKind::none);
    columns.end_row(GeometryKind::polygon);  // empty
    columns.add_ring({{0, 0}, {0, 2}});
    columns.end_part();
    columns.end_row(GeometryKind::line_string);
    columns.add_ring({{0, 0}, {0, 2}, {0, 0}});
    columns.end_part();
    columns.end_row(GeometryKind::polygon);
    columns.add_ring({{1, 1}, {1, 1}});
    columns.end_part();
    columns.end_row(GeometryKind::polygon);
    std::vector<Place> places(5);
    const auto ask = [&](double lat, double lon) {
        geodist::find_places(columns.view(), {{&lat, 1}, {&lon, 1}}, places);
        return places;
    };
    constexpr Place out = Place::outside, on = Place::boundary;
    CHECK(ask(0, 1) == std::vector{out, out, out, on, out});
    CHECK(ask(1, 1) == std::vector{out, out, out, out, on});
    CHECK(ask(0.5, 1) == std::vector{out, out, out, out, out});
    CHECK(ask(std::numeric_limits<double>::quiet_NaN(), 1) == std::vector{out, out, out, out, out});
    CHECK_THROWS_AS(ask(91, 0), geodist::InvalidLatitudeError);
    std::vector<double> two{0, 0}, three{0, 0, 0};
    std::vector<Place> few(3);
    CHECK_THROWS_AS(geodist::find_places(columns.view(), {two, two}, few), std::invalid_argument);
}

TEST_CASE("interiors: an arc stays in its band") {
    std::mt19937_64 random(2);
    std::uniform_real_distribution<> unit(0, 1);
    for (const Ellipsoid& ellipsoid :
         {geodist::wgs84(), Ellipsoid(6371008.8, 0), Ellipsoid(6378137, 1.0 / 50),
          Ellipsoid(6378137, -1.0 / 50)}) {
        const auto e = geodist::batch::cached_ellipsoid(ellipsoid);
        std::size_t narrow = 0;
        double worst = 0;
        for (int i = 0; i < 20000; ++i) {
            const double lat = std::asin(2 * unit(random) - 1) * 180 / std::numbers::pi;
            const double length = e->near.piece * std::pow(10, -4 * unit(random));
            const double azimuth = 180 * unit(random);
            const auto end = geodist::direct(lat, 0, azimuth, length, ellipsoid);
            if (!(end.lon2 > 0 && end.lon2 < 90)) {
                continue;
            }
            const geodist::shapes::Arc arc =
                geodist::shapes::fit_geodesic(*e, {lat, 0, end.lat2, end.lon2, end.lon2}, length);
            narrow += arc.band < 1e-5F ? 1 : 0;
            for (int k = 1; k < 8; ++k) {
                const auto at = geodist::direct(lat, 0, azimuth, length * k / 8, ellipsoid);
                const double off = std::abs(at.lat2 - arc.latitude(at.lon2));
                worst = std::max(worst, off / arc.band);
            }
        }
        CHECK(worst < 1);
        CHECK(narrow > 15000);
    }
}

}  // namespace
