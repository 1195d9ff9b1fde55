#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>

#include <geodist/error.hpp>

using namespace geodist;

namespace {

constexpr double INF = std::numeric_limits<double>::infinity();
constexpr double NAN_VALUE = std::numeric_limits<double>::quiet_NaN();

template <class Error, class Throwing>
Error caught(Throwing throwing) {
    try {
        throwing();
    } catch (const Error& error) {
        return error;
    }
    FAIL("nothing thrown");
    return Error("");
}

template <class Error>
void check_tree() {
    CHECK((std::is_base_of_v<GeodistError, Error>));
    CHECK((std::is_base_of_v<std::invalid_argument, Error>));
    // An exception that throws while it is copied ends the program.
    CHECK(std::is_nothrow_copy_constructible_v<Error>);
    const Error error("text", 7.5, 3, 8);
    CHECK(std::string(error.what()) == "text");
    CHECK(error.value() == 7.5);
    CHECK(error.index() == 3);
    CHECK(error.vertex() == 8);
}

}  // namespace

TEST_CASE("every error carries message, value and index") {
    check_tree<GeodistError>();
    check_tree<InvalidLatitudeError>();
    check_tree<InvalidLongitudeError>();
    check_tree<InvalidAltitudeError>();
    check_tree<InvalidEllipsoidError>();
    check_tree<InvalidBoundingBoxError>();
    check_tree<InvalidGeometryError>();
    check_tree<EmptyGeometryError>();
}

TEST_CASE("an error without a value says so") {
    const EmptyGeometryError error("no points");
    CHECK_FALSE(error.has_value());
    CHECK(std::isnan(error.value()));
    CHECK(error.index() == std::nullopt);
    // NaN as a value is something else.
    CHECK(InvalidLatitudeError("nan", NAN_VALUE).has_value());
}

TEST_CASE("a latitude error says what, where and what is allowed") {
    const auto error =
        caught<InvalidLatitudeError>([] { throw_invalid_latitude(95, 200, 12, "lat1"); });
    CHECK(std::string(error.what()) ==
          "latitude must be between -90 and 90 degrees, got 95 (lat1, index 12)");
    CHECK(error.value() == 95);
    CHECK(error.index() == 12);
    CHECK(std::string(caught<InvalidLatitudeError>([] { throw_invalid_latitude(-90.5); }).what()) ==
          "latitude must be between -90 and 90 degrees, got -90.5");
}

TEST_CASE("a latitude error suspects a swap only when it is likely") {
    const auto suspects = [](double lat, std::optional<double> lon) {
        const auto error =
            caught<InvalidLatitudeError>([&] { throw_invalid_latitude(lat, lon, 0); });
        return std::string(error.what()).find("latitude and longitude swapped?") !=
               std::string::npos;
    };
    CHECK(suspects(139.7, 35.7));
    CHECK(suspects(-180, 90));
    CHECK(suspects(360, -90));
    CHECK_FALSE(suspects(139.7, 90.1));
    CHECK_FALSE(suspects(139.7, std::nullopt));
    CHECK_FALSE(suspects(139.7, NAN_VALUE));
    CHECK_FALSE(suspects(INF, 35.7));
    CHECK_FALSE(suspects(NAN_VALUE, 35.7));
    CHECK_FALSE(suspects(4.5e6, 35.7));       // a projected coordinate
    CHECK_FALSE(suspects(90.0000001, 35.7));  // rounding
    CHECK_FALSE(suspects(95, 0));             // no longitude, rather than a point on the equator
}

TEST_CASE("the other messages") {
    const auto lon = caught<InvalidLongitudeError>([] { throw_invalid_longitude(INF, 4, "lon2"); });
    CHECK(std::string(lon.what()) ==
          "longitude must be a finite number of degrees, got inf (lon2, index 4)");
    CHECK(lon.value() == INF);
    CHECK(lon.index() == 4);
    const auto altitude = caught<InvalidAltitudeError>([] { throw_invalid_altitude(-INF, 0); });
    CHECK(std::string(altitude.what()) ==
          "altitude must be between -1e100 and 1e100 metres, got -inf (index 0)");
    CHECK(altitude.index() == 0);
    const auto azimuth = caught<GeodistError>([] { throw_invalid_value("azimuth", INF); });
    CHECK(std::string(azimuth.what()) == "azimuth must be finite, got inf");
    CHECK(azimuth.value() == INF);
    CHECK(azimuth.index() == std::nullopt);
}

TEST_CASE("what is in a geometry is named by geometry and vertex") {
    const auto lat =
        caught<InvalidLatitudeError>([] { throw_invalid_latitude(95, 200, 3, "lat", 17); });
    CHECK(std::string(lat.what()) ==
          "latitude must be between -90 and 90 degrees, got 95 (lat, geometry 3, vertex 17)");
    CHECK(lat.index() == 3);
    CHECK(lat.vertex() == 17);
    const auto lon = caught<InvalidLongitudeError>([] { throw_invalid_longitude(INF, 0, {}, 1); });
    CHECK(std::string(lon.what()) ==
          "longitude must be a finite number of degrees, got inf (geometry 0, vertex 1)");
    CHECK(lon.vertex() == 1);
    const auto altitude =
        caught<InvalidAltitudeError>([] { throw_invalid_altitude(INF, 2, {}, 5); });
    CHECK(altitude.vertex() == 5);
    const auto value = caught<GeodistError>([] { throw_invalid_value("weight", INF, 2, 5); });
    CHECK(std::string(value.what()) == "weight must be finite, got inf (geometry 2, vertex 5)");
    CHECK(value.vertex() == 5);
    CHECK(caught<GeodistError>([] { throw_invalid_value("weight", INF, 2); }).vertex() ==
          std::nullopt);
}

TEST_CASE("numbers are written so that they read back") {
    CHECK(format_number(0.1) == "0.1");
    CHECK(format_number(90.00000000000001) == "90.00000000000001");
    CHECK(format_number(-1.7976931348623157e308) == "-1.7976931348623157e+308");
    CHECK(format_number(-0.0) == "-0");
    CHECK(format_number(NAN_VALUE) == "nan");
}
