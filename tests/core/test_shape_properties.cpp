// What holds of every line and ring: directions, beginnings, turns, splits, threads, errors.
#include <doctest/doctest.h>

#include <cmath>
#include <cstddef>
#include <limits>
#include <random>
#include <vector>

#include <geodist/geodist.hpp>
#include "contract.hpp"
#include "rings.hpp"

namespace {

using namespace geodist_test;
using geodist::Edges;
using geodist::Ellipsoid;

constexpr Edges every[] = {Edges::geodesic, Edges::planar};

const std::vector<Ellipsoid>& ellipsoids() {
    static const std::vector<Ellipsoid> list{geodist::wgs84(), Ellipsoid(6378137.0, 0),
                                             Ellipsoid(6378137.0, 1 / 50.0),
                                             Ellipsoid(6378137.0, -1 / 50.0)};
    return list;
}

double geodesic_bound(double lat1, double lon1, double lat2, double lon2,
                      const Ellipsoid& ellipsoid) {
    const auto edge = geodist::inverse_full(lat1, lon1, lat2, lon2, ellipsoid);
    return contract::area_bound(edge.distance, edge.m12, ellipsoid.a(), ellipsoid.area());
}

// The sum of the bounds of all edges.
double bound_of(const Rings& ring, Edges edges, const Ellipsoid& ellipsoid) {
    const std::size_t n = ring.lat.size();
    double bound = 0;
    for (std::size_t i = 0; i < n; ++i) {
        const std::size_t k = (i + 1) % n;
        bound +=
            edges == Edges::planar
                ? contract::planar_area_bound(ring.lon[k] - ring.lon[i], ellipsoid.a())
                : geodesic_bound(ring.lat[i], ring.lon[i], ring.lat[k], ring.lon[k], ellipsoid);
    }
    return bound;
}

TEST_CASE("rings: direction, first vertex and turns change nothing else") {
    const Rings rings = make_rings(250);
    for (const Ellipsoid& ellipsoid : ellipsoids()) {
        for (const Edges edges : every) {
            for (std::size_t i = 0; i < rings.size(); ++i) {
                const Rings ring = rings.ring(i);
                const std::size_t n = ring.lat.size();
                if (n < 3) {
                    CHECK(area(ring, edges, ellipsoid) == 0);
                    continue;
                }
                const double found = area(ring, edges, ellipsoid);
                const double bound = 2 * bound_of(ring, edges, ellipsoid);
                CHECK(std::abs(area(reversed(ring), edges, ellipsoid) + found) <= bound);
                CHECK(std::abs(area(begun_at(ring, n / 3), edges, ellipsoid) - found) <= bound);
                Rings closed = ring;
                closed.lat.push_back(ring.lat[0]);
                closed.lon.push_back(ring.lon[0]);
                ++closed.offsets[1];
                CHECK(area(closed, edges, ellipsoid) == found);
                Rings shifted = ring;
                for (double& lon : shifted.lon) {
                    lon += 720;
                }
                CHECK(area(shifted, edges, ellipsoid) == found);
            }
        }
    }
}

TEST_CASE("rings: whole turns of single vertices are none along geodesics") {
    const Rings rings = make_rings(120);
    std::mt19937_64 random(4);
    for (std::size_t i = 0; i < rings.size(); ++i) {
        const Rings ring = rings.ring(i);
        Rings turned = ring;
        for (double& lon : turned.lon) {
            lon += 360 * (static_cast<double>(random() % 5) - 2);
        }
        const double bound =
            2 * (ring.lat.empty() ? 0 : bound_of(ring, Edges::geodesic, geodist::wgs84()));
        CHECK(std::abs(area(turned) - area(ring)) <= bound);
        const double one = lengths(ring, true, Edges::geodesic).front();
        CHECK(lengths(turned, true, Edges::geodesic).front() ==
              doctest::Approx(one).epsilon(1e-15));
    }
}

TEST_CASE("edges: a vertex on an edge changes nothing") {
    std::mt19937_64 random(5);
    std::uniform_real_distribution<> unit(-1, 1);
    for (const Ellipsoid& ellipsoid : ellipsoids()) {
        for (int k = 0; k < 300; ++k) {
            const double size = 60 * std::pow(10, -2 + 2 * unit(random));
            const double lat = 80 * unit(random), lon = 180 * unit(random);
            const auto near = [&](double x) {
                return std::clamp(x + size * unit(random), -89.0, 89.0);
            };
            const Rings ring = make_ring({{lat, lon},
                                          {near(lat), lon + size * unit(random)},
                                          {near(lat), lon + size * unit(random)}});
            const auto middle =
                geodist::midpoint(ring.lat[0], ring.lon[0], ring.lat[1], ring.lon[1], ellipsoid);
            const Rings split = make_ring({{lat, lon},
                                           {middle.lat, middle.lon},
                                           {ring.lat[1], ring.lon[1]},
                                           {ring.lat[2], ring.lon[2]}});
            // the middle is off by so much
            const double off = contract::direct_position;
            const double edge = geodist::distance(lat, lon, ring.lat[1], ring.lon[1], ellipsoid);
            const double bound = bound_of(ring, Edges::geodesic, ellipsoid) +
                                 bound_of(split, Edges::geodesic, ellipsoid) + off * edge;
            CHECK(std::abs(area(split, Edges::geodesic, ellipsoid) -
                           area(ring, Edges::geodesic, ellipsoid)) <= bound);
            CHECK(std::abs(lengths(split, true, Edges::geodesic, ellipsoid).front() -
                           lengths(ring, true, Edges::geodesic, ellipsoid).front()) <=
                  8 * contract::inverse_distance + off);
        }
    }
}

TEST_CASE("planar edges: a vertex on an edge changes nothing") {
    std::mt19937_64 random(6);
    // whole numbers of degrees over 2^10: the middle is exact
    const auto on_grid = [&](int reach) {
        return std::ldexp(
            std::floor(std::ldexp(static_cast<double>(random() % 4096) / 4096, 10) * 2 * reach) -
                std::ldexp(reach, 10),
            -10);
    };
    for (const Ellipsoid& ellipsoid : ellipsoids()) {
        for (int k = 0; k < 300; ++k) {
            const Rings ring = make_ring({{on_grid(90), on_grid(180)},
                                          {on_grid(90), on_grid(180)},
                                          {on_grid(90), on_grid(180)}});
            const Rings split =
                make_ring({{ring.lat[0], ring.lon[0]},
                           {(ring.lat[0] + ring.lat[1]) / 2, (ring.lon[0] + ring.lon[1]) / 2},
                           {ring.lat[1], ring.lon[1]},
                           {ring.lat[2], ring.lon[2]}});
            const double bound = bound_of(ring, Edges::planar, ellipsoid) +
                                 bound_of(split, Edges::planar, ellipsoid);
            CHECK(std::abs(area(split, Edges::planar, ellipsoid) -
                           area(ring, Edges::planar, ellipsoid)) <= bound);
            const double length = lengths(ring, true, Edges::planar, ellipsoid).front();
            CHECK(std::abs(lengths(split, true, Edges::planar, ellipsoid).front() - length) <=
                  7 * contract::planar_length + 2 * contract::planar_length_relative * length);
        }
    }
}

TEST_CASE("rings: neither threads nor the place in the column change a bit") {
    const Rings rings = make_rings(700);
    for (const Edges edges : every) {
        const auto one = areas(rings, edges), length = lengths(rings, true, edges);
        for (const int threads : {2, 5}) {
            CHECK(areas(rings, edges, geodist::wgs84(), threads) == one);
            CHECK(lengths(rings, true, edges, geodist::wgs84(), threads) == length);
        }
        for (std::size_t i = 0; i < rings.size(); ++i) {
            const Rings alone = rings.ring(i);
            CHECK(area(alone, edges) == one[i]);
            CHECK(lengths(alone, true, edges).front() == length[i]);
        }
    }
}

TEST_CASE("rings: offsets that begin later, columns at odd addresses") {
    const Rings rings = make_rings(150);
    const std::size_t skipped = 40;
    Rings moved = rings;
    moved.lat.insert(moved.lat.begin(), 12.5);
    moved.lon.insert(moved.lon.begin(), 200.0);
    for (const Edges edges : every) {
        const auto all = areas(rings, edges), length = lengths(rings, false, edges);
        std::vector<double> out(rings.size() - skipped);
        const geodist::LineColumns later{std::span(moved.lat).subspan(1),
                                         std::span(moved.lon).subspan(1),
                                         std::span(rings.offsets).subspan(skipped)};
        geodist::ring_areas(later, out, edges);
        CHECK(out == std::vector<double>(all.begin() + skipped, all.end()));
        geodist::line_lengths(later, false, out, edges);
        CHECK(out == std::vector<double>(length.begin() + skipped, length.end()));
    }
}

TEST_CASE("rings: a wrong vertex is named, the first of all") {
    const double nan = std::nan(""), infinity = std::numeric_limits<double>::infinity();
    for (const Edges edges : every) {
        for (const int threads : {1, 3}) {
            for (const std::size_t wrong : {std::size_t{7}, std::size_t{300}, std::size_t{641}}) {
                Rings rings = make_rings(700);
                const auto vertex = static_cast<std::size_t>(rings.offsets[wrong]);
                REQUIRE(rings.offsets[wrong + 1] > rings.offsets[wrong]);
                const std::size_t last =
                    static_cast<std::size_t>(rings.offsets[wrong + 1]) - 1 - vertex;
                for (const double lat : {nan, 90.00000000000003, -infinity}) {
                    Rings bad = rings;
                    bad.lat[vertex + last] = lat;
                    bad.lat.back() = 200;  // later
                    const auto check = [&](auto measure) {
                        try {
                            measure();
                            FAIL("nothing thrown");
                        } catch (const geodist::InvalidLatitudeError& error) {
                            CHECK(error.index() == wrong);
                            CHECK(error.vertex() == last);
                        }
                    };
                    check([&] { areas(bad, edges, geodist::wgs84(), threads); });
                    check([&] { lengths(bad, true, edges, geodist::wgs84(), threads); });
                    check([&] { geodist::check_lines(bad.columns()); });
                }
                for (const double lon : {nan, infinity}) {
                    Rings bad = rings;
                    bad.lon[vertex] = lon;
                    const auto check = [&](auto measure) {
                        try {
                            measure();
                            FAIL("nothing thrown");
                        } catch (const geodist::InvalidLongitudeError& error) {
                            CHECK(error.index() == wrong);
                            CHECK(error.vertex() == 0);
                        }
                    };
                    check([&] { areas(bad, edges, geodist::wgs84(), threads); });
                    check([&] { lengths(bad, false, edges, geodist::wgs84(), threads); });
                }
            }
        }
    }
}

TEST_CASE("rings: vertices too few to give a number are checked too") {
    for (const Edges edges : every) {
        for (const double lat : {91.0, std::nan("")}) {
            const Rings point = make_ring({{lat, 0}}), pair = make_ring({{0, 0}, {lat, 1}});
            CHECK_THROWS_AS(area(point, edges), geodist::InvalidLatitudeError);
            CHECK_THROWS_AS(area(pair, edges), geodist::InvalidLatitudeError);
            CHECK_THROWS_AS(lengths(point, false, edges), geodist::InvalidLatitudeError);
        }
    }
}

TEST_CASE("rings: columns and offsets that do not fit") {
    std::vector<double> lat{0, 0, 1}, lon{0, 1, 1}, out(1);
    const auto check = [&](std::vector<std::int64_t> offsets, std::size_t results) {
        out.resize(results);
        for (const Edges edges : every) {
            CHECK_THROWS_AS(geodist::ring_areas({lat, lon, offsets}, out, edges),
                            std::invalid_argument);
            CHECK_THROWS_AS(geodist::line_lengths({lat, lon, offsets}, false, out, edges),
                            std::invalid_argument);
        }
    };
    check({0, 4}, 1);
    check({-1, 3}, 1);
    check({2, 1}, 1);
    check({}, 0);
    check({0, 3}, 2);
    lon.pop_back();
    check({0, 2}, 1);
}

TEST_CASE("rings: a long call can be interrupted") {
    const Rings rings = make_rings(700);
    std::vector<double> out(rings.size());
    for (const Edges edges : every) {
        for (const int threads : {1, 3}) {
            geodist::RunOptions options;
            options.threads = threads;
            options.interrupted = [](void*) { return true; };
            options.interrupt_interval = {};
            CHECK_THROWS_AS(
                geodist::ring_areas(rings.columns(), out, edges, geodist::wgs84(), options),
                geodist::Interrupted);
            CHECK_THROWS_AS(
                geodist::line_lengths(rings.columns(), true, out, edges, geodist::wgs84(), options),
                geodist::Interrupted);
        }
    }
}

}  // namespace
