// What straight lines through space say about distances.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>
#include <utility>
#include <vector>

#include <geodist/ecef.hpp>
#include <geodist/geodesic.hpp>
#include "index/chord_bounds.hpp"
#include "index/geodesic_bounds.hpp"

namespace {

using geodist::Ellipsoid;

constexpr double INFINITE = std::numeric_limits<double>::infinity();

TEST_CASE("chords bound distances") {
    std::mt19937_64 random(9);
    const auto uniform = [&](double low, double high) {
        return std::uniform_real_distribution<>(low, high)(random);
    };
    for (int e = 0; e < 60; ++e) {
        const double f = e < 3 ? (e - 1) / 50.0 : uniform(-1 / 50.0, 1 / 50.0);
        const double a = e < 6 ? 6378137 : std::pow(10, uniform(-6, 9));
        const Ellipsoid ellipsoid(a, f);
        const geodist::index::GeodesicBounds bounds(ellipsoid);
        std::vector<std::pair<double, double>> pairs;
        for (int i = 0; i < 2000; ++i) {
            const double lat1 = i % 7 == 0 ? 0 : uniform(-90, 90), lon1 = uniform(-180, 180);
            double lat2 = uniform(-90, 90), lon2 = uniform(-180, 180);
            if (i % 3 == 1) {  // near
                const double away = std::pow(10, uniform(-9, 1));
                lat2 = std::clamp(lat1 + uniform(-away, away), -90.0, 90.0);
                lon2 = lon1 + uniform(-away, away);
            } else if (i % 3 == 2) {  // nearly opposite
                const double away = i % 2 == 0 ? std::pow(10, uniform(-9, 1)) : 0;
                lat2 = std::clamp(-lat1 + uniform(-away, away), -90.0, 90.0);
                lon2 = lon1 + 180 + uniform(-away, away);
            }
            const double s = geodist::distance(lat1, lon1, lat2, lon2, ellipsoid);
            const auto p = geodist::to_ecef(lat1, lon1, 0, ellipsoid),
                       q = geodist::to_ecef(lat2, lon2, 0, ellipsoid);
            const double square =
                (p.x - q.x) * (p.x - q.x) + (p.y - q.y) * (p.y - q.y) + (p.z - q.z) * (p.z - q.z);
            CAPTURE(a);
            CAPTURE(f);
            CAPTURE(s);
            CHECK(bounds.lower(square) <= s);
            CHECK(bounds.upper(square) >= s);
            CHECK(s <= bounds.longest());
            CHECK(bounds.outer(s) >= square);
            CHECK((bounds.inner(s) < 0 || bounds.inner(s) <= square));
            if (bounds.is_sharp(square)) {
                pairs.emplace_back(square, s);
            }
        }
        // Beyond the limit of a chord all is farther.
        std::sort(pairs.begin(), pairs.end());
        std::vector<double> least(pairs.size() + 1, INFINITE);
        for (std::size_t i = pairs.size(); i-- > 0;) {
            least[i] = std::min(least[i + 1], pairs[i].second);
        }
        for (const auto& [square, s] : pairs) {
            const auto beyond = std::upper_bound(pairs.begin(), pairs.end(),
                                                 std::pair(bounds.limit(square), INFINITE));
            CHECK(least[static_cast<std::size_t>(beyond - pairs.begin())] > s);
        }
    }
    // For the Earth: half the equator, and some 2 cm at 100 km.
    const geodist::index::GeodesicBounds earth(geodist::wgs84());
    CHECK(earth.longest() == doctest::Approx(20037508.34));
    CHECK(earth.limit(1e10) - 1e10 > 2 * 1e5 * 0.0207);
    CHECK(earth.limit(1e10) - 1e10 < 2 * 1e5 * 0.024);
}

TEST_CASE("chords are bounded by themselves, but for rounding") {
    std::mt19937_64 random(3);
    std::uniform_real_distribution<> exponent(-3, 12);
    const geodist::index::ChordBounds bounds(geodist::wgs84(), 1e12);
    CHECK(bounds.longest() == INFINITE);
    for (int i = 0; i < 1000; ++i) {
        const double s = std::pow(10, exponent(random)), square = s * s;
        CHECK(bounds.lower(square) <= s);
        CHECK(bounds.upper(square) >= s);
        CHECK(bounds.outer(s) >= square);
        CHECK((bounds.inner(s) < 0 || bounds.inner(s) <= square));
        CHECK(bounds.is_sharp(square));
        CHECK(bounds.limit(square) >= square);
    }
}

}  // namespace
