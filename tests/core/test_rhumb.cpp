// Rhumb lines against the reference tables, at the bounds of the contract.
#include <doctest/doctest.h>
#include <geodist/rhumb.hpp>

#include <algorithm>
#include <cmath>

#include "reference_rows.hpp"

namespace {

using namespace geodist_test;
using geodist::Ellipsoid;
using geodist::Operation;

bool same_bits(double x, double y) { return x == y && std::signbit(x) == std::signbit(y); }

}  // namespace

TEST_CASE("rhumb inverse: distances and azimuths") {
    const Table table = load_reference("rhumb_inverse");
    Worst distance, azimuth;
    for (const Rows& group : by_ellipsoid(table)) {
        const Ellipsoid ellipsoid(group.a, group.f);
        const auto lat1 = group.column("lat1"), lon1 = group.column("lon1");
        const auto lat2 = group.column("lat2"), lon2 = group.column("lon2");
        const auto found =
            run_columns(Operation::rhumb_inverse, {lat1, lon1, lat2, lon2}, ellipsoid);
        const auto back =
            run_columns(Operation::rhumb_inverse, {lat2, lon2, lat1, lon1}, ellipsoid);
        const auto alone =
            run_columns(Operation::rhumb_distance, {lat1, lon1, lat2, lon2}, ellipsoid);
        const auto truth = group.column("distance"), tail = group.column("distance_lo");
        const auto azi = group.column("azi12");
        for (std::size_t i = 0; i < group.size(); ++i) {
            const double error = std::abs((found[0][i] - truth[i]) - tail[i]) / group.unit();
            distance.see(error, contract::rhumb_distance, group, i);
            CHECK(found[0][i] == back[0][i]);
            CHECK(found[0][i] == alone[0][i]);
            // at opposite meridians either course is right
            const bool opposite = std::abs(std::remainder(lon2[i] - lon1[i], 360)) == 180;
            const double azi12 = opposite ? std::copysign(found[1][i], azi[i]) : found[1][i];
            azimuth.see(azimuth_error(azi12, azi[i], truth[i]) / group.unit(),
                        contract::rhumb_distance, group, i);
        }
    }
    distance.check("rhumb distance");
    azimuth.check("rhumb azimuth times distance");
}

TEST_CASE("rhumb direct: positions") {
    const Table table = load_reference("rhumb_direct");
    Worst position;
    std::size_t past_pole = 0;
    for (const Rows& group : by_ellipsoid(table)) {
        const auto distance = group.column("distance");
        const auto found = run_columns(
            Operation::rhumb_direct,
            {group.column("lat1"), group.column("lon1"), group.column("azi12"), distance},
            Ellipsoid(group.a, group.f));
        const auto lat2 = group.column("lat2"), lat2_lo = group.column("lat2_lo");
        const auto lon2 = group.column("lon2"), lon2_lo = group.column("lon2_lo");
        for (std::size_t i = 0; i < group.size(); ++i) {
            const double reach = std::max(1.0, std::abs(distance[i]) / contract::direct_reach);
            double error = 0;
            if (std::isnan(lon2[i])) {
                ++past_pole;
                CHECK(std::isnan(found[1][i]));
                error = position_error(group.a, group.f, found[0][i], 0, lat2[i], lat2_lo[i], 0, 0);
            } else {
                CHECK(std::abs(found[1][i]) <= 180);
                error = position_error(group.a, group.f, found[0][i], found[1][i], lat2[i],
                                       lat2_lo[i], lon2[i], lon2_lo[i]);
            }
            position.see(error / group.unit(), contract::rhumb_position * reach, group, i);
        }
    }
    position.check("rhumb position");
    CHECK(past_pole > 50);
}

TEST_CASE("rhumb: coincident points, zeros of both signs, opposite meridians") {
    struct Case {
        double lat1, lon1, lat2, lon2, azi12;
    };
    // the azimuths are those that GeographicLib 2.7 gives
    const Case cases[] = {
        {30, 10, 30, 10, 0.0},    {30, 180, 30, -180, -0.0}, {0, 0, 0, 180, 90},
        {0, 0, 0, -180, -90},     {0, 185, 0, 5, -90},       {40, 0, 30, 0, 180},
        {40, 0, 30, -0.0, -180},  {30, -0.0, 40, 0, 0.0},    {0.0, 0, -0.0, 0, 0.0},
        {-0.0, 5, 0.0, 365, 0.0}, {45, 0, 90, 70, 0.0},      {45, 0, -90, 70, 180},
        {90, 0, 45, -70, -180},   {-90, 3, 90, -5, -0.0},
    };
    for (const Ellipsoid& ellipsoid :
         {geodist::wgs84(), Ellipsoid(6378137, 0), Ellipsoid(6378137, -0.02)}) {
        for (const Case& c : cases) {
            INFO(c.lat1 << " " << c.lon1 << " to " << c.lat2 << " " << c.lon2 << ", f "
                        << ellipsoid.f());
            const double azi12 =
                geodist::rhumb_inverse(c.lat1, c.lon1, c.lat2, c.lon2, ellipsoid).azi12;
            CHECK(same_bits(azi12, c.azi12));
        }
        CHECK(same_bits(geodist::rhumb_distance(12, 34, 12, 34, ellipsoid), 0.0));
        CHECK(geodist::rhumb_distance(12, 34, 12, -326, ellipsoid) == 0);
        CHECK(geodist::rhumb_distance(90, 0, 90, 90, ellipsoid) == 0);
        CHECK(geodist::rhumb_distance(-90, 0, -90, 180, ellipsoid) == 0);
    }
}

TEST_CASE("rhumb: courses at the poles") {
    const auto start = geodist::rhumb_direct(90, 20, 180, 1e6);
    CHECK(start.lon == 20);
    CHECK(start.lat < 82);
    CHECK(std::isnan(geodist::rhumb_direct(90, 20, 170, 1e6).lon));
    CHECK(geodist::rhumb_direct(90, 20, 170, 0) == geodist::LatLon{90, 20});
    const auto past = geodist::rhumb_direct(80, 20, 0, 2e6);
    CHECK(std::isnan(past.lon));
    CHECK(past.lat < 90);
    // twice round the world and more: the latitude stays one
    for (const double s : {9e7, -9e7, 1e12, 1e200, -1e300}) {
        const auto far = geodist::rhumb_direct(10, 20, 30, s);
        CHECK(std::abs(far.lat) <= 90);
        CHECK(std::isnan(far.lon));
    }
    CHECK(geodist::rhumb_direct(10, 20, 90, 1e9).lat == 10);
    CHECK(geodist::rhumb_direct(10, 200, 90, 0) == geodist::LatLon{10, -160});
}

TEST_CASE("rhumb: NaN gives NaN") {
    check_nan(Operation::rhumb_distance, {1, 2, 3, 4}, geodist::wgs84());
    check_nan(Operation::rhumb_inverse, {1, 2, 3, 4}, geodist::wgs84());
    check_nan(Operation::rhumb_inverse, {90, 2, 90, 4}, geodist::wgs84());
    check_nan(Operation::rhumb_direct, {1, 2, 3, 4}, geodist::wgs84());
    check_nan(Operation::rhumb_direct, {1, 2, 3, 4}, Ellipsoid(6378137, 0.02));
}
