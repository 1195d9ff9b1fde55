// Lengths and areas that are known in closed form, and rings at the borders of methods and blocks.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

#include <geodist/geodist.hpp>
#include "contract.hpp"
#include "rings.hpp"

namespace {

using namespace geodist_test;
using geodist::Edges;
using geodist::Ellipsoid;

constexpr double pi = 3.14159265358979323846;

const std::vector<Ellipsoid>& ellipsoids() {
    static const std::vector<Ellipsoid> list{geodist::wgs84(), Ellipsoid(6378137.0, 0),
                                             Ellipsoid(6378137.0, 1 / 50.0),
                                             Ellipsoid(6378137.0, -1 / 50.0)};
    return list;
}

// A corner of the Earth, an eighth of it, with n >= 5 vertices: along the equator and meridians,
// where edges of both kinds are the same.
Rings corner(std::size_t n) {
    Rings ring;
    const std::size_t equator = n / 3, meridian = (n - equator + 1) / 2,
                      rest = n - equator - meridian;
    for (std::size_t k = 0; k < equator; ++k) {
        ring.add(0, 90 * static_cast<double>(k) / static_cast<double>(equator));
    }
    for (std::size_t k = 0; k < meridian; ++k) {
        ring.add(90 * static_cast<double>(k) / static_cast<double>(meridian - 1), 90);
    }
    for (std::size_t k = 0; k < rest; ++k) {
        ring.add(90 - 90 * static_cast<double>(k) / static_cast<double>(rest), 0);
    }
    ring.finish();
    return ring;
}

TEST_CASE("rings: any number of vertices, whole blocks, one more and one fewer") {
    std::vector<std::size_t> sizes{5, 6, 7, 8, 9, 15, 16, 17, 31, 33};
    for (const std::size_t block : {64U, 128U, 448U, 512U, 1024U, 2048U, 4096U}) {
        for (std::size_t n = block - 2; n <= block + 2; ++n) {
            sizes.push_back(n);
        }
    }
    for (const Ellipsoid& ellipsoid : ellipsoids()) {
        const double eighth = ellipsoid.area() / 8;
        const double quarter = geodist::distance(0, 0, 90, 0, ellipsoid);
        const double around = 2 * quarter + ellipsoid.a() * pi / 2;
        for (const Edges edges : {Edges::geodesic, Edges::planar}) {
            for (const std::size_t n : sizes) {
                INFO("vertices: " << n);
                const Rings ring = corner(n);
                const auto edges_of_it = static_cast<double>(n);
                // each edge as long as the others on its side
                const double bound = 0.05 + (n < 1000 ? 3 * contract::long_area
                                                      : contract::short_area * edges_of_it);
                CHECK(std::abs(area(ring, edges, ellipsoid) - eighth) <= bound);
                CHECK(std::abs(area(reversed(ring), edges, ellipsoid) + eighth) <= bound);
                const double length = lengths(ring, true, edges, ellipsoid).front();
                CHECK(std::abs(length - around) <=
                      edges_of_it * contract::inverse_distance + 2e-15 * around);
            }
        }
    }
}

TEST_CASE("rings: a million vertices") {
    const Rings ring = corner(1000000);
    for (const Edges edges : {Edges::geodesic, Edges::planar}) {
        // the errors of so many edges cancel far below the sum of their bounds
        CHECK(std::abs(area(ring, edges) - geodist::wgs84().area() / 8) <= 0.1);
        const double around = 2 * geodist::distance(0, 0, 90, 0) + geodist::wgs84().a() * pi / 2;
        CHECK(std::abs(lengths(ring, true, edges).front() - around) <= 1e-6);
    }
}

TEST_CASE("rings: around a pole, the sum of triangles to it") {
    for (const Ellipsoid& ellipsoid : ellipsoids()) {
        for (const double lat : {89.99, 85.0, 60.0, 10.0}) {
            for (const double side : {1.0, -1.0}) {
                Rings ring, triangles;
                const int n = 36;
                for (int k = 0; k < n; ++k) {
                    const double y = side * (lat + 0.005 * (k % 2)), next = (k + 1) % 2;
                    ring.add(y, 10.0 * k - 170);
                    triangles.add(y, 10.0 * k - 170);
                    triangles.add(side * (lat + 0.005 * next), 10.0 * k - 160);
                    triangles.add(side * 90, 0);
                    triangles.finish();
                }
                ring.finish();
                double sum = 0;
                for (const double part : areas(triangles, Edges::geodesic, ellipsoid)) {
                    sum += part;
                }
                const double bound = 2 * n * (lat > 85 ? contract::short_area : 0.2);
                CHECK(std::abs(area(ring, Edges::geodesic, ellipsoid) - sum) <= bound);
                CHECK(sum * side > 0);  // eastward: the northern pole to the left
                CHECK(std::abs(area(reversed(ring), Edges::geodesic, ellipsoid) + sum) <= bound);
            }
        }
    }
}

TEST_CASE("rings: half of the Earth, either way round") {
    for (const Ellipsoid& ellipsoid : ellipsoids()) {
        const double half = ellipsoid.area() / 2;
        for (const Rings& ring : {make_ring({{0, 0}, {0, 90}, {0, 180}, {0, -90}}),
                                  make_ring({{0, 10}, {0, 130}, {0, 250}}),
                                  make_ring({{0, 0}, {90, 0}, {0, 180}, {-90, 0}}),
                                  make_ring({{-90, 0}, {0, 90}, {90, 0}, {0, -90}})}) {
            const double found = area(ring, Edges::geodesic, ellipsoid);
            CHECK(std::abs(std::abs(found) - half) <= 0.2);
            CHECK(std::abs(std::abs(area(reversed(ring), Edges::geodesic, ellipsoid)) - half) <=
                  0.2);
        }
    }
}

TEST_CASE("rings: edges of half a turn go over the nearer pole") {
    for (const Ellipsoid& ellipsoid : ellipsoids()) {
        for (const double side : {1.0, -1.0}) {
            const Rings ring = make_ring({{side * 10, 0}, {side * 40, 180}, {side * 15, 90}});
            const Rings split =
                make_ring({{side * 10, 0}, {side * 90, 77}, {side * 40, 180}, {side * 15, 90}});
            CHECK(std::abs(area(ring, Edges::geodesic, ellipsoid) -
                           area(split, Edges::geodesic, ellipsoid)) <= 0.5);
            // the same edge named otherwise
            for (const double lon : {-180.0, 540.0}) {
                Rings other = ring;
                other.lon[1] = lon;
                CHECK(std::abs(area(other, Edges::geodesic, ellipsoid) -
                               area(ring, Edges::geodesic, ellipsoid)) <= 0.5);
            }
        }
        // over either pole it is as long: half of the Earth more on one side or the other
        const Rings ring = make_ring({{10, 0}, {-10, 180}, {1, 90}});
        const Rings north = make_ring({{10, 0}, {90, 0}, {-10, 180}, {1, 90}});
        const Rings south = make_ring({{10, 0}, {-90, 0}, {-10, 180}, {1, 90}});
        if (ellipsoid.f() >= 0) {
            const double found = area(ring, Edges::geodesic, ellipsoid);
            CHECK(std::min(std::abs(found - area(north, Edges::geodesic, ellipsoid)),
                           std::abs(found - area(south, Edges::geodesic, ellipsoid))) <= 0.5);
        }
    }
}

TEST_CASE("rings: almost half a turn at one latitude next to the equator") {
    for (const double f : {1 / 298.257223563, 0.0, -1 / 290.0, -1 / 150.0, -1 / 50.0}) {
        const Ellipsoid ellipsoid(6378137.0, f);
        for (const double lat : {1e-7, 1e-5, 1e-3, -1e-3}) {
            for (const double gap : {1e-7, 1e-3, 0.1, 1.0}) {
                const double lon = 180 - gap, side = lat > 0 ? 90 : -90;
                const auto edge = geodist::inverse_full(lat, 0, lat, lon, ellipsoid);
                const auto middle = geodist::interpolate(lat, 0, lat, lon, 0.5, ellipsoid);
                const Rings ring = make_ring({{lat, 0}, {lat, lon}, {side, 0}});
                const Rings split =
                    make_ring({{lat, 0}, {middle.lat, middle.lon}, {lat, lon}, {side, 0}});
                // both bounds, and the error of the middle, which leans on m12 as well
                const double bound = 2 * contract::area_bound(edge.distance, edge.m12,
                                                              ellipsoid.a(), ellipsoid.area()) +
                                     8 * ellipsoid.a() * contract::direct_position *
                                         std::max(1.0, ellipsoid.a() / std::abs(edge.m12));
                INFO("f " << f << " lat " << lat << " gap " << gap << " m12 " << edge.m12);
                CHECK(std::abs(area(ring, Edges::geodesic, ellipsoid) -
                               area(split, Edges::geodesic, ellipsoid)) <= bound);
            }
        }
    }
}

TEST_CASE("rings: those without an inside") {
    for (const Edges edges : {Edges::geodesic, Edges::planar}) {
        CHECK(area(make_ring({}), edges) == 0);
        CHECK(area(make_ring({{10, 20}}), edges) == 0);
        CHECK(area(make_ring({{10, 20}, {30, 40}}), edges) == 0);
        CHECK(area(make_ring({{10, 20}, {10, 20}, {10, 20}}), edges) == 0);
        // along a meridian, the equator, there and back
        CHECK(area(make_ring({{10, 20}, {30, 20}, {-5, 20}}), edges) == 0);
        CHECK(std::abs(area(make_ring({{0, 20}, {0, 50}, {0, 30}}), edges)) <= 1e-3);
        CHECK(std::abs(area(make_ring({{10, 20}, {30, 40}, {35, 50}, {30, 40}}), edges)) <= 0.2);
        CHECK(areas(Rings{}, edges).empty());
        CHECK(lengths(make_ring({}), true, edges).front() == 0);
        CHECK(lengths(make_ring({{10, 20}}), true, edges).front() == 0);
        CHECK(lengths(make_ring({{10, 20}, {10, 20}}), true, edges).front() == 0);
        const double one = lengths(make_ring({{10, 20}, {30, 40}}), false, edges).front();
        CHECK(lengths(make_ring({{10, 20}, {30, 40}}), true, edges).front() == 2 * one);
    }
}

TEST_CASE("planar rings: longitudes as they are") {
    const double whole = geodist::wgs84().area();
    const auto box = [](double south, double north, double west, double east) {
        return make_ring({{south, west}, {south, east}, {north, east}, {north, west}});
    };
    const auto planar = [](const Rings& ring) { return area(ring, Edges::planar); };
    CHECK(std::abs(planar(box(-90, 90, -180, 180)) - whole) <= 0.1);
    CHECK(std::abs(planar(reversed(box(-90, 90, -180, 180))) + whole) <= 0.1);
    CHECK(std::abs(planar(box(0, 90, -180, 180)) - whole / 2) <= 0.1);
    // the long way from -179 to 179, or twice around
    CHECK(std::abs(planar(box(0, 90, -179, 179)) - whole / 2 * 358 / 360) <= 0.1);
    CHECK(std::abs(planar(box(-90, 0, 0, 720)) - whole) <= 0.2);
    // a band between parallels, by an integral in closed form
    const double e = std::sqrt(geodist::wgs84().e2()), b = geodist::wgs84().b();
    const auto zone = [&](double lat) {
        const double s = std::sin(lat * pi / 180);
        return b * b / 2 * (s / (1 - e * e * s * s) + std::atanh(e * s) / e);
    };
    CHECK(planar(box(30, 50, 10, 40)) ==
          doctest::Approx((zone(50) - zone(30)) * pi / 6).epsilon(1e-14));
    // to the pole and along it, as Antarctica is drawn
    const Rings cap = make_ring({{-60, -180}, {-90, -180}, {-90, 180}, {-60, 180}});
    CHECK(planar(cap) == doctest::Approx((zone(90) - zone(60)) * 2 * pi).epsilon(1e-14));
    CHECK(lengths(cap, true, Edges::planar).front() ==
          doctest::Approx(2 * geodist::distance(-90, 0, -60, 0) +
                          2 * pi * geodist::to_ecef(-60, 0, 0).x)
              .epsilon(1e-14));
}

TEST_CASE("planar edges: longitudes of a hundred turns are measured, others are refused") {
    for (const double lon : {1e4, 36000.0, 36001.0, 1e9, 1e17, 1e300}) {
        const Rings ring = make_ring({{89, -lon}, {90, lon}, {-90, -lon}});
        if (lon <= 36000) {
            CHECK(lengths(ring, true, Edges::planar).front() > 0);
            CHECK(!std::isnan(area(ring, Edges::planar)));
        } else {
            CHECK_THROWS_AS(lengths(ring, true, Edges::planar), geodist::InvalidLongitudeError);
            CHECK_THROWS_AS(area(ring, Edges::planar), geodist::InvalidLongitudeError);
        }
    }
}

}  // namespace
