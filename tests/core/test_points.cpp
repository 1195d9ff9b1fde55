#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <string>
#include <type_traits>

#include <geodist/point.hpp>

using namespace geodist;

namespace {

constexpr double INF = std::numeric_limits<double>::infinity();
constexpr double NAN_VALUE = std::numeric_limits<double>::quiet_NaN();

}  // namespace

TEST_CASE("points are values, known at compile time") {
    constexpr Point tokyo(35.68, 139.77);
    static_assert(tokyo.lat() == 35.68);
    static_assert(tokyo.lon() == 139.77);
    static_assert(tokyo == Point(35.68, 139.77));
    static_assert(!(tokyo == Point(35.68, 139.78)));
    static_assert(Point(0.0, -0.0) == Point(-0.0, 0.0));
    static_assert(std::is_trivially_copyable_v<Point>);
    constexpr Point3D fuji(35.36, 138.73, 3776);
    static_assert(fuji.lat() == 35.36 && fuji.lon() == 138.73 && fuji.altitude() == 3776);
    static_assert(fuji.ground() == Point(35.36, 138.73));
    static_assert(!(fuji == Point3D(35.36, 138.73, 3777)));
}

TEST_CASE("longitudes are kept as given") {
    CHECK(Point(0, 370).lon() == 370);
    CHECK(Point(0, -1e300).lon() == -1e300);
    CHECK_FALSE(Point(0, 190) == Point(0, -170));
}

TEST_CASE("the poles are the limits of latitude") {
    CHECK(Point(90, 0).lat() == 90);
    CHECK(Point(-90, 0).lat() == -90);
    for (const double lat :
         {std::nextafter(90, 91), std::nextafter(-90, -91), INF, -INF, NAN_VALUE}) {
        CHECK_THROWS_AS(Point(lat, 0), InvalidLatitudeError);
        CHECK_THROWS_AS(Point3D(lat, 0, 0), InvalidLatitudeError);
    }
}

TEST_CASE("longitudes must be finite, altitudes at most 1e100 m") {
    const double max = std::numeric_limits<double>::max();
    CHECK_NOTHROW(Point3D(0, max, -geodist::MAX_ALTITUDE));
    CHECK_NOTHROW(Point3D(0, 0, geodist::MAX_ALTITUDE));
    for (const double value : {std::nextafter(1e100, INF), -1.1e100, max}) {
        CHECK_THROWS_AS(Point3D(0, 0, value), InvalidAltitudeError);
    }
    for (const double value : {INF, -INF, NAN_VALUE}) {
        CHECK_THROWS_AS(Point(0, value), InvalidLongitudeError);
        CHECK_THROWS_AS(Point3D(0, value, 0), InvalidLongitudeError);
        CHECK_THROWS_AS(Point3D(0, 0, value), InvalidAltitudeError);
    }
}

TEST_CASE("swapped coordinates are recognised") {
    try {
        static_cast<void>(Point(139.77, 35.68));
        FAIL("accepted");
    } catch (const InvalidLatitudeError& error) {
        CHECK(std::string(error.what()) ==
              "latitude must be between -90 and 90 degrees, got 139.77; "
              "latitude and longitude swapped?");
        CHECK(error.value() == 139.77);
        CHECK(error.index() == std::nullopt);
    }
}
