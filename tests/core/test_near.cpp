// Near points in columns, whose distance has a method of its own: where it begins and ends, and
// rows of both kinds side by side.
#include <doctest/doctest.h>
#include <geodist/geodist.hpp>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <numbers>
#include <random>
#include <vector>

#include "contract.hpp"

namespace {

using namespace geodist_test;

constexpr double agreement = 4e-9;  // metres

constexpr double flattenings[] = {
    1 / 298.257223563, -1 / 298.257223563, 1 / 250.0, -1 / 250.0, 1 / 150.0,
    -1 / 150.0,        1 / 50.0,           -1 / 50.0, 1e-6,       -1e-12};

struct Columns {
    std::vector<double> lat1, lon1, lat2, lon2;

    void add(double lat, double lon, double other_lat, double other_lon) {
        lat1.push_back(lat);
        lon1.push_back(lon);
        lat2.push_back(std::clamp(other_lat, -90.0, 90.0));
        lon2.push_back(other_lon);
    }
    [[nodiscard]] std::size_t size() const { return lat1.size(); }
};

// The second point up to 1.2 degrees from the first, by any power of ten; every third next to a
// pole, across it too, every other third next to the equator.
void add_near(Columns& rows, std::mt19937_64& random, std::size_t i) {
    std::uniform_real_distribution<> unit(-1, 1);
    const double reach = i % 2 == 0 ? 1.2 : std::pow(10, 6 * unit(random) - 6);
    double lat = std::asin(unit(random)) * (180 / std::numbers::pi);
    if (i % 3 == 1) {
        lat = std::copysign(90 - std::abs(reach * unit(random)), lat);
    } else if (i % 3 == 2) {
        lat = reach * unit(random);
    }
    const double lon = 180 * unit(random);
    const double narrowing = std::max(std::cos(lat * (std::numbers::pi / 180)), 1e-3);
    rows.add(lat, lon, lat + reach * unit(random), lon + reach * unit(random) / narrowing);
}

std::uint64_t bits(double x) { return std::bit_cast<std::uint64_t>(x); }

}  // namespace

TEST_CASE("near points: the distance by its own method and by the one that gives azimuths") {
    for (const double f : flattenings) {
        const geodist::Ellipsoid ellipsoid(contract::equatorial_radius, f);
        std::mt19937_64 random(1);
        Columns rows;
        for (std::size_t i = 0; i < 30'000; ++i) {
            add_near(rows, random, i);
        }
        const std::size_t n = rows.size();
        std::vector<double> distance(n), other(n), azi1(n), azi2(n);
        geodist::distance(rows.lat1, rows.lon1, rows.lat2, rows.lon2, distance, ellipsoid);
        geodist::inverse(rows.lat1, rows.lon1, rows.lat2, rows.lon2, other, azi1, azi2, ellipsoid);
        double worst = 0;
        for (std::size_t i = 0; i < n; ++i) {
            worst = std::max(worst, std::abs(distance[i] - other[i]));
        }
        CAPTURE(f);
        MESSAGE("f = " << f << ": " << worst * 1e9 << " nm");
        CHECK(worst <= agreement);
    }
}

TEST_CASE("no distance is negative, however near the points") {
    for (const double f : flattenings) {
        const geodist::Ellipsoid ellipsoid(contract::equatorial_radius, f);
        std::size_t negative = 0, wrong = 0;
        for (int k = 0; k <= 323; ++k) {
            const double step = std::pow(10, -k);
            for (const double lat : {0.0, 1e-300, 1e-160, 30.0, 90.0}) {
                for (const double north : {0.0, step}) {
                    const double d = geodist::distance(lat, 0, lat - north, step, ellipsoid);
                    negative += std::signbit(d) ? 1 : 0;
                    wrong += d <= 2 * 111.7e3 * step ? 0 : 1;
                }
            }
        }
        CAPTURE(f);
        CHECK(negative == 0);
        CHECK(wrong == 0);
    }
}

TEST_CASE("near rows among others keep the bits that they have alone") {
    std::uniform_real_distribution<> unit(-1, 1);
    for (const double share : {0.02, 0.5, 0.9, 1.0}) {  // of near rows
        std::mt19937_64 random(2);
        Columns rows;
        for (std::size_t i = 0; i < 9'001; ++i) {
            if (unit(random) < 2 * share - 1) {
                add_near(rows, random, i);
                continue;
            }
            const double lat = 90 * unit(random), lon = 180 * unit(random);
            switch (i % 4) {
                case 0:
                    rows.add(lat, lon, -lat + 0.1 * unit(random), lon + 180 + 0.1 * unit(random));
                    break;
                case 1:
                    rows.add(lat, lon, std::numeric_limits<double>::quiet_NaN(), lon);
                    break;
                default:
                    rows.add(lat, lon, 90 * unit(random), 180 * unit(random));
            }
        }
        const std::size_t n = rows.size();
        std::vector<double> together(n);
        geodist::distance(rows.lat1, rows.lon1, rows.lat2, rows.lon2, together);
        std::size_t different = 0, missing = 0;
        for (std::size_t i = 0; i < n; ++i) {
            const double alone =
                geodist::distance(rows.lat1[i], rows.lon1[i], rows.lat2[i], rows.lon2[i]);
            const double back =
                geodist::distance(rows.lat2[i], rows.lon2[i], rows.lat1[i], rows.lon1[i]);
            if (std::isnan(alone)) {
                ++missing;
                different += std::isnan(together[i]) ? 0 : 1;
            } else {
                different += bits(together[i]) == bits(alone) && bits(back) == bits(alone) ? 0 : 1;
            }
        }
        CAPTURE(share);
        CHECK(different == 0);
        CHECK((missing > 0) == (share < 1));
    }
}
