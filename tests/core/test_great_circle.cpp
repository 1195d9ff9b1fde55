// The sphere: accuracy at its own, tighter bounds, and what a great circle must keep exactly.
#include <doctest/doctest.h>
#include <geodist/geodesic.hpp>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "reference_rows.hpp"

namespace {

using namespace geodist_test;
using geodist::Ellipsoid;
using geodist::Operation;

const Ellipsoid ball(6378137, 0);

bool same_bits(double x, double y) { return x == y && std::signbit(x) == std::signbit(y); }

void check_inverse(const std::string& name) {
    const Table table = load_reference(name);
    Worst distance, azimuth, m12, scale;
    for (const Rows& group : by_ellipsoid(table)) {
        if (group.f != 0) {
            continue;
        }
        const Ellipsoid ellipsoid(group.a, 0);
        const auto lat1 = group.column("lat1"), lon1 = group.column("lon1");
        const auto lat2 = group.column("lat2"), lon2 = group.column("lon2");
        const auto full = run_columns(Operation::inverse_full, {lat1, lon1, lat2, lon2}, ellipsoid);
        const auto alone = run_columns(Operation::distance, {lat1, lon1, lat2, lon2}, ellipsoid);
        const auto back = run_columns(Operation::distance, {lat2, lon2, lat1, lon1}, ellipsoid);
        const auto s = group.column("distance"), s_lo = group.column("distance_lo");
        const auto azi1 = group.column("azi1"), azi2 = group.column("azi2");
        const auto m = group.column("m12"), big_m = group.column("M12");
        for (std::size_t i = 0; i < group.size(); ++i) {
            const double unit = group.unit();
            const double error = std::abs((full[0][i] - s[i]) - s_lo[i]) / unit;
            distance.see(error, contract::great_circle_distance, group, i);
            CHECK(full[0][i] == alone[0][i]);
            CHECK(full[0][i] == back[0][i]);
            // at opposite meridians either way round is right
            const bool opposite = std::abs(std::remainder(lon2[i] - lon1[i], 360)) == 180;
            for (const auto& [found, truth] :
                 {std::pair{full[1][i], azi1[i]}, std::pair{full[2][i], azi2[i]}}) {
                const double azi = opposite ? std::copysign(found, truth) : found;
                azimuth.see(azimuth_error(azi, truth, m[i]) / unit, contract::great_circle_azimuth,
                            group, i);
            }
            m12.see(std::abs(full[3][i] - m[i]) / unit, contract::inverse_m12, group, i);
            scale.see(std::abs(full[4][i] - big_m[i]), contract::inverse_scale, group, i);
            CHECK(full[4][i] == full[5][i]);
        }
    }
    distance.check("great-circle distance");
    azimuth.check("great-circle azimuth");
    m12.check("great-circle m12");
    scale.check("great-circle M12");
}

}  // namespace

TEST_CASE("great circle: inverse") { check_inverse("inverse"); }

TEST_CASE("great circle: special values") { check_inverse("lattice"); }

TEST_CASE("great circle: direct") {
    const Table table = load_reference("direct");
    Worst position;
    for (const Rows& group : by_ellipsoid(table)) {
        if (group.f != 0) {
            continue;
        }
        const auto s = group.column("distance");
        const auto found =
            run_columns(Operation::direct,
                        {group.column("lat1"), group.column("lon1"), group.column("azi1"), s},
                        Ellipsoid(group.a, 0));
        const auto lat2 = group.column("lat2"), lat2_lo = group.column("lat2_lo");
        const auto lon2 = group.column("lon2"), lon2_lo = group.column("lon2_lo");
        for (std::size_t i = 0; i < group.size(); ++i) {
            const double reach = std::max(1.0, std::abs(s[i]) / contract::direct_reach);
            const double error = position_error(group.a, 0, found[0][i], found[1][i], lat2[i],
                                                lat2_lo[i], lon2[i], lon2_lo[i]);
            position.see(error / group.unit(), contract::direct_position * reach, group, i);
            CHECK(std::abs(found[1][i]) <= 180);
        }
    }
    position.check("great-circle position");
}

TEST_CASE("great circle: tiny separations keep their relative accuracy") {
    const double metre = 180 / (6378137 * std::numbers::pi);  // degrees of the equator
    for (const double size : {1e3, 1.0, 1e-3, 1e-6, 1e-9, 1e-40}) {
        INFO("metres " << size);
        const double d = size * metre;
        CHECK(geodist::distance(0, 0, 0, d, ball) == doctest::Approx(size).epsilon(4e-15));
        CHECK(geodist::distance(0, 0, d, 0, ball) == doctest::Approx(size).epsilon(4e-15));
        CHECK(geodist::distance(-d, 0, d, 0, ball) == doctest::Approx(2 * size).epsilon(4e-15));
        CHECK(geodist::distance(0, -d, 0, d, ball) == doctest::Approx(2 * size).epsilon(4e-15));
    }
    // across the antimeridian, with exactly representable longitudes
    const double step = std::ldexp(1.0, -40);
    CHECK(geodist::distance(0, 180 - step, 0, step - 180, ball) ==
          doctest::Approx(2 * step / metre).epsilon(4e-15));
    // that far from the antipode
    const double half_turn = 6378137 * std::numbers::pi;
    CHECK(std::abs(geodist::distance(step, 0, 0, 180, ball) - (half_turn - step / metre)) < 1e-8);
}

TEST_CASE("great circle: exact values") {
    for (const double lat : {-90.0, -45.5, -0.0, 0.0, 1e-300, 30.0, 90.0}) {
        for (const double lon : {-360.0, -180.0, -0.0, 12.3, 360.0}) {
            CHECK(same_bits(geodist::distance(lat, lon, lat, lon, ball), 0.0));
        }
    }
    CHECK(geodist::distance(30, -180, 30, 180, ball) == 0);
    CHECK(geodist::distance(90, 10, 90, 77, ball) == 0);
    CHECK(geodist::distance(0, 0, 0, 180, ball) == 6378137 * std::numbers::pi);
    CHECK(geodist::distance(90, 5, -90, 66, ball) == 6378137 * std::numbers::pi);
    CHECK(geodist::distance(12.5, 30, -12.5, 210, ball) == 6378137 * std::numbers::pi);
}

TEST_CASE("great circle: azimuths of degenerate pairs") {
    struct Case {
        double lat1, lon1, lat2, lon2, azi1, azi2;
    };
    // GeographicLib's Geodesic(6378137, 0) gives these
    const Case cases[] = {
        {0.0, 0, -0.0, 0, 180, 180},     {-0.0, 0, 0.0, 0, 0.0, 0.0},
        {20, 5, 20, 5, 180, 180},        {-20, 5, -20, 5, 0.0, 0.0},
        {20, 5, 20, 365, 180, 180},      {20, 360, 20, 0, -180, -180},
        {0.0, 0, 0.0, 180, 0.0, 180},    {-0.0, 0, -0.0, 180, 180, 0.0},
        {0.0, 0, 0.0, -180, -0.0, -180}, {-0.0, 0, -0.0, -180, -180, -0.0},
        {30, 0, -30, 180, 0.0, 180},     {-30, 0, 30, 180, 180, 0.0},
        {90, 0, -90, 0, 180, 180},       {90, 0, -90, 180, 0.0, 180},
        {-90, 0, 90, 30, 30, 0.0},       {90, 0, 90, 30, 150, 180},
        {-90, 0, -90, 30, 30, 0.0},      {90, 0, 45, -120, -60, -180},
        {-45, 10, -90, 40, 180, 150},    {0, 0, 0, 90, 90, 90},
        {0, 0, 10, 180, 0.0, 180},       {0, 0, -10, 180, 180, 0.0},
    };
    for (const Case& c : cases) {
        INFO(c.lat1 << " " << c.lon1 << " to " << c.lat2 << " " << c.lon2);
        const auto found = geodist::inverse(c.lat1, c.lon1, c.lat2, c.lon2, ball);
        CHECK(same_bits(found.azi1, c.azi1));
        CHECK(same_bits(found.azi2, c.azi2));
        CHECK(same_bits(geodist::azimuth(c.lat1, c.lon1, c.lat2, c.lon2, ball), c.azi1));
    }
}

TEST_CASE("great circle: direct at the poles and along meridians") {
    const double quarter = 6378137 * (std::numbers::pi / 2);
    struct Case {
        double lat1, lon1, azi1, s, lat2, lon2, azi2;
    };
    const Case cases[] = {
        {0, 0, 0.0, 1.5 * quarter, 45, 180, 180},
        {0, 0, -0.0, 1.5 * quarter, 45, -180, -180},
        {0, 0, 180, 1.5 * quarter, -45, 180, 0.0},
        {0, 0, -180, 1.5 * quarter, -45, -180, -0.0},
        {90, 10, 30, quarter, 0, 160, 180},
        {-90, 10, 30, quarter, 0, 40, 0.0},
        {90, 10, 30, 0, 90, 10, 30},
        {25, 370, 77, 0, 25, 10, 77},
        {0, 0, 90, quarter, 0, 90, 90},
        {0, 0, -90, -quarter, 0, 90, -90},
    };
    for (const Case& c : cases) {
        INFO(c.lat1 << " " << c.lon1 << " " << c.azi1 << " " << c.s);
        const auto found = geodist::direct(c.lat1, c.lon1, c.azi1, c.s, ball);
        CHECK(std::abs(found.lat2 - c.lat2) < 1e-13);
        CHECK(std::abs(found.lon2 - c.lon2) < 1e-13);
        CHECK(std::abs(found.azi2 - c.azi2) < 1e-13);
        CHECK(std::signbit(found.azi2) == std::signbit(c.azi2));
    }
    for (const double s : {1e12, 1e20, -1e300}) {
        const auto far = geodist::direct(10, 20, 30, s, ball);
        CHECK(std::abs(far.lat2) <= 90);
        CHECK(std::abs(far.lon2) <= 180);
    }
}

TEST_CASE("great circle: NaN gives NaN") {
    for (const Operation operation : {Operation::distance, Operation::azimuth, Operation::inverse,
                                      Operation::inverse_full, Operation::direct}) {
        check_nan(operation, {1, 2, 3, 4}, ball);
        check_nan(operation, {90, 2, 0, 4}, ball);
    }
    check_nan(Operation::interpolate, {1, 2, 3, 4, 0.5}, ball);
}
