// Waypoints: the ends and steps of one line, and many lines against one, in every bit.
#include <doctest/doctest.h>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <random>
#include <stdexcept>
#include <vector>

#include <geodist/error.hpp>
#include <geodist/geodesic.hpp>

namespace {

struct Ends {
    std::vector<double> lat1, lon1, lat2, lon2;

    [[nodiscard]] geodist::PointColumns first() const { return {lat1, lon1}; }
    [[nodiscard]] geodist::PointColumns last() const { return {lat2, lon2}; }
};

Ends make_ends(std::size_t n) {
    std::mt19937_64 random(1);
    std::uniform_real_distribution<> unit(-1, 1);
    Ends ends;
    for (std::size_t i = 0; i < n; ++i) {
        ends.lat1.push_back(90 * unit(random));
        ends.lon1.push_back(700 * unit(random));
        ends.lat2.push_back(90 * unit(random));
        ends.lon2.push_back(700 * unit(random));
    }
    return ends;
}

bool same(double x, double y) { return x == y || (std::isnan(x) && std::isnan(y)); }

// Is line i those points?
bool is_line(const geodist::Lines& lines, std::size_t i,
             const std::vector<geodist::LatLon>& points) {
    const auto begin = static_cast<std::size_t>(lines.starts[i]);
    const auto end = static_cast<std::size_t>(lines.starts[i + 1]);
    bool equal = end - begin == points.size();
    for (std::size_t k = 0; equal && k < points.size(); ++k) {
        equal =
            same(lines.lat[begin + k], points[k].lat) && same(lines.lon[begin + k], points[k].lon);
    }
    return equal;
}

TEST_CASE("waypoints of many lines have the bits of one line") {
    Ends ends = make_ends(500);
    ends.lat2[7] = std::nan("");
    ends.lat1[9] = ends.lat2[9];
    ends.lon1[9] = ends.lon2[9];
    for (const auto& ellipsoid : {geodist::wgs84(), geodist::sphere()}) {
        for (const int threads : {1, 3}) {
            const geodist::RunOptions options{.threads = threads};
            const auto by_count =
                geodist::waypoints(ends.first(), ends.last(), 60, ellipsoid, options);
            const auto by_spacing =
                geodist::waypoints_by_spacing(ends.first(), ends.last(), 2e5, ellipsoid, options);
            REQUIRE(by_count.starts.size() == 501);
            for (std::size_t i = 0; i < 500; ++i) {
                const double a = ends.lat1[i], b = ends.lon1[i], c = ends.lat2[i], d = ends.lon2[i];
                CHECK(is_line(by_count, i, geodist::waypoints(a, b, c, d, 60, ellipsoid)));
                CHECK(is_line(by_spacing, i,
                              geodist::waypoints_by_spacing(a, b, c, d, 2e5, ellipsoid)));
            }
        }
    }
    const auto ends_only = geodist::waypoints(ends.first(), ends.last(), 2);
    CHECK(ends_only.lat[1] == ends.lat2[0]);
    CHECK(geodist::waypoints({}, {}, 5).starts == std::vector<std::int64_t>{0});
}

TEST_CASE("a line longer than a piece has the same points") {
    const Ends ends = make_ends(3);
    const std::size_t n = 100'000;
    const auto lines = geodist::waypoints(ends.first(), ends.last(), n);
    for (std::size_t i = 0; i < 3; ++i) {
        CHECK(
            is_line(lines, i,
                    geodist::waypoints(ends.lat1[i], ends.lon1[i], ends.lat2[i], ends.lon2[i], n)));
    }
}

TEST_CASE("waypoints: what is refused") {
    Ends ends = make_ends(5);
    CHECK_THROWS_AS(static_cast<void>(geodist::waypoints(0, 0, 1, 1, 1'000'000'001)),
                    geodist::GeodistError);
    CHECK_THROWS_AS(static_cast<void>(geodist::waypoints(ends.first(), ends.last(), 1)),
                    geodist::GeodistError);
    CHECK_THROWS_AS(static_cast<void>(geodist::waypoints(ends.first(), {}, 3)),
                    std::invalid_argument);
    CHECK_THROWS_AS(static_cast<void>(geodist::waypoints_by_spacing(ends.first(), ends.last(), 0)),
                    geodist::GeodistError);
    ends.lat2[3] = 91;
    try {
        static_cast<void>(geodist::waypoints(ends.first(), ends.last(), 3));
        FAIL("nothing thrown");
    } catch (const geodist::InvalidLatitudeError& error) {
        CHECK(error.index() == 3);
    }
}

TEST_CASE("waypoints can be interrupted, of one line and of many") {
    const Ends ends = make_ends(1000);
    geodist::RunOptions options;
    options.interrupted = [](void*) { return true; };
    options.interrupt_interval = {};
    const auto& earth = geodist::wgs84();
    CHECK_THROWS_AS(static_cast<void>(geodist::waypoints(0, 0, 1, 1, 100'000, earth, options)),
                    geodist::Interrupted);
    CHECK_THROWS_AS(static_cast<void>(geodist::waypoints_by_spacing(0, 0, 1, 1, 1, earth, options)),
                    geodist::Interrupted);
    CHECK_THROWS_AS(
        static_cast<void>(geodist::waypoints(ends.first(), ends.last(), 50, earth, options)),
        geodist::Interrupted);
}

// Times that a call asks, the last of them to stop.
struct Asked {
    int left;
    std::size_t times = 0;

    static bool ask(void* data) {
        auto& asked = *static_cast<Asked*>(data);
        ++asked.times;
        return --asked.left == 0;
    }
    [[nodiscard]] geodist::RunOptions options() {
        geodist::RunOptions made{.threads = 1};
        made.interrupted = ask;
        made.interrupt_data = this;
        made.interrupt_interval = {};
        return made;
    }
};

TEST_CASE("waypoints ask while they make room, count and place") {
    constexpr std::size_t n = 2'000'000;
    const auto& earth = geodist::wgs84();
    const Ends two = make_ends(2), many = make_ends(n / 4);
    const std::function<void(const geodist::RunOptions&)> calls[] = {
        [&](const auto& options) {
            static_cast<void>(geodist::waypoints(0, 0, 1, 1, n, earth, options));
        },
        [&](const auto& options) {
            static_cast<void>(geodist::waypoints(two.first(), two.last(), n / 2, earth, options));
        },
        [&](const auto& options) {
            static_cast<void>(
                geodist::waypoints_by_spacing(many.first(), many.last(), 1e8, earth, options));
        }};
    for (const auto& call : calls) {
        Asked counted{0};
        call(counted.options());
        // Every 2048 points to place, and much more rarely for each step of another kind.
        CHECK(counted.times > n / 8192 + n / 65536);
        for (const int at : {1, 2, 10, static_cast<int>(counted.times / 2)}) {
            Asked stopping{at};
            CHECK_THROWS_AS(call(stopping.options()), geodist::Interrupted);
            CHECK(stopping.times == static_cast<std::size_t>(at));
        }
    }
}

TEST_CASE("waypoints have the given ends and equal steps") {
    const auto points = geodist::waypoints(52.5, 13.4, 35.7, 139.7, 11);
    REQUIRE(points.size() == 11);
    CHECK(points.front() == geodist::LatLon{52.5, 13.4});
    CHECK(points.back() == geodist::LatLon{35.7, 139.7});
    const double whole = geodist::distance(52.5, 13.4, 35.7, 139.7);
    for (std::size_t i = 1; i < points.size(); ++i) {
        const double step =
            geodist::distance(points[i - 1].lat, points[i - 1].lon, points[i].lat, points[i].lon);
        CHECK(std::abs(step - whole / 10) < 60e-9);  // two positions of 25 nm, and the distance
    }
    const auto middle = geodist::midpoint(52.5, 13.4, 35.7, 139.7);
    CHECK(geodist::distance(middle.lat, middle.lon, points[5].lat, points[5].lon) < 50e-9);

    CHECK(geodist::waypoints(1, 2, 3, 4, 2).size() == 2);
    CHECK_THROWS_AS(static_cast<void>(geodist::waypoints(1, 2, 3, 4, 1)), geodist::GeodistError);
    CHECK_THROWS_AS(static_cast<void>(geodist::waypoints(100, 2, 3, 4, 5)),
                    geodist::InvalidLatitudeError);

    const auto spaced = geodist::waypoints_by_spacing(52.5, 13.4, 35.7, 139.7, 1e5);
    CHECK(spaced.size() == static_cast<std::size_t>(std::ceil(whole / 1e5)) + 1);
    CHECK(geodist::waypoints_by_spacing(1, 2, 1, 2, 10).size() == 2);
    CHECK(geodist::waypoints_by_spacing(1, 2, std::numeric_limits<double>::quiet_NaN(), 2, 10)
              .size() == 2);
    for (const double spacing : {0.0, -1.0, std::numeric_limits<double>::quiet_NaN(), 1e-9}) {
        CHECK_THROWS_AS(static_cast<void>(geodist::waypoints_by_spacing(1, 2, 30, 4, spacing)),
                        geodist::GeodistError);
    }
}

}  // namespace
