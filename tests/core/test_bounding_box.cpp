#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <limits>
#include <random>
#include <stdexcept>
#include <string>
#include <vector>

#include <geodist/bounding_box.hpp>

using namespace geodist;

namespace {

constexpr double INF = std::numeric_limits<double>::infinity();
constexpr double NAN_VALUE = std::numeric_limits<double>::quiet_NaN();

/// The definition, in whole degrees: walk east from the western edge until the eastern one.
bool walk_finds(int min_lon, int max_lon, int lon) {
    const auto wrap = [](int value) { return ((value % 360) + 360) % 360; };
    int steps = max_lon - min_lon;
    steps = steps >= 360 ? 359 : wrap(steps);
    for (int step = 0; step <= steps; ++step) {
        if (wrap(min_lon + step) == wrap(lon)) {
            return true;
        }
    }
    return false;
}

}  // namespace

TEST_CASE("a box keeps its edges and holds them") {
    const BoundingBox box(-10, 20, 30, 40);
    CHECK(box.min_lat() == -10);
    CHECK(box.min_lon() == 20);
    CHECK(box.max_lat() == 30);
    CHECK(box.max_lon() == 40);
    for (const double lat : {-10.0, 0.0, 30.0}) {
        for (const double lon : {20.0, 30.0, 40.0, 380.0, 400.0, -340.0, -320.0, 20.0 + 3600}) {
            CHECK(box.contains(lat, lon));
            CHECK(box.contains(Point(lat, lon)));
        }
    }
    CHECK_FALSE(box.contains(std::nextafter(30, 31), 30));
    CHECK_FALSE(box.contains(std::nextafter(-10, -11), 30));
    CHECK_FALSE(box.contains(0, std::nextafter(20, 0)));
    CHECK_FALSE(box.contains(0, std::nextafter(40, 41)));
    CHECK_FALSE(box.crosses_antimeridian());
    CHECK(box == BoundingBox(-10, 20, 30, 40));
    CHECK_FALSE(box == BoundingBox(-10, 20, 30, 400));
}

TEST_CASE("what is no place lies in no box") {
    const BoundingBox globe(-90, -180, 90, 180);
    for (const double lat : {NAN_VALUE, INF, -INF, 90.5, -91.0}) {
        CHECK_FALSE(globe.contains(lat, 0));
    }
    for (const double lon : {NAN_VALUE, INF, -INF}) {
        CHECK_FALSE(globe.contains(0, lon));
        CHECK_FALSE(globe.contains(90, lon));
    }
}

TEST_CASE("a box across the antimeridian") {
    for (const auto& box : {BoundingBox(-10, 170, 10, -170), BoundingBox(-10, 170, 10, 190),
                            BoundingBox(-10, -190, 10, -170), BoundingBox(-10, 530, 10, 550)}) {
        CHECK(box.crosses_antimeridian());
        for (const double lon : {170.0, 180.0, -180.0, -170.0, 190.0, 540.0}) {
            CHECK(box.contains(0, lon));
        }
        for (const double lon : {169.9, -169.9, 0.0, 190.1}) {
            CHECK_FALSE(box.contains(0, lon));
        }
    }
    CHECK(BoundingBox(0, 10, 1, -10).crosses_antimeridian());
    // Ending there is not crossing.
    CHECK_FALSE(BoundingBox(0, 170, 1, 180).crosses_antimeridian());
    CHECK_FALSE(BoundingBox(0, -180, 1, -170).crosses_antimeridian());
    CHECK_FALSE(BoundingBox(0, 190, 1, 200).crosses_antimeridian());
    CHECK(BoundingBox(0, 170, 1, 180).contains(0, -180));
    CHECK(BoundingBox(0, -180, 1, -170).contains(0, 180));
}

TEST_CASE("all the way round, and a single meridian") {
    for (const auto& box :
         {BoundingBox(0, -180, 1, 180), BoundingBox(0, 0, 1, 360), BoundingBox(0, -1e9, 1, 1e9)}) {
        CHECK(box.is_full_circle());
        CHECK_FALSE(box.crosses_antimeridian());
        for (const double lon : {0.0, 180.0, -180.0, 123.456, 1e22}) {
            CHECK(box.contains(0.5, lon));
        }
    }
    for (const auto& box : {BoundingBox(0, 180, 1, 180), BoundingBox(0, -180, 1, -180),
                            BoundingBox(0, 180, 1, -180)}) {
        CHECK_FALSE(box.is_full_circle());
        CHECK_FALSE(box.crosses_antimeridian());
        CHECK(box.contains(0.5, 180));
        CHECK(box.contains(0.5, -180));
        CHECK_FALSE(box.contains(0.5, std::nextafter(180, 0)));
        CHECK_FALSE(box.contains(0.5, 0));
    }
}

TEST_CASE("a box that touches a pole holds it") {
    const BoundingBox arctic(80, 10, 90, 20);
    CHECK(arctic.contains(90, 15));
    CHECK(arctic.contains(90, -100));
    CHECK_FALSE(arctic.contains(std::nextafter(90, 0), -100));
    CHECK_FALSE(arctic.contains(-90, 15));
    CHECK(BoundingBox(-90, 10, -80, 20).contains(-90, 123));
}

TEST_CASE("edges are compared without rounding") {
    const BoundingBox box(0, -1e-300, 1, 1e-300);
    CHECK(box.contains(0, 0));
    CHECK(box.contains(0, 1e-300));
    CHECK_FALSE(box.contains(0, 1.1e-300));
    CHECK_FALSE(box.contains(0, -1.1e-300));
    // Every double is a longitude: this one is exactly 359 - 360 * k.
    CHECK(BoundingBox(0, -1, 1, -1).contains(0, 359.0 + 360.0 * 1e12));
}

TEST_CASE("wrong boxes are refused") {
    CHECK_THROWS_AS(BoundingBox(1, 0, -1, 0), InvalidBoundingBoxError);
    CHECK_THROWS_AS(BoundingBox(-91, 0, 0, 0), InvalidLatitudeError);
    CHECK_THROWS_AS(BoundingBox(0, 0, 91, 0), InvalidLatitudeError);
    CHECK_THROWS_AS(BoundingBox(NAN_VALUE, 0, 1, 0), InvalidLatitudeError);
    CHECK_THROWS_AS(BoundingBox(0, 0, NAN_VALUE, 0), InvalidLatitudeError);
    CHECK_THROWS_AS(BoundingBox(0, INF, 1, 0), InvalidLongitudeError);
    CHECK_THROWS_AS(BoundingBox(0, 0, 1, NAN_VALUE), InvalidLongitudeError);
    try {
        static_cast<void>(BoundingBox(5, 0, 4, 1));
        FAIL("accepted");
    } catch (const InvalidBoundingBoxError& error) {
        CHECK(std::string(error.what()) ==
              "min_lat must not be above max_lat, got min_lat 5 and max_lat 4 "
              "(only longitudes may wrap round)");
        CHECK(error.value() == 5);
    }
    try {
        static_cast<void>(BoundingBox(139, 35, 140, 36));  // longitude first
        FAIL("accepted");
    } catch (const InvalidLatitudeError& error) {
        CHECK(std::string(error.what()).find("(min_lat); latitude and longitude swapped?") !=
              std::string::npos);
    }
}

TEST_CASE("membership agrees with a walk along the parallel") {
    std::mt19937 random(20240229);
    std::uniform_int_distribution<int> longitude(-720, 720);
    for (int i = 0; i < 2000; ++i) {
        const int west = longitude(random);
        const int east = longitude(random);
        const int lon = longitude(random);
        CAPTURE(west);
        CAPTURE(east);
        CAPTURE(lon);
        CHECK(BoundingBox(0, west, 1, east).contains(0.5, lon) == walk_finds(west, east, lon));
    }
}

TEST_CASE("relations between boxes agree with their points") {
    // On a grid of 30 degrees two boxes meet when they share a grid point, and one holds the other
    // when it holds its edges and all half-way points.
    std::mt19937 random(4711);
    std::uniform_int_distribution<int> step(-12, 12);
    std::uniform_int_distribution<int> band(-3, 3);
    const auto draw = [&] {
        const int south = band(random);
        const int north = band(random);
        return BoundingBox(30 * std::min(south, north), 30 * step(random),
                           30 * std::max(south, north), 30 * step(random));
    };
    for (int i = 0; i < 3000; ++i) {
        const BoundingBox a = draw();
        const BoundingBox b = draw();
        bool share = false;
        bool holds = true;
        const BoundingBox both = a.united(b);
        bool both_hold = true;
        for (int lat = -90; lat <= 90; lat += 15) {
            for (int lon = -180; lon < 180; lon += 15) {
                const bool in_a = a.contains(lat, lon);
                const bool in_b = b.contains(lat, lon);
                share = share || (in_a && in_b);
                holds = holds && (in_a || !in_b);
                both_hold = both_hold && (both.contains(lat, lon) || !(in_a || in_b));
            }
        }
        CAPTURE(a.min_lat());
        CAPTURE(a.min_lon());
        CAPTURE(a.max_lat());
        CAPTURE(a.max_lon());
        CAPTURE(b.min_lat());
        CAPTURE(b.min_lon());
        CAPTURE(b.max_lat());
        CAPTURE(b.max_lon());
        CHECK(a.intersects(b) == share);
        CHECK(b.intersects(a) == share);
        CHECK(a.contains(b) == holds);
        CHECK(both_hold);
        CHECK(both.contains(a));
        CHECK(both.contains(b));
    }
}

TEST_CASE("the union takes the shorter way round") {
    CHECK(BoundingBox(0, 170, 1, 175).united(BoundingBox(2, -175, 3, -170)) ==
          BoundingBox(0, 170, 3, -170));
    CHECK(BoundingBox(0, 0, 1, 10).united(BoundingBox(0, 30, 1, 40)) == BoundingBox(0, 0, 1, 40));
    CHECK(BoundingBox(0, 30, 1, 40).united(BoundingBox(0, 0, 1, 10)) == BoundingBox(0, 0, 1, 40));
    CHECK(BoundingBox(0, 170, 1, 180).united(BoundingBox(0, 160, 1, 170)) ==
          BoundingBox(0, 160, 1, 180));
    CHECK(BoundingBox(0, 0, 1, 200).united(BoundingBox(0, 190, 1, 10)).is_full_circle());
    // A pole adds no longitudes.
    CHECK(BoundingBox(0, 0, 1, 10).united(BoundingBox(90, 77, 90, 77)) ==
          BoundingBox(0, 0, 90, 10));
    // Nothing to add: as given.
    CHECK(BoundingBox(0, 350, 9, 370).united(BoundingBox(1, 0, 2, 5)) ==
          BoundingBox(0, 350, 9, 370));
}

TEST_CASE("the box around places is the smallest") {
    using Column = std::vector<double>;
    const auto around = [](const Column& lat, const Column& lon) {
        return BoundingBox::around(lat, lon);
    };
    CHECK(around({0, 10}, {10, 20}) == BoundingBox(0, 10, 10, 20));
    CHECK(around({10, 0}, {170, 190}) == BoundingBox(0, 170, 10, -170));
    CHECK(around({0, 0}, {-90, 90}) == BoundingBox(0, -90, 0, 90));
    CHECK(around({0, 0, 0}, {-180, 180, 540}) == BoundingBox(0, -180, 0, -180));
    CHECK(around({0, 0}, {170, -180}) == BoundingBox(0, 170, 0, 180));
    CHECK(around({0, 0}, {-180, -170}) == BoundingBox(0, -180, 0, -170));
    CHECK(around({5, 90, NAN_VALUE, 7}, {10, 120, 3, NAN_VALUE}) == BoundingBox(5, 10, 90, 10));
    CHECK(around({90, -90}, {10, 120}) == BoundingBox(-90, 10, 90, 10));
    CHECK_THROWS_AS(around({}, {}), EmptyGeometryError);
    CHECK_THROWS_AS(around({NAN_VALUE}, {0}), EmptyGeometryError);
    CHECK_THROWS_AS(around({0}, {}), std::invalid_argument);
    CHECK_THROWS_AS(around({0, INF}, {0, 0}), InvalidLatitudeError);
    CHECK_THROWS_AS(around({0, 0}, {0, -INF}), InvalidLongitudeError);
}

TEST_CASE("the box around random places begins and ends at one of them") {
    std::mt19937 random(5);
    std::uniform_int_distribution<int> degrees(-400, 400);
    for (int trial = 0; trial < 300; ++trial) {
        std::vector<double> lat(1 + static_cast<std::size_t>(trial) % 9), lon(lat.size());
        for (double& value : lon) {
            value = degrees(random);
        }
        const BoundingBox box = BoundingBox::around(lat, lon);
        const auto east = [](double from, double to) { return std::fmod(to - from + 1080, 360); };
        double best = 360;
        for (const double west : lon) {
            double width = 0;
            for (const double other : lon) {
                width = std::max(width, east(west, other));
            }
            best = std::min(best, width);
        }
        CHECK(east(box.min_lon(), box.max_lon()) == best);
        for (const double value : lon) {
            CHECK(box.contains(0, value));
        }
    }
}

TEST_CASE("a full circle is one to the last bit") {
    const double almost = std::nextafter(180.0, 0.0);
    CHECK(BoundingBox(0, -180, 1, 180).is_full_circle());
    CHECK_FALSE(BoundingBox(0, -180, 1, almost).is_full_circle());
    CHECK_FALSE(BoundingBox(0, -almost, 1, 180).is_full_circle());
    CHECK_FALSE(BoundingBox(0, 1e-20, 1, 360).is_full_circle());
    CHECK(BoundingBox(0, -1e-20, 1, 360).is_full_circle());
    CHECK(BoundingBox(0, -1e308, 1, 1e308).is_full_circle());
}

TEST_CASE("only a pole is a pole") {
    const double near = std::nextafter(90.0, 0.0);
    const BoundingBox cap(near, 0, 90, 1), elsewhere(0, 40, 90, 50);
    CHECK_FALSE(elsewhere.contains(cap));
    CHECK(elsewhere.contains(BoundingBox(90, 0, 90, 1)));
}
