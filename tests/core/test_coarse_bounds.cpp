#include <doctest/doctest.h>

#include <geodist/continuous.hpp>
#include <geodist/geodesic.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <ctime>
#include <random>
#include <vector>

#include "batch/ellipsoid_cache.hpp"
#include "kernels/segment_table.hpp"
#include "runtime/long_job.hpp"
#include "shape_column.hpp"
#include "shapes/pieces.hpp"
#include "tracks/coarse_bounds.hpp"
#include "tracks/ground.hpp"
#include "tracks/quick_way.hpp"
#include "tracks/track.hpp"

namespace {

using geodist::Ellipsoid;
using geodist::tracks::chord_square;
using geodist::tracks::Ground;
using geodist::tracks::Track;
using geodist_test::ShapeColumn;

const Ellipsoid figures[] = {geodist::wgs84(), Ellipsoid(6378137, 0), Ellipsoid(6378137, 0.02),
                             Ellipsoid(6378137, -0.02)};

// Goes on and on, with noise; now and then, an edge is longer.
ShapeColumn course(std::uint32_t seed, std::size_t vertices, double step, double lat, double lon) {
    std::mt19937_64 random(seed);
    std::normal_distribution<double> change(0, 1);
    double angle = change(random);
    std::vector<double> lats, lons;
    for (std::size_t i = 0; i < vertices; ++i) {
        angle += 0.1 * change(random);
        const double stride = i % 40 == 39 ? 3 * step : step;
        lats.push_back(lat += stride * (std::cos(angle) + 0.2 * change(random)));
        lons.push_back(lon += stride * (std::sin(angle) + 0.2 * change(random)));
    }
    ShapeColumn tracks;
    tracks.add(lats, lons);
    return tracks;
}

struct Prepared {
    geodist::shapes::Pieces pieces;
    Track track;

    Prepared(const ShapeColumn& column, const Ground& ground)
        : pieces(geodist::shapes::cut_edges(column.view(), ground.prepared(),
                                            ground.prepared().near.piece, {})),
          track(ground, pieces, 0, pieces.size(), 0) {}
};

// A job that nobody stops.
struct Job : geodist::runtime::LongJob {
    Job() : LongJob(geodist::RunOptions{}) {}
    bool run(std::size_t) override { return false; }
};

}  // namespace

TEST_CASE("balls around runs bound the Frechet distance") {
    Job job;
    geodist::index::Pace pace(job);
    int told = 0;
    for (const Ellipsoid& figure : figures) {
        const auto e = geodist::batch::cached_ellipsoid(figure);
        const Ground ground(figure, *e);
        for (std::uint32_t seed = 0; seed < 12; ++seed) {
            // from a few metres to hundreds of kilometres, of different lengths, at a pole too
            const double step = std::pow(10, -4.0 + 0.25 * seed), lat = seed % 3 == 0 ? 70 : -20;
            const ShapeColumn a = course(seed, 300, step, lat, 179.9),
                              b = course(seed + 50, 60 + 30 * seed, step, lat, 179.9);
            const Prepared one(a, ground), two(b, ground);
            const auto found = geodist::track_frechet(a.view(), b.view(), figure);
            const double known = 3 * found.upper[0] + 100;
            for (const std::size_t cells : {1U, 50U, 3000U, 200'000U}) {
                const auto range = geodist::tracks::coarse_frechet(ground, one.track, two.track,
                                                                   cells, {0, known}, pace);
                CHECK(range.low <= found.upper[0]);
                CHECK(range.high >= found.lower[0]);
                told += range.low > 0.8 * found.upper[0] && range.high < 1.2 * found.lower[0];
            }
            // bounds that are known already are kept, and help
            const geodist::tracks::DistanceRange near{found.lower[0] - 1e-3, found.upper[0] + 1e-3};
            const auto kept =
                geodist::tracks::coarse_frechet(ground, one.track, two.track, 200'000, near, pace);
            CHECK(kept.low >= near.low);
            CHECK(kept.high <= near.high);
            CHECK(kept.low <= found.upper[0]);
            CHECK(kept.high >= found.lower[0]);
        }
    }
    CHECK(told > 60);
}

TEST_CASE("a way that is soon found is no longer than it says") {
    Job job;
    geodist::index::Pace pace(job);
    const double slack = 2.5e-7;
    int found_above = 0, found_at = 0, above = 0;
    for (const Ellipsoid& figure : figures) {
        const auto e = geodist::batch::cached_ellipsoid(figure);
        const Ground ground(figure, *e);
        for (std::uint32_t seed = 0; seed < 40; ++seed) {
            const double step = std::pow(10, -4.0 + 0.075 * seed), lat = seed % 3 == 0 ? 70 : -20;
            const ShapeColumn a = course(seed, 200, step, lat, 179.9),
                              b = course(seed + 70, 20 + 5 * seed, step, lat, 179.9);
            const Prepared one(a, ground), two(b, ground);
            const auto frechet = geodist::track_frechet(a.view(), b.view(), figure);
            const auto has_way = [&](double distance, std::size_t steps) {
                return geodist::tracks::has_quick_way(
                    ground, one.track, two.track, geodist::tracks::FreeBorders(ground, distance),
                    slack, steps, pace);
            };
            const double below = frechet.lower[0] - slack - 2 * ground.error();
            for (const double part : {0.2, 0.7, 0.99, 0.999'999, 1.0}) {
                CHECK_FALSE(has_way(part * below, 100'000));
            }
            // where the ends are farthest apart, it is found at once
            const double ends = std::max(ground.distance(one.track.vertex(0), two.track.vertex(0)),
                                         ground.distance(one.track.vertex(one.track.size()),
                                                         two.track.vertex(two.track.size())));
            if (ends >= frechet.lower[0]) {
                found_at += has_way(ends + 1e-6, 100'000) ? 1 : 0;
            }
            const bool is_found = has_way(1.1 * frechet.upper[0] + 10 * ground.error(), 100'000);
            found_above += is_found ? 1 : 0;
            ++above;
            if (is_found) {
                CHECK_FALSE(has_way(1.1 * frechet.upper[0] + 10 * ground.error(), 2));
            }
        }
    }
    CHECK(found_above > 0.6 * above);
    CHECK(found_at > 30);
}

TEST_CASE("a run of near pieces ends at the first that is not near") {
    const auto e = geodist::batch::cached_ellipsoid(geodist::wgs84());
    const Ground ground(geodist::wgs84(), *e);
    std::mt19937_64 random(3);
    for (std::uint32_t seed = 0; seed < 20; ++seed) {
        const Prepared one(course(seed, 100 + 37 * seed, 1e-3, 10, 10), ground);
        const Prepared other(course(seed + 99, 40, 1e-3, 10, 10), ground);
        const Track &track = one.track, &balls = other.track;
        std::uniform_int_distribution<std::size_t> row(0, track.size() - 1);
        for (int i = 0; i < 200; ++i) {
            const auto ball = balls.ball(0, row(random) % balls.size());
            const std::size_t begin = row(random);
            const double straight = std::pow(10, 2 + 0.0125 * i);
            const auto is_near = [&](std::size_t piece) {
                const auto own = track.ball(piece);
                const double most = straight - own.radius - ball.radius;
                return most > 0 && own.square_to(ball) <= most * most;
            };
            const std::size_t end = track.near_run(ball, begin, straight);
            std::size_t expected = begin;
            while (expected < track.size() && is_near(expected)) {
                ++expected;
            }
            CHECK(end <= track.size());
            // balls of runs may be near by a rounding where those of pieces are not quite
            CHECK(end == expected);
        }
    }
}

TEST_CASE("a run is long again behind pieces whose longer runs are not near") {
    const auto e = geodist::batch::cached_ellipsoid(geodist::wgs84());
    const Ground ground(geodist::wgs84(), *e);
    // from a place there and back, northwards and eastwards: the ball of both ways is farther off
    std::vector<double> lats{9e-3, 0, 0, 0, 9e-3}, lons{0, 0, 9e-3, 0, 0};
    const std::size_t many = std::size_t{1} << 18;
    lats.resize(many, 0.0);
    lons.resize(many, 0.0);
    ShapeColumn column, place;
    column.add(lats, lons);
    place.add({0}, {0});
    const Prepared track(column, ground), middle(place, ground);
    const auto ball = middle.track.ball(0);
    CHECK(track.track.near_run(ball, 0, 990) == 0);
    const double straight = 1010;
    const auto pair = track.track.ball(1, 0);
    REQUIRE(std::sqrt(pair.square_to(ball)) + pair.radius > straight);
    // its time does not grow with the run: all of them take less than one look at each piece does
    const std::clock_t start = std::clock();
    for (int i = 0; i < 500; ++i) {
        REQUIRE(track.track.near_run(ball, 0, straight) == track.track.size());
    }
    CHECK(static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC < 0.05);
}

TEST_CASE("squares of distances along even pieces are as in a plane") {
    std::mt19937_64 random(17);
    std::uniform_real_distribution<double> part(0, 1);
    for (const Ellipsoid& figure : figures) {
        const auto e = geodist::batch::cached_ellipsoid(figure);
        const Ground ground(figure, *e);
        int even = 0;
        double worst = 0;
        for (int i = 0; i < 20'000; ++i) {
            // where the curvature is largest, and elsewhere
            const double lat = i % 3 == 0 ? 0 : i % 3 == 1 ? 89.9999 : 170 * part(random) - 85;
            const double apart = std::pow(10, 2 + 3.6 * part(random));
            const double length = std::pow(10, 3.5 * part(random) - 0.5);
            const double azimuth = 360 * part(random);
            const auto to = geodist::direct(lat, 10, azimuth, apart, figure);
            // from the nearest place on, where it bends most, and elsewhere
            const double course = i % 2 == 0 ? to.azi2 + 90 : 360 * part(random);
            ShapeColumn line;
            const auto end = geodist::direct(to.lat2, to.lon2, course, length, figure);
            line.add({to.lat2, end.lat2}, {to.lon2, end.lon2});
            ShapeColumn point;
            point.add({lat, to.lat2}, {10, to.lon2});
            const Prepared piece(line, ground), place(point, ground);
            const auto &v = place.track.vertex(0), &begin = piece.track.vertex(0),
                       &last = piece.track.vertex(1);
            const double longest = std::max(chord_square(v, begin), chord_square(v, last));
            if (piece.track.size() != 1 || !ground.is_even(piece.track.length(0), longest, apart)) {
                continue;
            }
            ++even;
            const double one = ground.distance(v, begin), two = ground.distance(v, last);
            const geodist::tracks::SquareAlong along(piece.track.length(0), one * one, two * two);
            for (const double t : {0.25, 0.5, 0.75}) {
                const double flat =
                    std::sqrt(along.begin + 2 * along.slope * t + along.square * t * t);
                const double true_distance = ground.distance(v, ground.at(piece.track.piece(0), t));
                CHECK(flat <= true_distance + ground.error() / 4);
                CHECK(flat >= true_distance - ground.error() / 2);
                worst = std::max(worst, true_distance - flat);
            }
        }
        CHECK(even > 3000);
        CHECK(worst > ground.error() / 10);  // the limit is no stricter than it must be
    }
}
