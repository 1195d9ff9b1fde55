#include <doctest/doctest.h>

#include <geodist/ellipsoid.hpp>
#include <geodist/geodesic.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numbers>
#include <random>
#include <vector>

#include "batch/ellipsoid_cache.hpp"
#include "index/pace.hpp"
#include "kernels/dispatch.hpp"
#include "kernels/segment_table.hpp"
#include "runtime/long_job.hpp"
#include "shape_column.hpp"
#include "shapes/pieces.hpp"
#include "tracks/far_borders.hpp"
#include "tracks/far_free_space.hpp"
#include "tracks/free_space.hpp"
#include "tracks/ground.hpp"

namespace {

using geodist::Ellipsoid;
using geodist::tracks::FarBorders;
using geodist::tracks::FarFreeSpace;
using geodist::tracks::Ground;
using geodist::tracks::Interval;
using geodist::tracks::Track;
using geodist::tracks::Vertex;

constexpr double quarter = 90, metres_per_degree = 111e3;

const Ellipsoid figures[] = {geodist::wgs84(), Ellipsoid(6378137, 0),
                             Ellipsoid(6378137, -1.0 / 150), Ellipsoid(6378137, 0.02)};

class NoJob : public geodist::runtime::LongJob {
  public:
    NoJob() : LongJob(geodist::RunOptions{}) {}
    bool run(std::size_t /*i*/) override { return true; }
};

struct Place {
    double lat, lon, azimuth;
};

Place ahead(const Place& from, double turn, double metres, const Ellipsoid& figure) {
    const auto to = geodist::direct(from.lat, from.lon, from.azimuth + turn, metres, figure);
    return {to.lat2, to.lon2, to.azi2 - turn};
}

Track track(const Ground& ground, const geodist::geodesy::PreparedEllipsoid& e,
            const std::vector<Place>& places) {
    std::vector<double> lats, lons;
    for (const Place& place : places) {
        lats.push_back(place.lat);
        lons.push_back(place.lon);
    }
    geodist_test::ShapeColumn shape;
    shape.add(lats, lons);
    const auto pieces =
        geodist::shapes::cut_edges(shape.view(), e, e.near.piece, geodist::RunOptions{});
    return {ground, pieces, 0, pieces.size(), 0};
}

// An edge across a course, its middle there, from left to right of it.
Track across(const Ground& ground, const geodist::geodesy::PreparedEllipsoid& e,
             const Ellipsoid& figure, const Place& middle, double turn, double length) {
    return track(ground, e,
                 {ahead(middle, turn - 90, length / 2, figure),
                  ahead(middle, turn + 90, length / 2, figure)});
}

bool is_in(const FarBorders::Intervals& parts, double t) {
    return std::any_of(parts.begin(), parts.end(),
                       [&](const Interval& part) { return part.low <= t && t <= part.high; });
}

// The farthest place of a piece, where the distance is concave along it.
double highest(const Ground& ground, const Vertex& v, const geodist::tracks::Piece& piece) {
    double low = 0, high = 1;
    for (int i = 0; i < 40; ++i) {
        const double t = low + (high - low) / 3, u = high - (high - low) / 3;
        if (ground.distance(v, ground.at(piece, t)) < ground.distance(v, ground.at(piece, u))) {
            low = t;
        } else {
            high = u;
        }
    }
    return ground.distance(v, ground.at(piece, (low + high) / 2));
}

// The discrete Frechet distance of places: a walk that may go on along either, or both.
double walked(const std::vector<std::vector<double>>& cells) {
    std::vector<double> best(cells[0].size());
    for (std::size_t i = 0; i < cells.size(); ++i) {
        double corner = 0;
        for (std::size_t j = 0; j < best.size(); ++j) {
            const double below = j > 0 ? best[j - 1] : HUGE_VAL,
                         beside = i > 0 ? best[j] : HUGE_VAL;
            const double before = i + j == 0       ? 0
                                  : i > 0 && j > 0 ? std::min({below, beside, corner})
                                                   : std::min(below, beside);
            corner = best[j];
            best[j] = std::max(before, cells[i][j]);
        }
    }
    return best.back();
}

}  // namespace

TEST_CASE("far from a place, what of a piece is within a distance is found in all its parts") {
    std::mt19937_64 random(3);
    std::uniform_real_distribution<double> part(0, 1);
    NoJob job;
    geodist::index::Pace pace(job);
    for (const Ellipsoid& figure : figures) {
        const auto e = geodist::batch::cached_ellipsoid(figure);
        const Ground ground(figure, *e);
        int several = 0, blocked = 0;
        for (int i = 0; i < 400; ++i) {
            const Place from{160 * part(random) - 80, 10, 360 * part(random)};
            // convex on this side of a quarter, concave beyond
            const double degrees =
                i % 3 == 0 ? 60 + 100 * part(random) : quarter + (part(random) - 0.5);
            const Place to = ahead(from, 0, degrees / 180 * std::numbers::pi * figure.b(), figure);
            const double turn = i % 4 == 0 ? 180 * part(random) : 0.4 * part(random) - 0.2;
            const auto piece = across(ground, *e, figure, to, turn, 39e3).piece(0);
            const Vertex v = track(ground, *e, {from, from}).vertex(0);
            std::vector<double> samples;
            for (int k = 0; k <= 400; ++k) {
                samples.push_back(ground.distance(v, ground.at(piece, k / 400.0)));
            }
            FarBorders borders(ground, 1'000'000, pace);
            const double slack = std::pow(10, -7 + 7 * part(random));
            const double limit = samples[static_cast<std::size_t>(400 * part(random))] +
                                 (i % 2 == 0 ? 0 : slack * (2 * part(random) - 1));
            borders.set(limit, slack);
            const geodist::tracks::Stretch all{0, 1, samples.front(), samples.back()};
            const auto parts = borders.parts(v, piece, all);
            several += parts.size() > 1 ? 1 : 0;
            const double error = ground.error();
            for (int k = 0; k <= 400; ++k) {
                const double distance = samples[static_cast<std::size_t>(k)];
                if (distance <= limit - slack - error) {
                    CHECK(is_in(parts, k / 400.0));
                }
                if (is_in(parts, k / 400.0)) {
                    CHECK(distance <= limit + slack + error);
                }
            }
            const double most = *std::max_element(samples.begin(), samples.end());
            const auto beyond = borders.beyond(v, piece, all);
            if (!beyond) {
                CHECK(most <= limit + slack + error);
            } else {
                const double distance = ground.distance(v, ground.at(piece, *beyond));
                CHECK(distance > limit);
                CHECK(most - limit <= 2 * (distance - limit) + error);
                ++blocked;
            }
        }
        CHECK(several > 10);
        CHECK(blocked > 100);
    }
}

TEST_CASE("edges that pass crosswise are as far apart as their middles") {
    // On a sphere, and of meridians on both sides of the equator: the shortest geodesic between the
    // two is nearer than what goes together, and the longest of those that go against each other.
    std::mt19937_64 random(4);
    std::uniform_real_distribution<double> part(0, 1);
    NoJob job;
    geodist::index::Pace pace(job);
    for (const Ellipsoid& figure : figures) {
        const auto e = geodist::batch::cached_ellipsoid(figure);
        const Ground ground(figure, *e);
        for (int i = 0; i < 60; ++i) {
            const bool is_sphere = figure.f() == 0;
            const Place from{is_sphere ? 160 * part(random) - 80 : 0, 10,
                             is_sphere ? 360 * part(random) : 90};
            const double degrees = i % 3 == 0 ? quarter : 50 + 80 * part(random);
            const double apart = degrees / 180 * std::numbers::pi * figure.a();
            const Place to = ahead(from, 0, apart, figure);
            const double length = std::pow(10, 4 + 2.7 * part(random));
            const Track a = across(ground, *e, figure, from, 0, length);
            const Track b = across(ground, *e, figure, to, 0, length);
            FarFreeSpace space(ground, a, b, pace);
            for (const double slack : {2e-7, 1e-3, 30.0}) {
                const double sure = slack + 2 * ground.error();
                CHECK(space.decide(apart + sure, slack));
                const auto guess = space.crossing(apart - 5e3, apart + 5e3);
                REQUIRE(guess);
                CHECK(std::abs(guess->distance - apart) <= guess->error + slack);
                CHECK(!space.crossing(apart + 5e3, apart + 6e3));
                CHECK(!space.decide(apart - sure, slack));
            }
        }
    }
}

TEST_CASE("far decisions agree with near ones where both are made") {
    std::mt19937_64 random(7);
    std::uniform_real_distribution<double> part(0, 1);
    NoJob job;
    geodist::index::Pace pace(job);
    for (const Ellipsoid& figure : figures) {
        const auto e = geodist::batch::cached_ellipsoid(figure);
        const Ground ground(figure, *e);
        int yes = 0, no = 0;
        for (int i = 0; i < 40; ++i) {
            const Place from{160 * part(random) - 80, 10, 360 * part(random)};
            const Place to = ahead(from, 0, std::pow(10, 5 + 1.9 * part(random)), figure);
            const double wide = std::pow(10, 4 + 1.5 * part(random));
            const auto around = [&](const Place& middle) {
                std::vector<Place> places;
                for (int k = 0; k < 4; ++k) {
                    const double turn =
                        i % 2 == 0 ? k % 2 * 180 + part(random) : 360 * part(random);
                    places.push_back(ahead(middle, 90 + turn, wide * (0.5 + part(random)), figure));
                }
                return track(ground, *e, places);
            };
            const Track a = around(from), b = around(to);
            constexpr double slack = 1e-6;
            geodist::tracks::FreeSpace near(ground, a, b, slack, pace);
            FarFreeSpace far(ground, a, b, pace);
            double low = 0, high = ground.convex();
            while (high - low > slack) {
                const double middle = (low + high) / 2;
                (near.decide(middle) ? high : low) = middle;
            }
            yes += high < ground.convex() ? 1 : 0;
            no += low > 0 ? 1 : 0;
            CHECK(far.decide(high + 3 * slack, slack));
            CHECK(!far.decide(low - 3 * slack, slack));
        }
        CHECK(yes > 20);
        CHECK(no > 20);
    }
}

TEST_CASE("edges that rise above their ends hold up who walks along them") {
    // Beyond a quarter of the Earth, an edge is farthest from a place somewhere in the middle. A
    // short track next to that place may first go away from it, or towards it, or across.
    std::mt19937_64 random(6);
    std::uniform_real_distribution<double> part(0, 1);
    NoJob job;
    geodist::index::Pace pace(job);
    for (const Ellipsoid& figure : figures) {
        const auto e = geodist::batch::cached_ellipsoid(figure);
        const Ground ground(figure, *e);
        for (int i = 0; i < 20; ++i) {
            const Place from{160 * part(random) - 80, 10, 360 * part(random)};
            const double degrees = 105 + 50 * part(random);
            const double turn = 37e3 / std::sin(degrees / 180 * std::numbers::pi) /
                                metres_per_degree * (i % 2 == 0 ? 1 : -1);
            std::vector<Place> places;
            for (int k = -1; k < 3; ++k) {
                places.push_back(ahead(from, turn * k, degrees * metres_per_degree, figure));
            }
            const double flat = ground.distance(track(ground, *e, {from, from}).vertex(0),
                                                track(ground, *e, places).vertex(0));
            const auto check = [&](const Track& a, const Track& b, double truth) {
                const double ends = std::max(ground.distance(a.vertex(0), b.vertex(0)),
                                             ground.distance(a.vertex(a.size()), b.vertex(1)));
                CHECK(truth > ends + 0.1);
                CHECK(truth > flat + 0.1);
                FarFreeSpace space(ground, a, b, pace), exchanged(ground, b, a, pace);
                for (const double slack : {2e-7, 1e-3, 1e-2}) {
                    for (FarFreeSpace* one : {&space, &exchanged}) {
                        CHECK(one->decide(truth + slack + 1e-6, slack));
                        CHECK(!one->decide(truth - slack - 1e-6, slack));
                    }
                }
            };
            const Track one = track(ground, *e, {places[1], places[2]});
            const Place beside = ahead(from, turn / 2, 1, figure);
            const Place behind = ahead(from, turn / 2 + 180, 1, figure);
            const Track away = track(ground, *e, {beside, behind});
            const Track towards = track(ground, *e, {behind, beside});
            check(one, away, highest(ground, away.vertex(0), one.piece(0)));
            check(one, towards, highest(ground, towards.vertex(1), one.piece(0)));

            // Where one walks towards the first edge and away from the others: the best is to stay
            // where the farthest places of all edges are as far.
            const Track three = track(ground, *e, places);
            const double side = i % 2 == 0 ? -90 : 90;
            const Track across = track(
                ground, *e, {ahead(from, -side, 500, figure), ahead(from, side, 500, figure)});
            double low = 0, high = 1, truth = 0;
            for (int k = 0; k < 50; ++k) {
                const double t = (low + high) / 2;
                const Vertex v = ground.at(across.piece(0), t);
                const double first = highest(ground, v, three.piece(0));
                const double others = std::max(highest(ground, v, three.piece(1)),
                                               highest(ground, v, three.piece(2)));
                (first > others ? low : high) = t;
                truth = std::max(first, others);
            }
            CHECK(low > 0);
            CHECK(high < 1);
            check(three, across, truth);
        }
    }
}

TEST_CASE("far decisions are those of a fine grid") {
    // Tracks along circles around each other, but for some metres: what decides is how edges pass
    // each other crosswise, and how far they rise above their ends.
    std::mt19937_64 random(5);
    std::uniform_real_distribution<double> part(0, 1);
    NoJob job;
    geodist::index::Pace pace(job);
    constexpr std::size_t steps = 180;
    for (const Ellipsoid& figure : figures) {
        const auto e = geodist::batch::cached_ellipsoid(figure);
        const Ground ground(figure, *e);
        int yes = 0, no = 0;
        for (int i = 0; i < 24; ++i) {
            const Place from{160 * part(random) - 80, 10, 360 * part(random)};
            const double degrees = i % 3 == 0 ? quarter : i % 3 == 1 ? 60 : 140;
            const double apart = (degrees + 2 * part(random)) * metres_per_degree;
            Place to = ahead(from, 0, apart, figure);
            to.azimuth += 180;
            const double uneven = i % 2 == 0 ? 60 : 10;
            const auto around = [&](const Place& middle, double towards) {
                const double way = 39e3 * (0.5 + 0.5 * part(random));
                const double turn =
                    way / std::sin(degrees / 180 * std::numbers::pi) / metres_per_degree * towards;
                std::vector<Place> places;
                for (int k = 0; k < 4; ++k) {
                    places.push_back(ahead(middle, turn * (k - 1.5),
                                           apart + uneven * (2 * part(random) - 1), figure));
                }
                return track(ground, *e, places);
            };
            const Track a = around(to, 1), b = around(from, i % 4 < 2 ? 1 : -1);
            std::vector<std::vector<double>> cells(steps + 1, std::vector<double>(steps + 1));
            const auto at = [&](const Track& track, std::size_t k) {
                const std::size_t piece = std::min(track.size() - 1, k * track.size() / steps);
                return ground.at(track.piece(piece), static_cast<double>(k * track.size()) / steps -
                                                         static_cast<double>(piece));
            };
            double change = 0;
            for (std::size_t j = 0; j <= steps; ++j) {
                for (std::size_t k = 0; k <= steps; ++k) {
                    cells[j][k] = ground.distance(at(a, j), at(b, k));
                    change = std::max({change, j > 0 ? std::abs(cells[j][k] - cells[j - 1][k]) : 0,
                                       k > 0 ? std::abs(cells[j][k] - cells[j][k - 1]) : 0});
                }
            }
            const double walk = walked(cells);
            // Along a step of the walk distances rise above the chord by no more than that.
            const double step = 3 * (a.longest() + b.longest()) / steps;
            const auto second = ground.second_derivatives(walk - 1e5, walk + 1e5);
            const double bulge = std::max(second.mixed, second.pure()) * step * step / 8;
            FarFreeSpace space(ground, a, b, pace);
            for (const double slack : {2e-7, 1e-2, 2.0}) {
                const double sure = slack + 2 * ground.error();
                CHECK(space.decide(walk + bulge + sure, slack));
                CHECK(!space.decide(walk - 2 * change - bulge - sure, slack));
                for (int k = 0; k < 5; ++k) {
                    const double limit = walk + (2 * part(random) - 1) * 10;
                    const bool is_within = space.decide(limit, slack);
                    (is_within ? yes : no) += 1;
                    CHECK((is_within || limit - sure <= walk + bulge));
                    CHECK((!is_within || limit + sure >= walk - 2 * change - bulge));
                }
            }
        }
        CHECK(yes > 50);
        CHECK(no > 50);
    }
}
