// Points and segments near each other: feet and meetings by the kernels, against truth in arbitrary
// precision.
#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numbers>
#include <random>
#include <string>
#include <vector>

#include <geodist/geodist.hpp>
#include "contract.hpp"
#include "geodesy/prepared_ellipsoid.hpp"
#include "kernels/dispatch.hpp"
#include "kernels/segment_table.hpp"
#include "reference_rows.hpp"

namespace {

using namespace geodist_test;
namespace kernels = geodist::kernels;
using geodist::geodesy::PreparedEllipsoid;

double value(const Rows& group, const std::string& name, std::size_t i) {
    return group.table->at(group.rows[i], group.table->index(name));
}

struct Vertices {
    std::vector<double> x, y, z, h;

    Vertices(const std::vector<double>& lat, const std::vector<double>& lon,
             const PreparedEllipsoid& e)
        : x(lat.size()), y(lat.size()), z(lat.size()), h(lat.size()) {
        std::vector<double> reduced(lon.size());
        std::ranges::transform(lon, reduced.begin(),
                               [](double degrees) { return std::remainder(degrees, 360.0); });
        kernels::active_kernels().segment.vertices(
            lat.data(), reduced.data(), {x.data(), y.data(), z.data(), h.data()}, lat.size(), e);
    }
    [[nodiscard]] kernels::VertexColumns columns(std::size_t i = 0) const {
        return {x.data() + i, y.data() + i, z.data() + i, h.data() + i};
    }
};

struct Feet {
    std::array<std::vector<double>, 6> column;

    explicit Feet(std::size_t n) { column.fill(std::vector<double>(n)); }
    kernels::FootOutput output() {
        return {column[0].data(), column[1].data(), column[2].data(),
                column[3].data(), column[4].data(), column[5].data()};
    }
};

Feet feet_of_pairs(const Vertices& p, const Vertices& a, const Vertices& b,
                   const PreparedEllipsoid& e) {
    Feet feet(p.x.size());
    kernels::active_kernels().segment.pairs(p.columns(), a.columns(), b.columns(), feet.output(),
                                            p.x.size(), e.near);
    return feet;
}

// What becomes of the coordinates of a row under a mapping that keeps distances.
struct Rows3 {
    std::vector<double> lat[3], lon[3];  // both ends, point

    explicit Rows3(const Rows& group)
        : lat{group.column("lat1"), group.column("lat2"), group.column("lat")},
          lon{group.column("lon1"), group.column("lon2"), group.column("lon")} {}

    [[nodiscard]] Feet feet(const PreparedEllipsoid& e) const {
        return feet_of_pairs(Vertices(lat[2], lon[2], e), Vertices(lat[0], lon[0], e),
                             Vertices(lat[1], lon[1], e), e);
    }
};

TEST_CASE("near segments: distances and feet against truth") {
    const Table table = load_reference("near_foot");
    Worst worst, worst_foot;
    for (const Rows& group : by_ellipsoid(table)) {
        const auto e = geodist::geodesy::prepare_ellipsoid(group.a, group.f);
        const Feet found = Rows3(group).feet(e);
        for (std::size_t i = 0; i < group.size(); ++i) {
            const double distance = value(group, "distance", i);
            const double length = value(group, "length", i);
            worst.see(std::abs((found.column[0][i] - distance) - value(group, "distance_lo", i)),
                      group.unit() * contract::near_segment, group, i);
            const double foot = std::abs(found.column[1][i] - value(group, "fraction", i)) * length;
            worst_foot.see(foot, group.unit() * contract::foot_bound(distance, length), group, i);
        }
    }
    worst.check("distance to a near segment");
    worst_foot.check("foot on a near segment");
}

TEST_CASE("near segments: every kernel has the same bits") {
    const auto e = geodist::geodesy::prepare_ellipsoid(6378137, 1 / 298.257223563);
    std::mt19937_64 random(7);
    std::uniform_real_distribution<> unit(-0.15, 0.15);
    for (const std::size_t n : {1U, 2U, 7U, 8U, 15U, 16U, 17U, 33U, 100U}) {
        std::vector<double> lat, lon, plat, plon;
        for (std::size_t i = 0; i <= n; ++i) {
            lat.push_back(47 + unit(random));
            lon.push_back(8 + unit(random));
            plat.push_back(47 + unit(random));
            plon.push_back(8 + unit(random));
        }
        const Vertices line(lat, lon, e), points(plat, plon, e);
        const auto& segment = kernels::active_kernels().segment;
        // one point to n segments, and the same as pairs
        Feet whole(n), pair(1);
        segment.to_line(points.columns(), line.columns(), whole.output(), n, e.near);
        for (std::size_t i = 0; i < n; ++i) {
            segment.pairs(points.columns(), line.columns(i), line.columns(i + 1), pair.output(), 1,
                          e.near);
            for (std::size_t c = 0; c < 6; ++c) {
                CHECK(whole.column[c][i] == pair.column[c][0]);
            }
        }
        // n points to one segment
        segment.to_segment(points.columns(), line.columns(), 1, whole.output(), n, e.near);
        for (std::size_t i = 0; i < n; ++i) {
            segment.pairs(points.columns(i), line.columns(0), line.columns(1), pair.output(), 1,
                          e.near);
            for (std::size_t c = 0; c < 6; ++c) {
                CHECK(whole.column[c][i] == pair.column[c][0]);
            }
        }
    }
}

TEST_CASE("near segments: of the pieces of a geodesic, the nearest has the foot") {
    std::mt19937_64 random(11);
    std::uniform_real_distribution<> part(0, 1);
    for (const double f : {1 / 298.257223563, 0.02, -0.02}) {
        const geodist::Ellipsoid figure(6378137, f);
        const auto e = geodist::geodesy::prepare_ellipsoid(6378137, f);
        for (const std::size_t pieces : {1U, 2U, 3U, 10U}) {
            const double lat0 = 160 * part(random) - 80, azimuth = 360 * part(random);
            const double length = 39e3;
            std::vector<double> lat, lon, plat, plon;
            for (std::size_t k = 0; k <= pieces; ++k) {
                const auto at =
                    geodist::direct(lat0, 8, azimuth, length * static_cast<double>(k), figure);
                lat.push_back(at.lat2);
                lon.push_back(at.lon2);
            }
            // anywhere beside it, next to the ends of pieces, anywhere at all, nowhere
            for (std::size_t i = 0; i < 4000; ++i) {
                const double whole = length * static_cast<double>(pieces);
                const double end = length * std::round(part(random) * static_cast<double>(pieces));
                const double along = i % 2 == 0 ? (1.4 * part(random) - 0.2) * whole
                                                : end + std::pow(10, 13 * part(random) - 9);
                const double beside = 58e3 * (part(random) - 0.5) * std::pow(part(random), i % 5);
                const auto foot = geodist::direct(lat0, 8, azimuth, along, figure);
                const auto at =
                    geodist::direct(foot.lat2, foot.lon2, foot.azi2 + 90, beside, figure);
                const bool is_far = i % 100 == 0;
                plat.push_back(i % 101 == 0 ? NAN : is_far ? 180 * part(random) - 90 : at.lat2);
                plon.push_back(is_far ? 360 * part(random) - 180 : at.lon2);
            }
            const std::size_t n = plat.size();
            const Vertices line(lat, lon, e), points(plat, plon, e);
            const auto& segment = kernels::active_kernels().segment;
            Feet found(n), nearest(n), one(n);
            segment.to_segment(points.columns(), line.columns(), pieces, found.output(), n, e.near);
            for (std::size_t k = 0; k < pieces; ++k) {
                segment.to_segment(points.columns(), line.columns(k), 1, one.output(), n, e.near);
                for (std::size_t i = 0; i < n; ++i) {
                    if (k > 0 && one.column[0][i] >= nearest.column[0][i]) {
                        continue;
                    }
                    for (std::size_t c = 0; c < 6; ++c) {
                        nearest.column[c][i] = one.column[c][i];
                    }
                    nearest.column[1][i] += static_cast<double>(k);
                }
            }
            std::size_t different = 0, near = 0;
            for (std::size_t i = 0; i < n; ++i) {
                // what is not near has no foot here
                if (nearest.column[0][i] <= e.near.reach || found.column[0][i] <= e.near.reach) {
                    ++near;
                    for (std::size_t c = 0; c < 6; ++c) {
                        different += found.column[c][i] == nearest.column[c][i] ? 0 : 1;
                    }
                }
                CHECK(std::isnan(found.column[0][i]) == std::isnan(plat[i]));
            }
            CHECK(near > n / 2);
            CHECK(different == 0);
        }
    }
}

TEST_CASE("near segments: a vertex is its own foot, and no length is a point") {
    const auto e = geodist::geodesy::prepare_ellipsoid(6378137, 1 / 298.257223563);
    const Vertices a({10, -90, 47, 0}, {20, 0, 8, 180}, e);
    const Vertices b({10.1, -89.9, 47, 0}, {20.1, 77, 8.000001, -179.9}, e);
    Feet found = feet_of_pairs(a, a, b, e);
    for (std::size_t i = 0; i < 4; ++i) {
        CHECK(found.column[0][i] == 0);
        CHECK(found.column[1][i] == 0);
    }
    found = feet_of_pairs(b, a, b, e);
    for (std::size_t i = 0; i < 4; ++i) {
        CHECK(found.column[0][i] == 0);
        CHECK(found.column[1][i] == 1);
    }
    found = feet_of_pairs(b, a, a, e);
    for (std::size_t i = 0; i < 4; ++i) {
        CHECK(found.column[0][i] > 0);
        CHECK(found.column[1][i] == 0);
    }
    const Vertices none({NAN, 1, NAN, 5}, {0, NAN, NAN, 5}, e);
    found = feet_of_pairs(none, a, b, e);
    for (std::size_t i = 0; i < 3; ++i) {
        CHECK(std::isnan(found.column[0][i]));
        CHECK(std::isnan(found.column[1][i]));
    }
}

TEST_CASE("near segments: reversal, reflection and rotation change nothing but the side") {
    const Table table = load_reference("near_foot");
    for (const Rows& group : by_ellipsoid(table)) {
        const auto e = geodist::geodesy::prepare_ellipsoid(group.a, group.f);
        const Rows3 rows(group);
        const Feet found = rows.feet(e);
        Rows3 reversed = rows, south = rows, west = rows, turned = rows;
        std::swap(reversed.lat[0], reversed.lat[1]);
        std::swap(reversed.lon[0], reversed.lon[1]);
        for (std::size_t k = 0; k < 3; ++k) {
            for (double& x : south.lat[k]) {
                x = -x;
            }
            for (double& x : west.lon[k]) {
                x = -x;
            }
            for (double& x : turned.lon[k]) {
                x += 90;  // rounds: distances move by nanometres
            }
        }
        const Feet back = reversed.feet(e), down = south.feet(e), over = west.feet(e),
                   round = turned.feet(e);
        const double bound = 2 * group.unit() * contract::near_segment;
        for (std::size_t i = 0; i < group.size(); ++i) {
            const double distance = found.column[0][i];
            CHECK(std::abs(back.column[0][i] - distance) <= bound);
            CHECK(std::abs(down.column[0][i] - distance) <= 1e-12 * group.unit());
            CHECK(std::abs(over.column[0][i] - distance) <= 1e-12 * group.unit());
            CHECK(std::abs(round.column[0][i] - distance) <= bound);
            const double t = found.column[1][i];
            if (t > 0 && t < 1 && distance > 1e-6 && value(group, "length", i) > 100) {
                CHECK(back.column[2][i] * found.column[2][i] < 0);
                CHECK(down.column[2][i] * found.column[2][i] < 0);
                CHECK(over.column[2][i] * found.column[2][i] < 0);
            }
        }
    }
}

TEST_CASE("near segments: the side is that of the plane") {
    const auto e = geodist::geodesy::prepare_ellipsoid(6378137, 1 / 298.257223563);
    // eastward along the equator: the north is to the left
    const Vertices a({0, 0}, {0, 0}, e), b({0, 0}, {0.1, 0.1}, e),
        p({0.01, -0.01}, {0.05, 0.05}, e);
    const Feet found = feet_of_pairs(p, a, b, e);
    CHECK(found.column[2][0] > 0);
    CHECK(found.column[2][1] < 0);
}

// Both segments of a row, and what the kernel says of them.
struct Pairs4 {
    Vertices v[4];

    Pairs4(const Rows& group, const PreparedEllipsoid& e)
        : v{Vertices(group.column("lat1"), group.column("lon1"), e),
            Vertices(group.column("lat2"), group.column("lon2"), e),
            Vertices(group.column("lat3"), group.column("lon3"), e),
            Vertices(group.column("lat4"), group.column("lon4"), e)} {}

    [[nodiscard]] static Vertices two(const Vertices& a, const Vertices& b, std::size_t i) {
        Vertices found = a;
        found.x = {a.x[i], b.x[i]};
        found.y = {a.y[i], b.y[i]};
        found.z = {a.z[i], b.z[i]};
        found.h = {a.h[i], b.h[i]};
        return found;
    }
};

TEST_CASE("near segments: where they meet, against truth") {
    const Table table = load_reference("meeting");
    double worst = 0, worst_end = 0;
    std::size_t seen = 0;
    for (const Rows& group : by_ellipsoid(table)) {
        const auto e = geodist::geodesy::prepare_ellipsoid(group.a, group.f);
        const Pairs4 rows(group, e);
        Feet ends[4] = {feet_of_pairs(rows.v[0], rows.v[2], rows.v[3], e),
                        feet_of_pairs(rows.v[1], rows.v[2], rows.v[3], e),
                        feet_of_pairs(rows.v[2], rows.v[0], rows.v[1], e),
                        feet_of_pairs(rows.v[3], rows.v[0], rows.v[1], e)};
        for (std::size_t i = 0; i < group.size(); ++i) {
            if (group.table->kind(group.rows[i]) != "near") {
                continue;
            }
            ++seen;
            const Vertices first = Pairs4::two(rows.v[0], rows.v[1], i);
            const Vertices second = Pairs4::two(rows.v[2], rows.v[3], i);
            double s = NAN, t = NAN;
            kernels::active_kernels().segment.meetings(first.columns(), second.columns(), {&s, &t},
                                                       1, e.near);
            const double true_s = value(group, "first", i), true_t = value(group, "second", i);
            const bool meet = s >= 0 && s <= 1 && t >= 0 && t <= 1;
            const bool truly = true_s >= 0 && true_s <= 1 && true_t >= 0 && true_t <= 1;
            if (meet != truly) {
                double nearest = HUGE_VAL;
                for (const Feet& end : ends) {
                    nearest = std::min(nearest, end.column[0][i]);
                }
                worst_end = std::max(worst_end, nearest);
            } else if (meet) {
                const double length = std::hypot(first.x[1] - first.x[0], first.y[1] - first.y[0],
                                                 first.z[1] - first.z[0]);
                // the angle between the chords
                double dot = 0, square = 0;
                const std::vector<double>* columns[2][3] = {{&first.x, &first.y, &first.z},
                                                            {&second.x, &second.y, &second.z}};
                for (std::size_t k = 0; k < 3; ++k) {
                    const double d = (*columns[1][k])[1] - (*columns[1][k])[0];
                    dot += ((*columns[0][k])[1] - (*columns[0][k])[0]) * d;
                    square += d * d;
                }
                const double cosine = dot / (length * std::sqrt(square));
                const double sine = std::sqrt(std::max(1 - cosine * cosine, 1e-12));
                worst = std::max(worst, std::abs(s - true_s) * length * sine);
            }
        }
    }
    MESSAGE("a meeting is off by at most " << worst * 1e9 << " nm / sin(angle); where it is wrong,"
                                           << " an end is within " << worst_end * 1e9 << " nm");
    CHECK(seen >= 500);
    CHECK(worst <= contract::meeting_position);
    CHECK(worst_end <= contract::meeting_end);
}

}  // namespace
