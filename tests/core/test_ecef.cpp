// Cartesian coordinates and chords against the reference tables, at the bounds of the contract.
#include <doctest/doctest.h>
#include <geodist/constants.hpp>
#include <geodist/ecef.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include <geodist/geodist.hpp>

#include "reference_rows.hpp"

namespace {

using namespace geodist_test;
using geodist::Ellipsoid;
using geodist::Operation;

// The bound at a height, for an error that was scaled to the contract's radius.
double bound(double height, double radius) {
    const double size = std::max(std::abs(height), radius);
    return std::abs(height) <= contract::ecef_height ? contract::ecef
                                                     : contract::ecef_relative * size;
}

double length(double x, double y, double z) { return std::hypot(std::hypot(x, y), z); }

}  // namespace

TEST_CASE("to_ecef") {
    const Table table = load_reference("to_ecef");
    Worst worst;
    for (const Rows& group : by_ellipsoid(table)) {
        const auto h = group.column("h");
        const auto found =
            run_columns(Operation::to_ecef, {group.column("lat"), group.column("lon"), h},
                        Ellipsoid(group.a, group.f));
        const auto x = group.column("x"), y = group.column("y"), z = group.column("z");
        const auto xl = group.column("x_lo"), yl = group.column("y_lo"), zl = group.column("z_lo");
        for (std::size_t i = 0; i < group.size(); ++i) {
            const double error = length((found[0][i] - x[i]) - xl[i], (found[1][i] - y[i]) - yl[i],
                                        (found[2][i] - z[i]) - zl[i]);
            worst.see(error / group.unit(), bound(h[i], length(x[i], y[i], z[i])), group, i);
        }
    }
    worst.check("to_ecef");
}

TEST_CASE("from_ecef") {
    const Table table = load_reference("from_ecef");
    Worst worst;
    for (const Rows& group : by_ellipsoid(table)) {
        const auto x = group.column("x"), y = group.column("y"), z = group.column("z");
        const auto found =
            run_columns(Operation::from_ecef, {x, y, z}, Ellipsoid(group.a, group.f));
        const auto lat = group.column("lat"), lon = group.column("lon"), h = group.column("h");
        const auto latl = group.column("lat_lo"), lonl = group.column("lon_lo"),
                   hl = group.column("h_lo");
        for (std::size_t i = 0; i < group.size(); ++i) {
            const double radius = length(x[i], y[i], z[i]);
            // the error of the angles at the point's own distance from the centre
            const double angular = position_error(group.a, group.f, found[0][i], found[1][i],
                                                  lat[i], latl[i], lon[i], lonl[i]) *
                                   (radius / group.a);
            const double vertical = std::abs((found[2][i] - h[i]) - hl[i]);
            worst.see(std::max(angular, vertical) / group.unit(), bound(h[i], radius), group, i);
        }
    }
    worst.check("from_ecef");
}

TEST_CASE("chord") {
    const Table table = load_reference("chord");
    Worst worst;
    for (const Rows& group : by_ellipsoid(table)) {
        const Ellipsoid ellipsoid(group.a, group.f);
        const auto lat1 = group.column("lat1"), lon1 = group.column("lon1"),
                   h1 = group.column("h1");
        const auto lat2 = group.column("lat2"), lon2 = group.column("lon2"),
                   h2 = group.column("h2");
        const auto found =
            run_columns(Operation::chord, {lat1, lon1, h1, lat2, lon2, h2}, ellipsoid);
        const auto back =
            run_columns(Operation::chord, {lat2, lon2, h2, lat1, lon1, h1}, ellipsoid);
        const auto truth = group.column("distance"), tail = group.column("distance_lo");
        for (std::size_t i = 0; i < group.size(); ++i) {
            const double height = std::max(std::abs(h1[i]), std::abs(h2[i]));
            const double error = std::abs((found[0][i] - truth[i]) - tail[i]) / group.unit();
            worst.see(error, bound(height, truth[i]), group, i);
            CHECK(found[0][i] == back[0][i]);
            if (group.table->kind(group.rows[i]) == "short") {
                CHECK(error <= 1e-14 * truth[i]);
            }
        }
    }
    worst.check("chord");
    CHECK(geodist::chord(12, 34, 56, 12, 34, 56) == 0);
    CHECK(geodist::chord(90, 0, 0, 90, 120, 0) < 1e-9);
    CHECK(geodist::chord(0, 0, 1, 0, 0, 3) == 2);
}

TEST_CASE("from_ecef: the centre, the axis and the plane of the equator") {
    struct Case {
        double x, y, z, lat, lon, h;
    };
    const Ellipsoid& e = geodist::wgs84();
    const double huge = 1.7e308;
    const Case cases[] = {
        {0, 0, 0, 90, 0, -e.b()},
        {-0.0, -0.0, -0.0, 90, 0, -e.b()},
        {0, 0, 1e4, 90, 0, 1e4 - e.b()},
        {0, 0, -1e4, -90, 0, 1e4 - e.b()},
        {0, 0, 7e6, 90, 0, 7e6 - e.b()},
        {0, -1e7, 0, 0, -90, 1e7 - e.a()},
        {-7e6, 0.0, 0, 0, 180, 7e6 - e.a()},
        {-7e6, -0.0, 0, 0, -180, 7e6 - e.a()},
        {1e-300, 1e-300, 1e-300, 90, 45, -e.b()},
        {1e200, 0, 0, 0, 0, 1e200},
        {0, 0, -huge, -90, 0, huge},
    };
    for (const Case& c : cases) {
        INFO(c.x << " " << c.y << " " << c.z);
        const auto found = geodist::from_ecef(c.x, c.y, c.z);
        CHECK(found.lat == c.lat);
        CHECK(found.lon == c.lon);
        CHECK(std::abs(found.h - c.h) <= std::max(1e-8, 1e-15 * std::abs(c.h)));
    }
    // between the cusps of the evolute two points are nearest: the northern one is taken
    CHECK(geodist::from_ecef(1e4, 0, 0).lat > 70);
    CHECK(geodist::from_ecef(1e4, 0, -0.0).lat > 70);
    CHECK(geodist::from_ecef(1e4, 0, -1e-3).lat < -70);
    const auto centre = geodist::from_ecef(0, 0, 0, Ellipsoid(6378137, 0));
    CHECK(centre == geodist::Geodetic{90, 0, -6378137});
    const auto prolate = geodist::from_ecef(0, 0, 0, Ellipsoid(6378137, -0.01));
    CHECK(prolate == geodist::Geodetic{0, 0, -6378137});
}

TEST_CASE("ecef: there and back, at all depths") {
    for (const double f : {1 / 298.257223563, 0.0, 0.02, -0.02, 1e-9, -1e-5}) {
        const Ellipsoid ellipsoid(6378137, f);
        for (int i = 1; i < 400; ++i) {
            // points of a spiral from the centre to 1.8 radii
            const double r = 6378137 * 1.8 * i / 400, t = 2.4 * i, u = std::sin(0.77 * i);
            const double x = r * std::cos(t) * std::cos(u), y = r * std::sin(t) * std::cos(u),
                         z = r * std::sin(u);
            const auto p = geodist::from_ecef(x, y, z, ellipsoid);
            const auto q = geodist::to_ecef(p.lat, p.lon, p.h, ellipsoid);
            INFO("f " << f << ", " << x << " " << y << " " << z);
            CHECK(length(q.x - x, q.y - y, q.z - z) <= 2 * contract::ecef);
        }
    }
}

TEST_CASE("ecef: NaN gives NaN") {
    const Ellipsoid& e = geodist::wgs84();
    check_nan(Operation::to_ecef, {1, 2, 3}, e);
    check_nan(Operation::from_ecef, {1e6, 2e6, 6e6}, e);
    check_nan(Operation::from_ecef, {0, 0, 1}, e);
    check_nan(Operation::chord, {1, 2, 3, 4, 5, 6}, e);
    check_nan(Operation::chord, {90, 2, 3, 90, 5, 6}, e);
}

TEST_CASE("altitudes have one limit, and up to there nothing overflows") {
    const double most = geodist::MAX_ALTITUDE, beyond = std::nextafter(most, 1e308);
    const auto near = [](double x, double y) { return std::abs(x / y - 1) <= 1e-15; };
    CHECK(near(geodist::chord(0, 0, 0, 0, 90, most), most));
    CHECK(near(geodist::chord(0, 0, most, 0, 180, most), 2 * most));
    CHECK(near(geodist::chord(90, 0, most, -90, 0, most), 2 * most));
    CHECK(near(geodist::to_ecef(0, 0, most).x, most));
    CHECK(near(geodist::from_ecef(0, 0, -most).h, most));
    for (const double h : {beyond, -beyond, 1e170, std::numeric_limits<double>::infinity()}) {
        const std::string words =
            "altitude must be between -1e100 and 1e100 metres, got " + geodist::format_number(h);
        const auto refuses = [&](auto call) {
            CHECK_THROWS_WITH_AS(call(), doctest::Contains(words.c_str()),
                                 geodist::InvalidAltitudeError);
        };
        const std::vector<double> two{0, 0}, heights{0, h};
        std::vector<double> r1(2), r2(2), r3(2);
        refuses([&] { static_cast<void>(geodist::Point3D(0, 0, h)); });
        refuses([&] { static_cast<void>(geodist::to_ecef(0, 0, h)); });
        refuses([&] { static_cast<void>(geodist::chord(0, 0, 0, 0, 90, h)); });
        refuses([&] { geodist::to_ecef(two, two, heights, r1, r2, r3); });
        refuses([&] { geodist::chord(two, two, two, two, two, heights, r1); });
        refuses([&] { geodist::check_altitudes({&h, 0}, 1); });
        refuses([&] {
            static_cast<void>(geodist::PointIndex(geodist::PointColumns(two, two, heights)));
        });
    }
}
