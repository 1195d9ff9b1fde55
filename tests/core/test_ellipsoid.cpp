#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <numbers>
#include <set>
#include <string>
#include <type_traits>

#include <geodist/ellipsoid.hpp>
#include <geodist/error.hpp>

using namespace geodist;

namespace {

constexpr double INF = std::numeric_limits<double>::infinity();
constexpr double NAN_VALUE = std::numeric_limits<double>::quiet_NaN();

double relative_error(double value, double truth) {
    return truth == 0 ? std::abs(value) : std::abs(value - truth) / std::abs(truth);
}

std::string message_of(double a, double f) {
    try {
        static_cast<void>(Ellipsoid(a, f));
    } catch (const InvalidEllipsoidError& error) {
        return error.what();
    }
    return "";
}

std::string message_of(std::string_view name) {
    try {
        static_cast<void>(Ellipsoid::named(name));
    } catch (const InvalidEllipsoidError& error) {
        CHECK_FALSE(error.has_value());
        return error.what();
    }
    return "";
}

}  // namespace

TEST_CASE("an ellipsoid is a value, known at compile time") {
    constexpr Ellipsoid custom(6378388, 1.0 / 297);
    static_assert(custom.a() == 6378388);
    static_assert(custom.b() < custom.mean_radius());
    static_assert(wgs84() == Ellipsoid(6378137, 1 / 298.257223563));
    static_assert(sphere() == Ellipsoid(EARTH_RADIUS_METERS, 0));
    static_assert(!(wgs84() == sphere()));
    static_assert(std::is_trivially_copyable_v<Ellipsoid>);
    static_assert(Ellipsoid(1, -0.0) == Ellipsoid(1, 0.0));
}

TEST_CASE("derived quantities to 1e-15") {
    // From the definitions in 60 digits (mpmath): b = a (1 - f), n = (a - b) / (a + b),
    // e2 = (a^2 - b^2) / a^2, ep2 = (a^2 - b^2) / b^2, R1 = (2 a + b) / 3, R2 = sqrt(area / 4 pi),
    // R3 = cbrt(a^2 b), and by quadrature, independently of the closed form,
    // area = 4 pi a int_0^{pi/2} cos(t) sqrt(a^2 sin^2(t) + b^2 cos^2(t)) dt.
    struct Row {
        double a, f, b, n, e2, ep2, r1, r2, r3, area;
    };
    const Row rows[] = {
        // WGS84
        {6378137.0, 0.0033528106647474805, 6356752.314245179499, 0.0016792203863837045799,
         0.0066943799901413165384, 0.0067394967422764344909, 6371008.771415059833,
         6371007.1809184738985, 6371000.7900091591511, 510065621724088.50937},
        // International 1924
        {6378388.0, 0.003367003367003367, 6356911.9461279461289, 0.0016863406408094434336,
         0.0067226700223333217027, 0.0067681701972242509803, 6371229.315375982043,
         6371227.7113344363547, 6371221.2658748744436, 510100933858370.85269},
        // The limits of the flattening
        {6378137.0, 0.02, 6250574.2599999999973, 0.010101010101010101222, 0.039600000000000000816,
         0.041232819658475636037, 6335616.0866666666658, 6335560.0013495145185,
         6335329.4215921835139, 504405577997330.569},
        {6378137.0, -0.02, 6505699.7400000000027, -0.0099009900990099011942,
         -0.040400000000000000849, -0.03883121876201461055, 6420657.9133333333342,
         6420600.6396481243425, 6420377.5488856100278, 518037476851061.91793},
        // Nearly spheres
        {6378137.0, 1e-09, 6378136.993621863, 5.0000000025000003127e-10, 1.9999999990000001246e-9,
         2.0000000030000001286e-9, 6378136.9978739543333, 6378136.9978739543332,
         6378136.9978739543326, 511207893055005.75565},
        {6378137.0, -1e-09, 6378137.006378137, -4.9999999975000003127e-10,
         -2.0000000010000001246e-9, -1.9999999970000001286e-9, 6378137.0021260456667,
         6378137.0021260456665, 6378137.002126045666, 511207893736616.28017},
        {6378137.0, 1e-17, 6378136.9999999999362, 5.0000000000000003827e-18,
         2.0000000000000001331e-17, 2.0000000000000001731e-17, 6378136.9999999999787,
         6378136.9999999999787, 6378136.9999999999787, 511207893395811.01447},
        {6371008.8, 0.0, 6371008.8, 0.0, 0.0, 0.0, 6371008.8, 6371008.8, 6371008.8,
         510065880972871.82502},
        // The limits of the radius
        {1e+30, 0.01, 9.9000000000000001948e+29, 0.0050251256281407036227, 0.019900000000000000412,
         0.02030405060708091054, 9.9666666666666668642e+29, 9.9666445623328823384e+29,
         9.9665549341259638354e+29, 1.2482679067595734369e+61},
        {1e-30, -0.01, 1.0100000000000000844e-30, -0.0049751243781094528394,
         -0.02010000000000000042, -0.019703950593079110295, 1.003333333333333417e-30,
         1.0033310996171693288e-30, 1.0033222835420892829e-30, 1.265022971831606398e-59},
    };
    constexpr double bound = 1e-15;
    for (const Row& row : rows) {
        CAPTURE(row.f);
        const Ellipsoid ellipsoid(row.a, row.f);
        CHECK(relative_error(ellipsoid.b(), row.b) <= bound);
        CHECK(relative_error(ellipsoid.n(), row.n) <= bound);
        CHECK(relative_error(ellipsoid.e2(), row.e2) <= bound);
        CHECK(relative_error(ellipsoid.ep2(), row.ep2) <= bound);
        CHECK(relative_error(ellipsoid.mean_radius(), row.r1) <= bound);
        CHECK(relative_error(ellipsoid.authalic_radius(), row.r2) <= bound);
        CHECK(relative_error(ellipsoid.volumetric_radius(), row.r3) <= bound);
        CHECK(relative_error(ellipsoid.area(), row.area) <= bound);
    }
}

TEST_CASE("the smallest flattenings spoil nothing") {
    for (const double f : {1e-300, -1e-300, 5e-324, -5e-324}) {
        const Ellipsoid ellipsoid(1, f);
        CHECK(ellipsoid.e2() == 2 * f);
        CHECK(ellipsoid.authalic_radius() == 1);
        CHECK(ellipsoid.volumetric_radius() == 1);
        CHECK(relative_error(ellipsoid.area(), 4 * std::numbers::pi) <= 1e-15);
    }
}

TEST_CASE("parameters out of range are refused") {
    constexpr double limit = 1.0 / 50;
    CHECK_NOTHROW(Ellipsoid(1, limit));
    CHECK_NOTHROW(Ellipsoid(1, -limit));
    CHECK_NOTHROW(Ellipsoid(1e30, 0));
    CHECK_NOTHROW(Ellipsoid(1e-30, 0));
    for (const double f : {std::nextafter(limit, 1.0), std::nextafter(-limit, -1.0), 0.5, 298.25,
                           INF, -INF, NAN_VALUE}) {
        CHECK_THROWS_AS(Ellipsoid(6378137, f), InvalidEllipsoidError);
    }
    for (const double a : {0.0, -0.0, -6378137.0, 1.1e30, 0.9e-30, INF, -INF, NAN_VALUE}) {
        CHECK_THROWS_AS(Ellipsoid(a, 0), InvalidEllipsoidError);
        CHECK_THROWS_AS(static_cast<void>(Ellipsoid::from_axes(a, 6356752)), InvalidEllipsoidError);
        CHECK_THROWS_AS(static_cast<void>(Ellipsoid::from_axes(6378137, a)), InvalidEllipsoidError);
    }
    CHECK(message_of(6378137, 0.5) == "flattening f must be between -1/50 and 1/50, got 0.5");
    CHECK(message_of(-1, 0) ==
          "equatorial radius a must be between 1e-30 and 1e+30 metres, got -1");
    CHECK(message_of(6378137, 298.25).find("give its reciprocal, 1/298.25") != std::string::npos);
    CHECK(message_of(6378137, 6356752).find("use from_axes") != std::string::npos);
    try {
        static_cast<void>(Ellipsoid(6378137, -0.25));
        FAIL("accepted");
    } catch (const InvalidEllipsoidError& error) {
        CHECK(error.value() == -0.25);
        CHECK(error.index() == std::nullopt);
    }
}

TEST_CASE("an ellipsoid from its axes") {
    const Ellipsoid clarke = Ellipsoid::from_axes(6378206.4, 6356583.8);
    CHECK(clarke.a() == 6378206.4);
    CHECK(relative_error(clarke.b(), 6356583.8) <= 2.3e-16);
    CHECK(clarke == Ellipsoid::named("Clarke 1866"));
    CHECK(Ellipsoid::from_axes(7, 7) == Ellipsoid(7, 0));
    CHECK(Ellipsoid::from_axes(100, 101).f() == -0.01);
    // The limit in axes that are not exact themselves: every such pair is accepted.
    for (double a = 6378137; a < 6378138; a += 0.001) {
        CHECK(Ellipsoid::from_axes(a, a * 0.98).f() <= 1.0 / 50);
        CHECK(Ellipsoid::from_axes(a, a * 1.02).f() >= -1.0 / 50);
    }
    CHECK_THROWS_AS(static_cast<void>(Ellipsoid::from_axes(100, 97.99999999)),
                    InvalidEllipsoidError);
    CHECK_THROWS_AS(static_cast<void>(Ellipsoid::from_axes(100, 102.0000001)),
                    InvalidEllipsoidError);
}

TEST_CASE("names are found however they are written") {
    for (const char* name :
         {"WGS84", "wgs84", "WGS 84", "wgs_84", "WGS-84", "  WGS84 ", "W.G.S. 84"}) {
        CHECK(Ellipsoid::named(name) == wgs84());
    }
    CHECK(Ellipsoid::named("GRS80") == Ellipsoid(6378137, 1 / 298.257222101));
    CHECK(Ellipsoid::named("GRS 1980") == Ellipsoid::named("GRS80"));
    CHECK(Ellipsoid::named("intl") == Ellipsoid(6378388, 1.0 / 297));
    CHECK(Ellipsoid::named("clarke1880(rgs)") == Ellipsoid(6378249.145, 1 / 293.465));
    CHECK(Ellipsoid::named("Sphere") == sphere());
    for (const NamedEllipsoid& entry : ellipsoids()) {
        CHECK(Ellipsoid::named(entry.name) == entry.ellipsoid);
        if (!entry.proj.empty()) {
            CHECK(Ellipsoid::named(entry.proj) == entry.ellipsoid);
        }
        if (!entry.epsg_name.empty()) {
            CHECK(Ellipsoid::named(entry.epsg_name) == entry.ellipsoid);
        }
    }
}

TEST_CASE("the table") {
    CHECK(ellipsoids().size() >= 25);
    CHECK(ellipsoids().front().name == "WGS84");
    std::set<std::string_view> names;
    for (const NamedEllipsoid& entry : ellipsoids()) {
        CAPTURE(entry.name);
        CHECK(names.insert(entry.name).second);
        CHECK_FALSE(entry.source.empty());
        CHECK((entry.epsg != 0) == !entry.epsg_name.empty());
        CHECK(entry.ellipsoid.a() > 6.3e6);
        CHECK(entry.ellipsoid.a() < 6.4e6);
    }
}

TEST_CASE("an unknown name is answered with what is near") {
    CHECK(message_of("WGS85") ==
          "unknown ellipsoid \"WGS85\"; did you mean: \"WGS84\", \"WGS72\", \"WGS66\", \"WGS60\"");
    CHECK(message_of("clarke 1880").find("\"Clarke 1880 (RGS)\", \"Clarke 1880 (IGN)\"") !=
          std::string::npos);
    CHECK(message_of("Krasovski 1940").find("\"Krassovsky 1940\"") != std::string::npos);
    // Nothing near: all names.
    CHECK(message_of("xyzzy plugh").find("known names: \"WGS84\", \"GRS80\"") != std::string::npos);
    CHECK(message_of("x").find("known names") != std::string::npos);
    CHECK(message_of("").find("known names") != std::string::npos);
    CHECK(message_of(" - ").find("known names") != std::string::npos);
    CHECK(message_of("WGS84\xc3\xa9").find("unknown ellipsoid") == 0);
    CHECK(message_of(std::string(1'000'000, 'w')).size() < 2000);
}
