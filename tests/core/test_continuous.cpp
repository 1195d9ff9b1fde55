#include <doctest/doctest.h>

#include <geodist/continuous.hpp>
#include <geodist/error.hpp>
#include <geodist/geodesic.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <random>
#include <stdexcept>
#include <utility>
#include <vector>

#include "batch/ellipsoid_cache.hpp"
#include "kernels/dispatch.hpp"
#include "kernels/segment_table.hpp"
#include "shape_column.hpp"
#include "shapes/pieces.hpp"
#include "tracks/free_borders.hpp"
#include "tracks/ground.hpp"

namespace {

using geodist::ContinuousMetric;
using geodist::ContinuousOptions;
using geodist::Ellipsoid;
using geodist::ShapesView;
using geodist::tracks::Ground;
using geodist::tracks::Piece;
using geodist::tracks::Vertex;
using geodist_test::ShapeColumn;

ShapeColumn line(const std::vector<double>& lats, const std::vector<double>& lons) {
    ShapeColumn tracks;
    tracks.add(lats, lons);
    return tracks;
}

ShapeColumn walk(std::uint32_t seed, std::size_t vertices, double step, double lat, double lon) {
    std::mt19937_64 random(seed);
    std::normal_distribution<double> change(0, step);
    std::vector<double> lats, lons;
    for (std::size_t i = 0; i < vertices; ++i) {
        lats.push_back(lat += change(random));
        lons.push_back(lon += change(random));
    }
    return line(lats, lons);
}

const Ellipsoid figures[] = {geodist::wgs84(), Ellipsoid(6378137, 0), Ellipsoid(6378137, 0.02),
                             Ellipsoid(6378137, -0.02)};

// A vertex in space, from degrees.
Vertex vertex(const geodist::geodesy::PreparedEllipsoid& e, double lat, double lon) {
    double x = 0, y = 0, z = 0, h = 0;
    geodist::kernels::active_kernels().segment.vertices(&lat, &lon, {&x, &y, &z, &h}, 1, e);
    return {x, y, z, h};
}

Piece piece_of(const Ground& ground, const Vertex& p, const Vertex& q) {
    return ground.piece(p, q, ground.distance(p, q));
}

}  // namespace

TEST_CASE("a distance to an edge rises above its chord by no more than the bulge") {
    std::mt19937_64 random(5);
    std::uniform_real_distribution<double> part(0, 1);
    double worst = 0;
    for (const Ellipsoid& figure : figures) {
        const auto e = geodist::batch::cached_ellipsoid(figure);
        const Ground ground(figure, *e);
        for (int i = 0; i < 3000; ++i) {
            // where the curvature is largest, and elsewhere
            const double lat = i % 3 == 0 ? 0 : i % 3 == 1 ? 89.99 : 180 * part(random) - 90;
            const double length = std::pow(10, 1 + 3.6 * part(random));
            const double edge = std::pow(10, 1 + 3.6 * part(random));
            const double apart = std::pow(10, 1 + 5.9 * part(random));
            // near to a common perpendicular, where it is largest
            const double azimuth = 360 * part(random), askew = i % 2 == 0 ? 0 : 40 * part(random);
            const auto middle = geodist::direct(lat, 0, azimuth, apart, figure);
            const auto piece_at = [&](double lat0, double lon0, double direction, double l) {
                const auto p = geodist::direct(lat0, lon0, direction + 180, l / 2, figure);
                const auto q = geodist::direct(lat0, lon0, direction, l / 2, figure);
                return piece_of(ground, vertex(*e, p.lat2, p.lon2), vertex(*e, q.lat2, q.lon2));
            };
            const Piece a = piece_at(lat, 0, azimuth + 90 + askew, length);
            const Piece b = piece_at(middle.lat2, middle.lon2, middle.azi2 + 90, edge);
            const double d0 = ground.foot(ground.at(a, 0), b).distance;
            const double d1 = ground.foot(ground.at(a, 1), b).distance;
            const double bulge = ground.bulge(a.length, std::max(d0, d1));
            for (const double t : {0.25, 0.5, 0.75}) {
                const double d = ground.foot(ground.at(a, t), b).distance;
                const double chord = d0 + t * (d1 - d0);
                CHECK(d <= chord + bulge + 2 * ground.error());
                if (bulge > 1e-4) {
                    worst = std::max(worst, (d - chord) / bulge);
                }
            }
        }
    }
    CHECK(worst > 0.98);  // the bound is no larger than it must be
    CHECK(worst < 1.001);
}

TEST_CASE("a rough foot is as near as it says") {
    std::mt19937_64 random(7);
    std::uniform_real_distribution<double> part(0, 1);
    for (const Ellipsoid& figure : figures) {
        const auto e = geodist::batch::cached_ellipsoid(figure);
        const Ground ground(figure, *e);
        int rough = 0;
        for (int i = 0; i < 1000; ++i) {
            const double lat = 180 * part(random) - 90, azimuth = 360 * part(random);
            const auto end = geodist::direct(lat, 0, azimuth, 39e3 * part(random), figure);
            const auto from =
                geodist::direct(lat, 0, 360 * part(random), 25e3 + 75e3 * part(random), figure);
            const Piece piece =
                piece_of(ground, vertex(*e, lat, 0), vertex(*e, end.lat2, end.lon2));
            const Vertex v = vertex(*e, from.lat2, from.lon2);
            const auto found = ground.rough_foot(v, piece);
            const double true_distance = ground.foot(v, piece).distance;
            CHECK(found.distance >= true_distance - ground.error());
            CHECK(found.least() <= true_distance + ground.error());
            rough += found.excess > 0 ? 1 : 0;
        }
        CHECK(rough > 100);
    }
}

TEST_CASE("arcs that pass each other crosswise are as far apart as their middles") {
    // between the distance of the ends and that of the middles, what is free is torn in two
    for (const Ellipsoid& figure : figures) {
        for (const double half : {0.04, 0.3, 2.0}) {
            const ShapeColumn a = line({-half, half}, {0, 0}),
                              b = line({-half, half}, {0.09, 0.09});
            const double middle = geodist::distance(0, 0, 0, 0.09, figure);
            const auto found = geodist::track_frechet(a.view(), b.view(), figure);
            CHECK(found.lower[0] <= middle + 1e-8);
            CHECK(found.upper[0] >= middle - 1e-8);
            CHECK(found.upper[0] - found.lower[0] <= 1e-6);
        }
    }
}

TEST_CASE("the Frechet distance is no less than the Hausdorff distance") {
    for (const double step : {1e-5, 1e-2, 1.0}) {
        for (std::uint32_t seed = 0; seed < 6; ++seed) {
            const ShapeColumn a = walk(seed, 30, step, 40, 10),
                              b = walk(seed + 50, 25, step, 40, 10);
            const auto leash = geodist::track_frechet(a.view(), b.view());
            const auto both = geodist::track_hausdorff(a.view(), b.view());
            const auto one = geodist::directed_track_hausdorff(a.view(), b.view());
            const auto two = geodist::directed_track_hausdorff(b.view(), a.view());
            CHECK(leash.upper[0] >= both.lower[0]);
            CHECK(both.upper[0] >= std::max(one.lower[0], two.lower[0]));
            CHECK(both.lower[0] <= std::max(one.upper[0], two.upper[0]));
            for (const auto* found : {&leash, &both, &one}) {
                CHECK(found->upper[0] - found->lower[0] <= 1e-6);
                CHECK(found->lower[0] <= found->upper[0]);
            }
            const double apart =
                geodist::distance(one.a.lat[0], one.a.lon[0], one.b.lat[0], one.b.lon[0]);
            CHECK(apart >= one.lower[0] - 1e-8);
            CHECK(apart <= one.upper[0] + 1e-8);
        }
    }
}

TEST_CASE("a matching goes on and on, and is no farther apart than the distance") {
    const ShapeColumn a = walk(3, 60, 1e-3, 60, 179.99), b = walk(4, 50, 1e-3, 60, 179.99);
    const auto found = geodist::frechet_matching(a.view(), b.view());
    REQUIRE(found.starts ==
            std::vector<std::int64_t>{0, static_cast<std::int64_t>(found.a.lat.size())});
    double most = 0;
    for (std::size_t i = 0; i < found.a.lat.size(); ++i) {
        most = std::max(most, geodist::distance(found.a.lat[i], found.a.lon[i], found.b.lat[i],
                                                found.b.lon[i]));
        if (i > 0) {
            for (const auto* at : {&found.a, &found.b}) {
                const auto before = static_cast<double>(at->edge[i - 1]) + at->fraction[i - 1];
                CHECK(static_cast<double>(at->edge[i]) + at->fraction[i] >= before - 1e-9);
            }
        }
    }
    CHECK(most <= found.distances.upper[0] + 1e-8);
    CHECK(most >= found.distances.lower[0] - 1e-6);
    CHECK(found.a.edge.front() == 0);
    CHECK(found.a.edge.back() == 58);
    CHECK(found.a.fraction.back() == 1);
}

TEST_CASE("a matching has the vertices that are passed while the other track waits at its start") {
    // the farthest place is one of them
    const ShapeColumn away = line({0, 3, 0, 0}, {0, 0, 0, 1}), straight = line({0, 0}, {0, 1});
    const ShapeColumn place = line({0}, {0});
    for (const auto& [a, b] : {std::pair{&away, &straight}, std::pair{&straight, &away},
                               std::pair{&away, &place}, std::pair{&place, &away}}) {
        const auto found = geodist::frechet_matching(a->view(), b->view());
        double most = 0;
        for (std::size_t i = 0; i < found.a.lat.size(); ++i) {
            most = std::max(most, geodist::distance(found.a.lat[i], found.a.lon[i], found.b.lat[i],
                                                    found.b.lon[i]));
        }
        CHECK(found.distances.lower[0] > 3e5);
        CHECK(most >= found.distances.lower[0] - 1e-6);
        CHECK(most <= found.distances.upper[0] + 1e-8);
        CHECK(geodist::distance(found.distances.a.lat[0], found.distances.a.lon[0],
                                found.distances.b.lat[0],
                                found.distances.b.lon[0]) == doctest::Approx(most).epsilon(1e-12));
    }
}

TEST_CASE("decisions agree with distances, on any number of threads") {
    ShapeColumn a, b;
    for (std::uint32_t seed = 0; seed < 40; ++seed) {
        const ShapeColumn one = walk(seed, 40, 1e-3, 10, 20),
                          two = walk(seed + 99, 30, 1e-3, 10, 20);
        a.add(one.lat, one.lon);
        b.add(two.lat, two.lon);
    }
    ContinuousOptions two_threads;
    two_threads.threads = 2;
    const auto leash = geodist::track_frechet(a.view(), b.view());
    const auto again = geodist::track_frechet(a.view(), b.view(), geodist::wgs84(), two_threads);
    CHECK(leash.lower == again.lower);
    CHECK(leash.upper == again.upper);
    const auto sets = geodist::track_hausdorff(a.view(), b.view());
    for (const auto& [metric, found] : {std::pair{ContinuousMetric::frechet, &leash},
                                        std::pair{ContinuousMetric::hausdorff, &sets}}) {
        std::vector<std::uint8_t> out(40);
        std::vector<double> above = found->upper, below = found->lower;
        for (std::size_t i = 0; i < 40; ++i) {
            above[i] += 1e-6;
            below[i] -= 1e-6;
        }
        geodist::tracks_within(a.view(), b.view(), metric, above, out);
        CHECK(std::count(out.begin(), out.end(), 1) == 40);
        geodist::tracks_within(a.view(), b.view(), metric, below, out);
        CHECK(std::count(out.begin(), out.end(), 1) == 0);
    }
}

TEST_CASE("ends of what is within a distance are as far as that") {
    std::mt19937_64 random(11);
    std::uniform_real_distribution<double> part(0, 1);
    for (const Ellipsoid& figure : figures) {
        const auto e = geodist::batch::cached_ellipsoid(figure);
        const Ground ground(figure, *e);
        int ends = 0, none = 0;
        for (int i = 0; i < 4000; ++i) {
            const double lat = i % 3 == 0 ? 89.9999 : 170 * part(random) - 85;
            const double azimuth = 360 * part(random), limit = std::pow(10, 4.5 * part(random));
            const double length = std::pow(10, 4 * part(random) - 0.5);
            const auto q = geodist::direct(lat, 10, azimuth, length, figure);
            const auto foot = geodist::direct(lat, 10, azimuth, length * part(random), figure);
            const auto from = geodist::direct(foot.lat2, foot.lon2, 360 * part(random),
                                              limit * (0.9 + 0.2 * part(random)), figure);
            const ShapeColumn line_ = line({lat, q.lat2}, {10, q.lon2});
            geodist::RunOptions options;
            const auto pieces =
                geodist::shapes::cut_edges(line_.view(), *e, e->near.piece, options);
            const geodist::tracks::Track track(ground, pieces, 0, pieces.size(), 0);
            const geodist::tracks::FreeBorders borders(ground, limit);
            const Vertex v = vertex(*e, from.lat2, from.lon2);
            const auto free = borders.interval(v, track, 0);
            if (free.is_empty()) {
                CHECK(ground.foot(v, track.piece(0)).distance >= limit - ground.error());
                ++none;
                continue;
            }
            for (const double t : {free.low, free.high}) {
                const double distance = ground.distance(v, ground.at(track.piece(0), t));
                CHECK(distance <= limit + ground.error());
                if (t > 0 && t < 1) {
                    CHECK(distance >= limit - ground.error());
                    ++ends;
                }
            }
            const double behind = ground.distance(v, track.vertex(1));
            CHECK((free.high == 1) == (behind <= limit));
        }
        CHECK(ends > 1000);
        CHECK(none > 500);
    }
}

TEST_CASE("second derivatives of distances are within their bounds") {
    std::mt19937_64 random(9);
    std::uniform_real_distribution<double> part(0, 1);
    for (const Ellipsoid& figure : figures) {
        const auto e = geodist::batch::cached_ellipsoid(figure);
        const Ground ground(figure, *e);
        double worst = 0;
        for (int i = 0; i < 3000; ++i) {
            const double lat = i % 3 == 0 ? 0 : i % 3 == 1 ? 89.9 : 180 * part(random) - 90;
            const double azimuth = i % 2 == 0 ? 90 * (i % 4) : 360 * part(random);
            const double apart = 1e6 + 17.5e6 * part(random), step = 20e3;
            const auto far = geodist::direct(lat, 0, azimuth, apart, figure);
            const double one = azimuth + (i % 5 == 0 ? 90 : 360 * part(random));
            const double two = far.azi2 + (i % 5 == 0 ? 90 : 360 * part(random));
            const auto at = [&](double s, double t) {
                const auto p = geodist::direct(lat, 0, one, s, figure);
                const auto q = geodist::direct(far.lat2, far.lon2, two, t, figure);
                return geodist::distance(p.lat2, p.lon2, q.lat2, q.lon2, figure);
            };
            const double pure = (at(step, 0) - 2 * at(0, 0) + at(-step, 0)) / (step * step);
            const double mixed =
                (at(step, step) - at(step, -step) - at(-step, step) + at(-step, -step)) /
                (4 * step * step);
            const auto bound = ground.second_derivatives(apart - 2 * step, apart + 2 * step);
            CHECK(pure <= bound.up + 1e-16);
            CHECK(pure >= -bound.down - 1e-16);
            CHECK(std::abs(mixed) <= bound.mixed + 1e-16);
            worst = std::max(worst, std::abs(mixed) / bound.mixed);
        }
        CHECK(worst > 0.9);
    }
}

TEST_CASE("Hausdorff distances of several lines are those of all their places") {
    // as one row of two lines, and as a line that visits both
    ShapeColumn two = line({0, 0, 1, 1}, {0, 1, 1, 2});
    two.rings = {0, 2, 4};
    two.parts = {0, 1, 2};
    two.rows = {0, 2};
    two.kinds = {static_cast<std::uint8_t>(geodist::GeometryKind::multi_line_string)};
    const ShapeColumn first = line({0, 0}, {0, 1}), second = line({1, 1}, {1, 2});
    const ShapeColumn other = line({0.5, 0.4, 1.5}, {-0.2, 1.3, 2.2});
    const auto both = geodist::directed_track_hausdorff(two.view(), other.view());
    const auto one = geodist::directed_track_hausdorff(first.view(), other.view());
    const auto rest = geodist::directed_track_hausdorff(second.view(), other.view());
    CHECK(std::abs(both.upper[0] - std::max(one.upper[0], rest.upper[0])) <= 1e-6);
    const auto back = geodist::directed_track_hausdorff(other.view(), two.view());
    CHECK(back.lower[0] <= geodist::directed_track_hausdorff(other.view(), first.view()).upper[0]);
    CHECK_THROWS_AS(geodist::track_frechet(two.view(), other.view()),
                    geodist::InvalidGeometryError);
}

TEST_CASE("what has no certain distance is refused") {
    const ShapeColumn a = line({0, 1}, {0, 1}), far = line({0, 1}, {100, 101});
    CHECK(geodist::track_frechet(a.view(), far.view()).upper[0] > 1e7);
    CHECK(geodist::track_hausdorff(a.view(), far.view()).upper[0] > 1e7);
    CHECK_THROWS_AS(geodist::frechet_matching(a.view(), far.view()), geodist::GeodistError);
    const ShapeColumn wide = line({45, 60}, {0, 100});
    ShapesView planar = wide.view();
    planar.edges = geodist::Edges::planar;
    CHECK_THROWS_AS(geodist::track_hausdorff(a.view(), planar), geodist::GeodistError);
    ContinuousOptions options;
    options.tolerance = 1e-8;
    CHECK_THROWS_AS(geodist::track_hausdorff(a.view(), a.view(), geodist::wgs84(), options),
                    std::invalid_argument);
    options.tolerance = std::numeric_limits<double>::quiet_NaN();
    CHECK_THROWS_AS(geodist::track_frechet(a.view(), a.view(), geodist::wgs84(), options),
                    std::invalid_argument);
    options.tolerance = 1e-6;
    options.interrupted = [](void*) { return true; };
    options.interrupt_interval = {};
    CHECK_THROWS_AS(geodist::track_frechet(a.view(), a.view(), geodist::wgs84(), options),
                    geodist::Interrupted);
}
