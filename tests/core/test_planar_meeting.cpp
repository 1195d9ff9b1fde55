#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <random>
#include <utility>
#include <vector>

#include "shapes/planar_meeting.hpp"
#include "shapes/planar_side.hpp"
#include "shapes/planar_touch.hpp"

namespace {

using geodist::shapes::PlanarEdge;
using geodist::shapes::PlanarMeeting;

std::vector<PlanarMeeting> meetings(const PlanarEdge& a, const PlanarEdge& b) {
    std::vector<PlanarMeeting> found;
    find_planar_meetings(a, b, found);
    CHECK(do_planar_edges_meet(a, b) == !found.empty());
    CHECK(do_planar_edges_meet(b, a) == !found.empty());
    return found;
}

double side_seen_from(const PlanarEdge& edge, double lat, double lon, double turn) {
    return geodist::shapes::planar_side({edge.lat1, edge.lon1}, {edge.lat2, edge.lon2}, {lat, lon},
                                        turn);
}

// Coordinates in units of 2^-23 degrees, whose products need more bits than a double has.
struct Whole {
    std::int64_t lat, lon;
};
constexpr double unit = 1.0 / (1 << 23);
constexpr std::int64_t whole_turn = std::int64_t{360} << 23;

std::int64_t side(Whole p, Whole q, Whole r) {
    return (q.lon - p.lon) * (r.lat - p.lat) - (q.lat - p.lat) * (r.lon - p.lon);
}
int sign(auto x) { return x < 0 ? -1 : x > 0 ? 1 : 0; }
PlanarEdge edge(Whole p, Whole q) {
    return {static_cast<double>(p.lat) * unit, static_cast<double>(p.lon) * unit,
            static_cast<double>(q.lat) * unit, static_cast<double>(q.lon) * unit};
}

bool is_on(Whole p, Whole q, Whole r) {
    return side(p, q, r) == 0 && std::min(p.lat, q.lat) <= r.lat &&
           r.lat <= std::max(p.lat, q.lat) && std::min(p.lon, q.lon) <= r.lon &&
           r.lon <= std::max(p.lon, q.lon);
}
// The vertex r for which side({0, 0}, step, r) is the greatest common divisor of a step.
Whole least_triangle(Whole step) {
    std::int64_t a = step.lon, b = step.lat, x = 1, y = 0, next_x = 0, next_y = 1;
    while (b != 0) {
        const std::int64_t times = a / b;
        a = std::exchange(b, a - times * b);
        x = std::exchange(next_x, x - times * next_x);
        y = std::exchange(next_y, y - times * next_y);
    }
    return {x, -y};
}

// By definition, in whole numbers.
bool do_meet(Whole p, Whole q, Whole r, Whole s) {
    return is_on(p, q, r) || is_on(p, q, s) || is_on(r, s, p) || is_on(r, s, q) ||
           (sign(side(p, q, r)) * sign(side(p, q, s)) < 0 &&
            sign(side(r, s, p)) * sign(side(r, s, q)) < 0);
}

}  // namespace

TEST_CASE("the side of an edge is exact where rounding would change it") {
    std::mt19937_64 random(1);
    std::uniform_int_distribution<std::int64_t> lat(-(40 << 23), 40 << 23),
        lon(-(80 << 23), 80 << 23), few(-1, 1), turns(-3, 3);
    int on = 0, wrong = 0;
    for (int i = 0; i < 100000; ++i) {
        const Whole p{lat(random), lon(random)}, step{lat(random), lon(random)};
        const Whole q{p.lat + step.lat, p.lon + step.lon};
        // a triangle with this edge has twice the area `least` or -`least` or none
        const Whole apex = least_triangle(step);
        const std::int64_t times = few(random);
        const Whole r{p.lat + times * apex.lat, p.lon + times * apex.lon};
        const std::int64_t turn = turns(random), exact = side(p, q, r);
        const PlanarEdge from = edge(p, q);
        const double r_lat = static_cast<double>(r.lat) * unit;
        const double r_lon = static_cast<double>(r.lon - turn * whole_turn) * unit;
        const double found = side_seen_from(from, r_lat, r_lon, 360.0 * static_cast<double>(turn));
        CHECK(sign(found) == sign(exact));
        on += exact == 0;
        const double r_here = static_cast<double>(r.lon) * unit;
        const double rounded = (from.lon2 - from.lon1) * (r_lat - from.lat1) -
                               (from.lat2 - from.lat1) * (r_here - from.lon1);
        wrong += sign(rounded) != sign(exact);
    }
    CHECK(on > 20000);
    CHECK(wrong > 10000);
}

TEST_CASE("longitudes that a turn would round are moved without rounding") {
    // 1e-17 west of the meridian at 360: the sum in doubles is 360
    CHECK(side_seen_from({0, 0, 10, 0}, 5, 360 - 1e-13, -360) > 0);
    CHECK(side_seen_from({0, 1e-17, 10, 1e-17}, 5, 360, -360) > 0);
    CHECK(side_seen_from({0, -1e-17, 10, -1e-17}, 5, 360, -360) < 0);
    CHECK(side_seen_from({0, 1e-17, 10, 2e-17}, 5, 360, -360) > 0);
    CHECK(side_seen_from({0, 0, 10, 0}, 5, 360, -360) == 0);
    CHECK(meetings({0, 1e-17, 10, 1e-17}, {5, 360, 5, 360}).empty());
    CHECK(meetings({0, 0, 10, 0}, {5, 360, 5, 360}).size() == 1);
}

TEST_CASE("edges meet as they do in whole numbers") {
    std::mt19937_64 random(2);
    std::uniform_int_distribution<std::int64_t> grid(0, 6), turns(-2, 2), shift(0, 1 << 22);
    for (int i = 0; i < 200000; ++i) {
        const std::int64_t scale = i % 2 == 0 ? 1 << 23 : (1 << 23) + shift(random);
        const auto place = [&] { return Whole{grid(random) * scale, grid(random) * scale}; };
        const Whole p = place(), q = place(), r = place(), s = place();
        const std::int64_t east = turns(random) * whole_turn;
        const auto found = meetings(edge(p, q), edge({r.lat, r.lon + east}, {s.lat, s.lon + east}));
        REQUIRE(found.size() == (do_meet(p, q, r, s) ? 1 : 0));
        for (const PlanarMeeting& meeting : found) {
            CHECK(meeting.turn == -static_cast<double>(east) * unit);
            for (const auto& at : {meeting.begin, meeting.end}) {
                const auto between = [](std::int64_t from, std::int64_t to, double t) {
                    return static_cast<double>(from) * unit +
                           t * static_cast<double>(to - from) * unit;
                };
                CHECK(at.lat == doctest::Approx(between(p.lat, q.lat, at.first)).epsilon(1e-14));
                CHECK(at.lon == doctest::Approx(between(p.lon, q.lon, at.first)).epsilon(1e-14));
                CHECK(at.lat == doctest::Approx(between(r.lat, s.lat, at.second)).epsilon(1e-14));
                CHECK(at.lon == doctest::Approx(between(r.lon, s.lon, at.second)).epsilon(1e-14));
            }
            const bool crosses =
                !is_on(p, q, r) && !is_on(p, q, s) && !is_on(r, s, p) && !is_on(r, s, q);
            CHECK(meeting.is_crossing == crosses);
        }
    }
}

TEST_CASE("a stretch in common ends at vertices, in the direction of the first edge") {
    const auto found = meetings({54, 7, 54, 1}, {54, 2, 54, 9});
    REQUIRE(found.size() == 1);
    CHECK(found[0].is_stretch());
    CHECK(found[0].begin.first == 0);
    CHECK(found[0].begin.second == doctest::Approx(5.0 / 7));
    CHECK(found[0].begin.lon == 7);
    CHECK(found[0].end.second == 0);
    CHECK(found[0].end.first == doctest::Approx(5.0 / 6));
    CHECK(found[0].end.lon == 2);
    const auto touching = meetings({0, 0, 1, 1}, {1, 1, 3, 3});
    REQUIRE(touching.size() == 1);
    CHECK_FALSE(touching[0].is_stretch());
    CHECK(touching[0].begin.first == 1);
    CHECK(touching[0].begin.second == 0);
    CHECK(meetings({0, 0, 1, 1}, {2, 2, 3, 3}).empty());
    CHECK(meetings({0.1, 0.1, 0.1, 0.1}, {0, 0, 0.3, 0.3}).size() == 1);
    CHECK(meetings({0.1, 0.1, 0.1, 0.1}, {0.1, 0.1, 0.1, 0.1}).size() == 1);
    CHECK(meetings({0.1, 0.1, 0.1, 0.1}, {0.1, 0.2, 0.1, 0.2}).empty());
}

TEST_CASE("edges longer than a turn meet another several times") {
    const auto found = meetings({10, -500, 10, 500}, {0, 0, 20, 0});
    REQUIRE(found.size() == 3);
    std::vector<double> lons;
    for (const PlanarMeeting& meeting : found) {
        lons.push_back(meeting.begin.lon);
    }
    std::ranges::sort(lons);
    CHECK(lons == std::vector<double>{-360, 0, 360});
    // a longitude is not the other way around the Earth
    CHECK(meetings({10, -179, 10, 179}, {0, 180, 20, 180}).empty());
    CHECK(meetings({10, -181, 10, -179}, {0, 180, 20, 180}).size() == 1);
}

TEST_CASE("all longitudes of a pole are one place") {
    CHECK(meetings({90, 10, 80, 10}, {90, 100, 80, 100}).size() == 1);
    CHECK(meetings({90, 10, 80, 10}, {-90, 100, -80, 100}).empty());
    CHECK(meetings({90, 10, -90, 10}, {90, 100, -90, 100}).size() == 2);
    CHECK(meetings({90, 10, 80, 10}, {90, 10, 80, 10}).size() == 1);
    CHECK(meetings({90, 10, 90, 10}, {90, 50, 90, 60}).size() == 1);
    CHECK(meetings({90, 10, 90, 10}, {89, 10, 89, 10}).empty());
    const auto found = meetings({80, 0, 90, 10}, {90, -20, 90, 0});
    REQUIRE(found.size() == 1);
    CHECK(found[0].begin.first == 1);
    CHECK(found[0].end.first == 1);
    CHECK(found[0].begin.second == 0);
    CHECK(found[0].end.second == 1);
}

TEST_CASE("a vertex next to an edge touches it, and what they share reaches to it") {
    const auto touches = [](const PlanarEdge& a, const PlanarEdge& b) {
        std::vector<PlanarMeeting> found;
        find_planar_touches(a, b, found);
        CHECK(do_planar_edges_touch(a, b) == !found.empty());
        return found;
    };
    const PlanarEdge parallel{50, 0, 50, 10};
    CHECK(touches(parallel, {50 + 2e-13, 4, 60, 4}).size() == 1);
    CHECK(touches(parallel, {50 + 4e-13, 4, 60, 4}).empty());
    // at 60 degrees a degree of longitude is half as long
    CHECK(touches({60, 10 + 5e-13, 60, 20}, {50, 10, 70, 10}).size() == 1);
    CHECK(touches({60, 10 + 6e-13, 60, 20}, {50, 10, 70, 10}).empty());
    CHECK(touches({60, 370 + 5e-13, 60, 380}, {50, 10, 70, 10}).size() == 1);
    // all but along each other, with a crossing in between
    const auto along = touches(parallel, {50 - 1e-13, 2, 50 + 1e-13, 8});
    REQUIRE(along.size() == 1);
    CHECK(along[0].is_stretch());
    CHECK_FALSE(along[0].is_crossing);
    CHECK(along[0].begin.second == 0);
    CHECK(along[0].end.second == 1);
    CHECK(along[0].begin.lat == 50 - 1e-13);
    // a crossing next to a vertex is the vertex
    const auto corner = touches(parallel, {50 - 1e-13, 4, 60, 4});
    REQUIRE(corner.size() == 1);
    CHECK_FALSE(corner[0].is_stretch());
    CHECK(corner[0].begin.second == 0);
}
