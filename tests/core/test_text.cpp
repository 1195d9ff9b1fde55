// Numbers and angles in text. tests/python/test_cli_angles.py compares with GeographicLib's tools.
#include <doctest/doctest.h>

#include <geodist/error.hpp>
#include <geodist/text.hpp>

#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

namespace {

using geodist::Axis;
using geodist::CellKind;
using geodist::read_angle;

struct Case {
    std::string_view text;
    double degrees;
    Axis axis;
};

std::vector<double> read(const std::vector<std::string>& cells, CellKind kind, char decimal = '.') {
    std::string bytes;
    std::vector<std::int64_t> offsets{0};
    for (const std::string& cell : cells) {
        bytes += cell;
        offsets.push_back(static_cast<std::int64_t>(bytes.size()));
    }
    std::vector<double> values(cells.size());
    geodist::read_cells({bytes, offsets}, kind, decimal, values);
    return values;
}

// The values by hand: degrees, minutes and seconds as quotients of whole numbers.
constexpr double JFK_LAT = (40 * 3600 + 38 * 60 + 24) / 3600.0;   // 40.64
constexpr double JFK_LON = -(73 * 3600 + 46 * 60 + 48) / 3600.0;  // -73.78
constexpr Case CASES[] = {
    {"40.64", JFK_LAT, Axis::none},
    {" +40.64 ", JFK_LAT, Axis::none},
    {"4.064e1", JFK_LAT, Axis::none},
    {"40:38:24", JFK_LAT, Axis::none},
    {"40d38'24\"N", JFK_LAT, Axis::latitude},
    {"N40d38'24", JFK_LAT, Axis::latitude},
    {"40\xC2\xB0"
     "38\xE2\x80\xB2"
     "24\xE2\x80\xB3 n",
     JFK_LAT, Axis::latitude},
    {"40\xC2\xB0 38\xC2\xA0' 24 '' N", JFK_LAT, Axis::latitude},
    {"40 deg 38 min 24 sec North", JFK_LAT, Axis::latitude},
    {"40 degrees 38 minutes 24 seconds N", JFK_LAT, Axis::latitude},
    {"40d 38m 24s N", JFK_LAT, Axis::latitude},
    {"40d38m24sN", JFK_LAT, Axis::latitude},
    {"40d38.4mN", JFK_LAT, Axis::latitude},
    {"40 38 24 N", JFK_LAT, Axis::latitude},
    {"40 38' 24\"", JFK_LAT, Axis::none},
    {"40-38-24N", JFK_LAT, Axis::latitude},
    {"40-38-24.0000N", JFK_LAT, Axis::latitude},
    {"40-38.4N", JFK_LAT, Axis::latitude},
    {"N40-38-24", JFK_LAT, Axis::latitude},
    {"403824N", JFK_LAT, Axis::latitude},
    {"4038.4N", JFK_LAT, Axis::latitude},
    {"4038.4,N", JFK_LAT, Axis::latitude},
    {"0030.0,N", 0.5, Axis::latitude},
    {"33 deg 56 min 46 sec S", -(33 * 3600 + 56 * 60 + 46) / 3600.0, Axis::latitude},
    {"33d 56m 46 s S", -(33 * 3600 + 56 * 60 + 46) / 3600.0, Axis::latitude},
    {"33 56' 46\" S", -(33 * 3600 + 56 * 60 + 46) / 3600.0, Axis::latitude},
    {"33 \xC2\xB0 56 ' 46 \" S", -(33 * 3600 + 56 * 60 + 46) / 3600.0, Axis::latitude},
    {"0734648W", JFK_LON, Axis::longitude},
    {"W0734648", JFK_LON, Axis::longitude},
    {"07346.8,W", JFK_LON, Axis::longitude},
    {"07400W", -74, Axis::longitude},
    {"0900N", 9, Axis::latitude},
    {"073-46-48W", JFK_LON, Axis::longitude},
    {"-73 \xC2\xB0 46 ' 48 \"", JFK_LON, Axis::none},
    {"- 73d46'48", JFK_LON, Axis::none},
    {"\xE2\x88\x92"
     "73.78",
     JFK_LON, Axis::none},
    {"33\xC2\xB0"
     "56'46\"South",
     -(33 * 3600 + 56 * 60 + 46) / 3600.0, Axis::latitude},
    {"40\xB0"  // Latin-1
     "38.4'",
     JFK_LAT, Axis::none},
    {"-0d30'", -0.5, Axis::none},
    {"0d30'S", -0.5, Axis::latitude},
    {"100E", 100, Axis::longitude},
    {"S3-2.5+4.1N", -1.4, Axis::latitude},
    {"70:01:15W-0:0:30W", -70.0125, Axis::longitude},
    {"4:59:60.0", 5, Axis::none},
};

struct Refusal {
    std::string_view text;
    std::string_view reason;  // a part of it
};

constexpr Refusal REFUSALS[] = {
    {"", "empty"},
    {"  ", "empty"},
    {"abc", "not a number"},
    {"nan", "not a number"},
    {"1_0", "not a number"},
    {std::string_view("\0"
                      "40d",
                      4),
     "not a number"},
    {"N", "not a number"},
    {"\xD9\xA3", "not a number"},  // a digit of another script
    {"4\xFF", "not a number"},     // no UTF-8
    {"4\xE2", "not a number"},     // cut off
    {"52 30", "not made of degrees"},
    {"52 30 15", "not made of degrees"},
    {"52 30 15 10 N", "wrong order"},
    {"52.5 30 15 N", "decimal point before"},
    {"4d5\"4'", "wrong order"},
    {"4:5:", "colon"},
    {"4..5", "not a number"},
    {"4:60", "60 minutes"},
    {"4:59:60", "60 seconds"},
    {"403861N", "61 seconds"},
    {"406024N", "60 minutes"},
    {"1.8e2d", "decimal point before"},
    {"N4S", "two hemispheres"},
    {"70:01:15W+0:0:15N", "mixes"},
    {"-33.9S", "minus sign"},
    {"W-0.5", "minus sign"},
    {"-33 54 S", "minus sign"},
    {"151\xC2\xB0 O", "west in some languages and east in others: it may be -151 or 151 degrees"},
    {"0734648O", "it may be -73.78 or 73.78 degrees"},
    {"33d 56m 46 s", "seconds or south"},
    {"40-38", "may be 40.63333333333333 or 2 degrees"},
    {"40-38-24", "may be 40.64 or -22 degrees"},
    {"3-2.5N", "may be 3.0416666666666665 or 0.5 degrees"},
    {"00030W", "may be -30 or -0.5 degrees"},
    {"0045N", "may be 45 or 0.75 degrees"},
    {"0045.123W", "may be -45.123 or -0.75205 degrees"},  // a longitude with a digit too few
    {"4..5", "not a number"},
    {"4,5", "not a number"},
};

}  // namespace

TEST_CASE("angles are read as people write them") {
    for (const Case& c : CASES) {
        CAPTURE(c.text);
        const auto angle = read_angle(c.text);
        CHECK(angle.reason == "");
        CHECK(std::abs(angle.degrees - c.degrees) <= 1e-14 * std::abs(c.degrees));
        CHECK(angle.axis == c.axis);
    }
    CHECK(std::signbit(read_angle("-0:30:00").degrees));
    CHECK(std::signbit(read_angle("-0").degrees));
}

TEST_CASE("what is no angle, or may be two, is refused with a reason") {
    for (const Refusal& r : REFUSALS) {
        CAPTURE(r.text);
        const std::string reason = read_angle(r.text).reason;
        CAPTURE(reason);
        CHECK(reason.find(r.reason) != std::string::npos);
    }
    CHECK(read_angle(std::string(101, '1') + "d").reason.find("longer than 100") !=
          std::string::npos);
}

TEST_CASE("no sequence of pieces is more than refused") {
    const std::vector<std::string_view> pieces = {
        "d", "'", "\"", ":", ".", "0",   "4", "59", "60.0",     "+",        "-",
        "N", "W", "O",  "m", "s", "sec", " ", ",",  "\xC2\xB0", "\xE2\x80", "e"};
    std::uint32_t state = 1;
    for (int i = 0; i < 200'000; ++i) {
        std::string text;
        for (int k = 0; k < 8; ++k) {
            state = state * 1664525 + 1013904223;
            text += pieces[(state >> 16) % pieces.size()];
        }
        const auto angle = read_angle(text);
        CHECK_MESSAGE((!angle.reason.empty() || std::isfinite(angle.degrees)), text);
    }
}

TEST_CASE("cells are numbers, or angles of their axis, or NaN") {
    const std::vector<std::string> cells = {"1.5",     " -2 ",    "",    "x",
                                            "1e400",   "-1e-400", "inf", "-Infinity",
                                            "40d30'N", "40d30'E", "+5",  "7,5"};
    const double infinity = std::numeric_limits<double>::infinity();
    const double none = std::numeric_limits<double>::quiet_NaN();
    const auto check = [&](CellKind kind, char decimal, const std::vector<double>& expected) {
        const std::vector<double> values = read(cells, kind, decimal);
        for (std::size_t i = 0; i < cells.size(); ++i) {
            CAPTURE(cells[i]);
            CHECK((values[i] == expected[i] || (std::isnan(values[i]) && std::isnan(expected[i]))));
        }
    };
    check(CellKind::number, '.',
          {1.5, -2, none, none, infinity, 0, infinity, -infinity, none, none, 5, none});
    check(CellKind::latitude, '.',
          {1.5, -2, none, none, infinity, 0, infinity, -infinity, 40.5, none, 5, none});
    check(CellKind::longitude, '.',
          {1.5, -2, none, none, infinity, 0, infinity, -infinity, none, 40.5, 5, none});
    check(CellKind::latitude, ',',
          {none, -2, none, none, infinity, 0, infinity, -infinity, 40.5, none, 5, 7.5});
    const std::string tiny = "0." + std::string(400, '0') + "1";
    CHECK(read({tiny, tiny + "e800"}, CellKind::number) == std::vector<double>{0, infinity});
    // exponents as large as a whole number of 64 bits, and larger
    const std::string most = "9223372036854775807";
    for (const std::string& exponent : {most, most + "0"}) {
        CHECK(read({"1e" + exponent, "-0.001e" + exponent, "1e-" + exponent, "123e-" + exponent},
                   CellKind::number) == std::vector<double>{infinity, -infinity, 0, 0});
    }
}

TEST_CASE("offsets that leave the text are refused") {
    std::vector<double> values(2);
    const std::string bytes = "12";
    for (const std::vector<std::int64_t>& offsets :
         {std::vector<std::int64_t>{0, 1}, {0, 2, 1}, {0, 1, 3}, {-1, 0, 1}}) {
        CHECK_THROWS_AS(geodist::read_cells({bytes, offsets}, CellKind::number, '.', values),
                        geodist::GeodistError);
    }
}

namespace {

using geodist::PointOrder;
using geodist::PointText;

struct Strings {
    std::string bytes;
    std::vector<std::int64_t> offsets{0};

    explicit Strings(const std::vector<std::string>& cells) {
        for (const std::string& cell : cells) {
            bytes += cell;
            offsets.push_back(static_cast<std::int64_t>(bytes.size()));
        }
    }
    [[nodiscard]] geodist::TextColumn column() const { return {bytes, offsets}; }
};

std::vector<double> read_parts(const std::vector<std::vector<std::string>>& columns,
                               bool has_hemisphere, char decimal = '.',
                               CellKind kind = CellKind::latitude) {
    std::vector<Strings> texts;
    for (const auto& cells : columns) {
        texts.emplace_back(cells);
    }
    std::vector<geodist::TextColumn> views;
    for (const Strings& text : texts) {
        views.push_back(text.column());
    }
    std::vector<double> values(columns.front().size());
    geodist::read_split_cells(views, has_hemisphere, kind, decimal, values);
    return values;
}

constexpr PointText::Status READ = PointText::Status::read;

}  // namespace

TEST_CASE("parts of angles in columns of their own make one angle") {
    const auto values = read_parts({{"33", "-0", "40.0", " 33 ", "-33", "33", "33", "33", "33", ""},
                                    {"56", "30", "38.0", "56", "56", "60", "56", "56", "-5", "5"},
                                    {"46", "0", "24", "46.0", "46", "0", "x", "60", "0", "0"},
                                    {"S", "", "N", "south", "S", "N", "N", "N", "N", "N"}},
                                   true);
    const double south = -(33 * 3600 + 56 * 60 + 46) / 3600.0;
    CHECK(values[0] == south);
    CHECK(std::isnan(values[1]));  // no hemisphere
    CHECK(values[2] == JFK_LAT);
    CHECK(values[3] == south);
    for (std::size_t i = 4; i < values.size(); ++i) {
        CAPTURE(i);
        CHECK(std::isnan(values[i]));
    }
    const auto signs =
        read_parts({{"-0", "-33", "40.5", "40", "40,5"}, {"30", "0", "30", "E", "1"}}, false);
    CHECK(signs[0] == -0.5);
    CHECK(signs[1] == -33);
    for (std::size_t i = 2; i < signs.size(); ++i) {
        CHECK(std::isnan(signs[i]));
    }
    // A number where the hemisphere should stand is not minutes.
    CHECK(std::isnan(read_parts({{"40"}, {"1"}}, true)[0]));
    CHECK(read_parts({{"40,64"}, {"S"}}, true, ',')[0] == -40.64);
    CHECK(read_parts({{"4807.038"}, {"N"}}, true)[0] == doctest::Approx(48 + 7.038 / 60));
    CHECK(read_parts({{"0045.123"}, {"N"}}, true)[0] == doctest::Approx(45.123 / 60));
    // Four digits of a longitude may be 45.123, or 45 minutes and a zero too few.
    CHECK(std::isnan(read_parts({{"0045.123"}, {"W"}}, true, '.', CellKind::longitude)[0]));
    CHECK_THROWS_AS(read_parts({{"1"}}, false), geodist::GeodistError);
    CHECK_THROWS_AS(read_parts({{"1"}, {"1"}, {"1"}, {"N"}, {"N"}}, false), geodist::GeodistError);
    CHECK_THROWS_AS(read_parts({{"1"}, {"1", "2"}}, false), geodist::GeodistError);
}

TEST_CASE("points in one text") {
    for (const std::string_view text :
         {"POINT (20 10)", "point(20 10)", "POINT Z (20 10 5)", "POINTZM(20 10 5 6)",
          "SRID=4326;POINT(20 10)", "10N, 20E", "20E 10N", "N10 E20", "10N20E", "+10+020/",
          "+10.0+020.0/", "+1000+02000/", "10N,20", "10, 20E", "1000N 02000E"}) {
        CAPTURE(text);
        const PointText point = geodist::read_point(text, PointOrder::unknown);
        CHECK(point.status == READ);
        CHECK(point.lat == 10);
        CHECK(point.lon == 20);
    }
    for (const std::string_view text : {"10,20", "(10, 20)", "[10 20]", " 10;20 ", "10d0',20"}) {
        CAPTURE(text);
        CHECK(geodist::read_point(text, PointOrder::unknown).status ==
              PointText::Status::needs_order);
        CHECK(geodist::read_point(text, PointOrder::lat_lon).lat == 10);
        CHECK(geodist::read_point(text, PointOrder::lon_lat).lat == 20);
    }
    for (const std::string_view text : {"",
                                        "Paris",
                                        "Paris, France",
                                        "10",
                                        "10,20,30",
                                        "10N,20N",
                                        "10E 20W",
                                        "POINT EMPTY",
                                        "POINT (20)",
                                        "POINT (1 2 3 4 5)",
                                        "POINT 20 10",
                                        "POINT (a b)",
                                        "LINESTRING (1 2, 3 4)",
                                        "SRID=3857;POINT(20 10)",
                                        "SRID=4326",
                                        "+1-2/",
                                        "+10.+020./",
                                        "10N,20O",
                                        "(10",
                                        "()"}) {
        CAPTURE(text);
        const PointText point = geodist::read_point(text, PointOrder::lat_lon);
        CHECK(point.status == PointText::Status::none);
        CHECK(!point.reason.empty());
        CHECK(std::isnan(point.lat));
    }
    const Strings cells({"10,20", "POINT (20 10)", "x", "1,5;2,5"});
    std::vector<double> lat(4), lon(4);
    std::vector<PointText::Status> status(4);
    geodist::read_points(cells.column(), PointOrder::lon_lat, '.', lat, lon, status);
    CHECK(lat[0] == 20);
    CHECK(lat[1] == 10);
    CHECK(std::isnan(lat[2]));
    CHECK(status[3] == PointText::Status::none);
    geodist::read_points(cells.column(), PointOrder::lat_lon, ',', lat, lon, status);
    CHECK(lat[3] == 1.5);
    CHECK(lon[3] == 2.5);
    CHECK(geodist::split_point("403824N0734648W").has_value());
    CHECK(!geodist::split_point("40.64,-73.78").has_value());
}

TEST_CASE("no sequence of pieces of a point is more than refused") {
    const std::vector<std::string_view> pieces = {"POINT", "(", ")", "Z",  " ", ",", ";", "1",
                                                  "+",     "-", "/", "20", "N", "W", "O", "SRID="};
    std::uint32_t state = 1;
    for (int i = 0; i < 100'000; ++i) {
        std::string text;
        for (int k = 0; k < 8; ++k) {
            state = state * 1664525 + 1013904223;
            text += pieces[(state >> 16) % pieces.size()];
        }
        const PointText point = geodist::read_point(text, PointOrder::unknown);
        const bool is_told = point.status != PointText::Status::none || !point.reason.empty();
        CHECK_MESSAGE(is_told, text);
        CHECK_MESSAGE((point.status != READ || std::isfinite(point.lat + point.lon)), text);
    }
}

TEST_CASE("numbers of few digits are the nearest doubles") {
    // Digits and their decimals by strtod, which rounds once.
    for (const std::string text : {"0.1", "59.99", "33.333333333333", "123456789012345", "5.", ".5",
                                   "0.00000000000001", "999999999999999", "00000.30"}) {
        CAPTURE(text);
        CHECK(read_angle(text + "d").degrees == std::stod(text));
    }
}
