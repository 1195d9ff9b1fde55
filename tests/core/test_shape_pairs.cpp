#include <doctest/doctest.h>

#include <geodist/error.hpp>
#include <geodist/geodesic.hpp>
#include <geodist/shape_pairs.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <random>
#include <span>
#include <stdexcept>
#include <vector>

#include "shape_column.hpp"

namespace {

using geodist::GeometryKind;
using geodist::ShapesView;

using Column = geodist_test::ShapeColumn;

Column track(std::uint32_t seed, std::size_t vertices, double step, double lat, double lon) {
    std::mt19937_64 random(seed);
    std::normal_distribution<double> change(0, step);
    std::vector<double> lats, lons;
    for (std::size_t i = 0; i < vertices; ++i) {
        lats.push_back(lat = std::clamp(lat + change(random), -90.0, 90.0));
        lons.push_back(lon += change(random));
    }
    Column column;
    column.add(GeometryKind::line_string, lats, lons);
    return column;
}

double distance(const ShapesView& a, const ShapesView& b, int threads = 1) {
    double result = -1;
    geodist::shape_distances(a, b, {&result, 1}, geodist::wgs84(), {.threads = threads});
    return result;
}

// All places, of pairs of two columns of one length, or of many and one.
struct Nearest : geodist::NearestPlaces {
    Nearest(const ShapesView& first, const ShapesView& second) {
        resize(first.lat.size());
        geodist::nearest_points(first, second, output());
    }
};

}  // namespace

TEST_CASE("the distance of two lines is the least of their edges") {
    for (const double step : {1e-5, 1e-2, 1.0}) {
        for (const double apart : {0.5, 20.0, 300.0}) {
            const Column a = track(1, 30, step, 40, 10);
            const Column b = track(2, 25, step, 40, 10 + apart * step);
            double least = std::numeric_limits<double>::infinity();
            for (std::size_t i = 0; i + 1 < a.lat.size(); ++i) {
                for (std::size_t k = 0; k + 1 < b.lat.size(); ++k) {
                    Column one, other;
                    one.add(GeometryKind::line_string, {a.lat[i], a.lat[i + 1]},
                            {a.lon[i], a.lon[i + 1]});
                    other.add(GeometryKind::line_string, {b.lat[k], b.lat[k + 1]},
                              {b.lon[k], b.lon[k + 1]});
                    least = std::min(least, distance(one.view(), other.view()));
                }
            }
            CAPTURE(step);
            CAPTURE(apart);
            CHECK(distance(a.view(), b.view()) == doctest::Approx(least).epsilon(1e-14));
            CHECK(distance(b.view(), a.view()) == doctest::Approx(least).epsilon(1e-14));
        }
    }
}

TEST_CASE("far lines are as far as the nearest foot of a vertex") {
    using geodist::Ellipsoid;
    struct At {
        double lat, lon, step;
    };
    for (const double f : {1 / 298.257223563, 0.0, 1 / 50.0, -1 / 50.0}) {
        const Ellipsoid ellipsoid(6378137, f);
        // as far as 60 km, elsewhere, on the other side of the Earth; of edges that pass both
        for (const At& at : {At{40.6, 10, 0.01}, At{-20, 90, 0.1}, At{-40, -170, 0.3},
                             At{-39.9, -169.6, 0.002}, At{60, 100, 3}, At{-50, -140, 4}}) {
            const Column a = track(3, 20, at.step, 40, 10);
            const Column b = track(4, 28, at.step, at.lat, at.lon);
            double least = std::numeric_limits<double>::infinity();
            const auto look = [&](const Column& vertices, const Column& edges) {
                for (std::size_t k = 0; k + 1 < edges.lat.size(); ++k) {
                    Column edge;
                    edge.add(GeometryKind::line_string, {edges.lat[k], edges.lat[k + 1]},
                             {edges.lon[k], edges.lon[k + 1]});
                    std::vector<double> feet(vertices.lat.size());
                    geodist::shape_distances(geodist::points_view(vertices.lat, vertices.lon),
                                             edge.view(), feet, ellipsoid);
                    least = std::min(least, *std::min_element(feet.begin(), feet.end()));
                }
            };
            look(a, b);
            look(b, a);
            double found = -1, back = -1;
            geodist::shape_distances(a.view(), b.view(), {&found, 1}, ellipsoid);
            geodist::shape_distances(b.view(), a.view(), {&back, 1}, ellipsoid);
            CAPTURE(f);
            CAPTURE(at.lat);
            CHECK(std::abs(found - least) <= 30e-9);
            CHECK(std::abs(back - least) <= 30e-9);
            std::uint8_t is_within[2] = {2, 2};
            for (const int i : {0, 1}) {
                const double most = found + (i == 0 ? -1 : 1) * 1e-6;
                geodist::shapes_within(a.view(), b.view(), {&most, 1}, {&is_within[i], 1},
                                       ellipsoid);
            }
            CHECK(is_within[0] == 0);
            CHECK(is_within[1] == 1);
        }
    }
}

TEST_CASE("many points get the distances that each gets alone") {
    const Column line = track(3, 600, 1e-3, 50, 8);
    const Column edge = track(4, 2, 0.3, 50, 8);
    const Column middling = track(5, 40, 0.01, 50, 8);
    std::mt19937_64 random(7);
    std::normal_distribution<double> lat(50, 0.2), lon(8, 0.3);
    std::vector<double> lats, lons;
    for (std::size_t i = 0; i < 3000; ++i) {
        lats.push_back(lat(random));
        lons.push_back(lon(random));
    }
    lats[17] = std::numeric_limits<double>::quiet_NaN();
    for (const Column* const shape : {&line, &edge, &middling}) {
        std::vector<double> all(lats.size());
        const ShapesView points = geodist::points_view(lats, lons);
        geodist::shape_distances(points, shape->view(), all);
        std::vector<double> alone(lats.size());
        geodist::shape_distances(points, shape->view(), alone, geodist::wgs84(), {.threads = 1});
        CHECK(std::isnan(all[17]));
        for (std::size_t i = 0; i < 50; ++i) {
            const auto one = geodist::points_view({&lats[i], 1}, {&lons[i], 1});
            const double single = distance(one, shape->view());
            const bool same = single == all[i] || (std::isnan(single) && std::isnan(all[i]));
            CHECK(same);
        }
        all[17] = alone[17] = 0;
        CHECK(all == alone);
    }
}

TEST_CASE("columns of rows get the distances that each pair gets alone") {
    // lines, rings that are open and closed, a point, a long edge, missing rows; more vertices than
    // are made ready at a time
    const auto column = [](std::uint32_t seed, double lat) {
        Column all;
        for (std::uint32_t row = 0; row < 40; ++row) {
            const std::size_t vertices = row % 10 == 4 ? 1 : row % 10 == 5 ? 2 : 50 * (1 + row % 8);
            const double step = row % 10 == 5 ? 2 : 0.02;
            Column one = track(seed + row, vertices, step, lat + row % 3, 8);
            auto kind = GeometryKind::line_string;
            if (row % 10 == 4) {
                kind = GeometryKind::point;
            } else if (row % 10 > 6) {
                kind = GeometryKind::polygon;
                if (row % 2 == 0) {
                    one.lat.push_back(one.lat.front());
                    one.lon.push_back(one.lon.front());
                }
            } else if (row == 12) {
                kind = GeometryKind::none;
            }
            all.add(kind, kind == GeometryKind::none ? std::vector<double>{} : one.lat,
                    kind == GeometryKind::none ? std::vector<double>{} : one.lon);
            if (kind == GeometryKind::none) {
                all.rows.back() -= 1;
                all.parts.pop_back();
                all.rings.pop_back();
            }
        }
        return all;
    };
    const Column a = column(100, 50), b = column(200, 50.5);
    const auto row_of = [](const Column& side, std::size_t row) {
        ShapesView one = side.view();
        one.rows = one.rows.subspan(row, 2);
        one.kinds = one.kinds.subspan(row, 1);
        return one;
    };
    const std::size_t rows = a.kinds.size();
    for (const int threads : {1, 3}) {
        std::vector<double> all(rows);
        geodist::shape_distances(a.view(), b.view(), all, geodist::wgs84(), {.threads = threads});
        for (std::size_t row = 0; row < rows; ++row) {
            CAPTURE(row);
            const double alone = distance(row_of(a, row), row_of(b, row));
            CHECK(std::isnan(alone) == (row == 12));
            const bool same = alone == all[row] || (std::isnan(alone) && std::isnan(all[row]));
            CHECK(same);
        }
    }
    geodist::RunOptions options;
    options.interrupted = [](void*) { return true; };
    options.interrupt_interval = {};
    std::vector<double> all(rows);
    CHECK_THROWS_AS(geodist::shape_distances(a.view(), b.view(), all, geodist::wgs84(), options),
                    geodist::Interrupted);
    Column wrong = b;
    wrong.lat.back() = 91;
    CHECK_THROWS_AS(geodist::shape_distances(a.view(), wrong.view(), all),
                    geodist::InvalidLatitudeError);
}

TEST_CASE("places are in the caller's numbering") {
    Column lines;
    lines.add(GeometryKind::line_string, {10, 11}, {10, 10});
    lines.add(GeometryKind::line_string, {0, 0, 1}, {0, 1, 1});
    const std::vector<double> lat{0.5, 10.5}, lon{2, 11};
    const Nearest found(geodist::points_view(lat, lon), lines.view());
    CHECK(found.a.row == std::vector<std::int64_t>{0, 1});
    CHECK(found.b.row == std::vector<std::int64_t>{0, 1});
    Column alone;
    alone.add(GeometryKind::line_string, {0, 0, 1}, {0, 1, 1});
    const Nearest second(geodist::points_view(lat, lon), alone.view());
    CHECK(second.b.edge == std::vector<std::int64_t>{1, 1});
    CHECK(second.b.fraction[1] == 1);
    CHECK(second.distance[0] ==
          doctest::Approx(geodist::distance(0.5, 2, second.b.lat[0], second.b.lon[0])));
    std::vector<double> metres(2), fraction(2);
    geodist::LocationOutput some;
    some.fraction = fraction;
    const ShapesView points = geodist::points_view(lat, lon);
    geodist::nearest_points(points, alone.view(), {metres, {}, some});
    CHECK(metres == second.distance);
    CHECK(fraction == second.b.fraction);
    some.lat = std::span(fraction).first(1);
    CHECK_THROWS_AS(geodist::nearest_points(points, alone.view(), {metres, {}, some}),
                    std::invalid_argument);
}

TEST_CASE("columns of other lengths are refused, and a call can be interrupted") {
    const Column line = track(1, 3, 0.1, 0, 0);
    Column two;
    two.add(GeometryKind::line_string, {0, 1}, {0, 1});
    two.add(GeometryKind::line_string, {0, 1}, {0, 1});
    Column three = two;
    three.add(GeometryKind::line_string, {0, 1}, {0, 1});
    std::vector<double> out(3);
    CHECK_THROWS_AS(geodist::shape_distances(two.view(), three.view(), out), std::invalid_argument);
    CHECK_THROWS_AS(geodist::shape_distances(line.view(), two.view(), out), std::invalid_argument);
    std::vector<std::uint8_t> flags(2);
    const std::vector<double> limits{1, 2, 3};
    CHECK_THROWS_AS(geodist::shapes_within(line.view(), two.view(), limits, flags),
                    std::invalid_argument);
    geodist::RunOptions options;
    options.interrupted = [](void*) { return true; };
    options.interrupt_interval = {};
    out.resize(2);
    CHECK_THROWS_AS(
        geodist::shape_distances(two.view(), two.view(), out, geodist::wgs84(), options),
        geodist::Interrupted);
}

TEST_CASE("lines are clipped by polygons, and only these") {
    Column line, square;
    line.add(GeometryKind::line_string, {0.5, 0.5, 0.5}, {-1, 0.5, 2});
    square.add(GeometryKind::polygon, {0, 0, 1, 1}, {0, 1, 1, 0});
    const auto kept = geodist::clip_lines(line.view(), square.view());
    REQUIRE(kept.lat.size() == 3);
    CHECK(kept.lon[1] == 0.5);
    CHECK(kept.states[0].kind == GeometryKind::line_string);
    CHECK_THROWS_AS(static_cast<void>(geodist::clip_lines(square.view(), square.view())),
                    geodist::InvalidGeometryError);
    std::uint8_t covered = 2;
    geodist::shapes_relate(square.view(), line.view(), geodist::Relation::covers, {&covered, 1});
    CHECK(covered == 0);
    const std::vector<std::int64_t> first{0, 0}, none{1, 0};
    std::vector<std::uint8_t> flags(2, 2);
    geodist::shapes_relate(square.view(), square.view(), first, first, geodist::Relation::contains,
                           flags);
    CHECK(flags == std::vector<std::uint8_t>{1, 1});
    CHECK_THROWS_AS(geodist::shapes_relate(square.view(), line.view(), first, none,
                                           geodist::Relation::covers, flags),
                    std::out_of_range);
    geodist::shapes_relate(line.view(), square.view(), first, first, geodist::Relation::covers,
                           flags);
    CHECK(flags == std::vector<std::uint8_t>{0, 0});
    geodist::shapes_relate(line.view(), line.view(), first, first, geodist::Relation::contains,
                           flags);
    CHECK(flags == std::vector<std::uint8_t>{1, 1});
    ShapesView planar = line.view();
    planar.edges = geodist::Edges::planar;
    geodist::shapes_relate(planar, planar, first, first, geodist::Relation::covers, flags);
    CHECK(flags == std::vector<std::uint8_t>{1, 1});
    CHECK_THROWS_AS(geodist::shapes_relate(square.view(), line.view(), first, {none.data(), 1},
                                           geodist::Relation::covers, flags),
                    std::invalid_argument);
    const auto meet = geodist::intersection_points(line.view(), square.view());
    CHECK(meet.starts == std::vector<std::int64_t>{0, 2});
}
