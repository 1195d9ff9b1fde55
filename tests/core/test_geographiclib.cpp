// The functions beside GeographicLib's C++ library on random pairs, where that library is
// installed.
#include <doctest/doctest.h>
#include <geodist/geodist.hpp>

#include <GeographicLib/Geocentric.hpp>
#include <GeographicLib/Geodesic.hpp>
#include <algorithm>
#include <cmath>
#include <numbers>
#include <random>

#include "contract.hpp"

namespace {

using namespace geodist_test;

// What GeographicLib's double precision may add; measured on the reference tables.
constexpr double peer_distance = 13e-9;
constexpr double peer_azimuth = 13e-9;
constexpr double peer_position = 19e-9;
constexpr double peer_ecef = 6e-9;

constexpr double flattenings[] = {1 / 298.257223563, 1 / 50.0, -1 / 50.0, 1 / 150.0, 0};

struct PairOfPoints {
    double lat1, lon1, lat2, lon2;
};

PairOfPoints draw(std::mt19937_64& random, int kind) {
    std::uniform_real_distribution<> unit(-1, 1);
    const auto latitude = [&] { return std::asin(unit(random)) * (180 / std::numbers::pi); };
    const double lat1 = latitude(), lon1 = 180 * unit(random);
    switch (kind % 3) {
        case 0:
            return {lat1, lon1, latitude(), 180 * unit(random)};
        case 1:
            return {lat1, lon1, std::clamp(lat1 + 0.5 * unit(random), -90.0, 90.0),
                    lon1 + 0.5 * unit(random)};
        default:
            return {lat1, lon1, std::clamp(-lat1 + unit(random), -90.0, 90.0),
                    lon1 + 180 + unit(random)};
    }
}

double turn(double found, double expected) {
    return std::abs(std::remainder(found - expected, 360.0)) * (std::numbers::pi / 180);
}

}  // namespace

TEST_CASE("GeographicLib: inverse") {
    std::mt19937_64 random(1);
    for (const double f : flattenings) {
        const geodist::Ellipsoid ellipsoid(contract::equatorial_radius, f);
        const GeographicLib::Geodesic peer(contract::equatorial_radius, f);
        double worst = 0, worst_azimuth = 0;
        for (int i = 0; i < 6000; ++i) {
            const auto [lat1, lon1, lat2, lon2] = draw(random, i);
            const auto found = geodist::inverse(lat1, lon1, lat2, lon2, ellipsoid);
            double s = 0, azi1 = 0, azi2 = 0, m12 = 0;
            peer.Inverse(lat1, lon1, lat2, lon2, s, azi1, azi2, m12);
            worst = std::max(worst, std::abs(found.distance - s));
            worst_azimuth = std::max({worst_azimuth, turn(found.azi1, azi1) * std::abs(m12),
                                      turn(found.azi2, azi2) * std::abs(m12)});
        }
        CAPTURE(f);
        CHECK(worst <= contract::distance_bound(f) + peer_distance);
        CHECK(worst_azimuth <= contract::azimuth_bound(f) + peer_azimuth);
    }
}

TEST_CASE("GeographicLib: direct") {
    std::mt19937_64 random(2);
    std::uniform_real_distribution<> reach(-2e7, 2e7);
    for (const double f : flattenings) {
        const geodist::Ellipsoid ellipsoid(contract::equatorial_radius, f);
        const GeographicLib::Geodesic peer(contract::equatorial_radius, f);
        double worst = 0;
        for (int i = 0; i < 6000; ++i) {
            const auto [lat1, lon1, unused, azi1] = draw(random, 0);
            const double distance = reach(random);
            const auto found = geodist::direct(lat1, lon1, azi1, distance, ellipsoid);
            double lat2 = 0, lon2 = 0, apart = 0;
            peer.Direct(lat1, lon1, azi1, distance, lat2, lon2);
            peer.Inverse(found.lat2, found.lon2, lat2, lon2, apart);
            worst = std::max(worst, apart);
        }
        CAPTURE(f);
        CHECK(worst <= contract::direct_position + peer_position);
    }
}

TEST_CASE("GeographicLib: Cartesian coordinates") {
    std::mt19937_64 random(3);
    std::uniform_real_distribution<> height(-1e4, 1e6);
    for (const double f : flattenings) {
        const geodist::Ellipsoid ellipsoid(contract::equatorial_radius, f);
        const GeographicLib::Geocentric peer(contract::equatorial_radius, f);
        double worst = 0;
        for (int i = 0; i < 6000; ++i) {
            const auto [lat, lon, unused1, unused2] = draw(random, 0);
            const double h = height(random);
            const auto found = geodist::to_ecef(lat, lon, h, ellipsoid);
            double x = 0, y = 0, z = 0;
            peer.Forward(lat, lon, h, x, y, z);
            worst = std::max(
                {worst, std::abs(found.x - x), std::abs(found.y - y), std::abs(found.z - z)});
        }
        CAPTURE(f);
        CHECK(worst <= contract::ecef + peer_ecef);
    }
}
