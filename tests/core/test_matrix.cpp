// Matrices: the same bits in every entry, whatever the shape, the strides, the threads and the way
// in; and those of distance() but for what both may err by.
#include <doctest/doctest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <limits>
#include <random>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <geodist/error.hpp>
#include <geodist/geodesic.hpp>
#include <geodist/matrix.hpp>

#include "contract.hpp"

namespace {

using geodist::Ellipsoid;
using geodist::MatrixOutput;
using geodist::PointColumns;
using geodist::PreparedPoints;
namespace contract = geodist_test::contract;

constexpr double NOT_A_NUMBER = std::numeric_limits<double>::quiet_NaN();
constexpr double UNTOUCHED = -12345.678;

const std::vector<Ellipsoid> ELLIPSOIDS{geodist::wgs84(), geodist::sphere(),
                                        Ellipsoid(6.4e6, 1 / 50.0), Ellipsoid(6.4e6, -1 / 150.0)};

// Points of every kind; those of equal index in two sets are often coincident, close or nearly
// antipodal.
struct Points {
    std::vector<double> lat, lon;

    explicit Points(std::size_t n, bool opposite = false) : lat(n), lon(n) {
        std::mt19937_64 random(7);
        const auto uniform = [&](double low, double high) {
            return std::uniform_real_distribution<>(low, high)(random);
        };
        for (std::size_t i = 0; i < n; ++i) {
            const double phi = uniform(-90, 90), lambda = uniform(-180, 360);
            const double shift = i % 3 == 0 ? 0 : std::exp(uniform(-20, 0));
            lat[i] = opposite ? std::max(-90.0, -phi - shift) : phi;
            lon[i] = opposite ? lambda + 180 - shift : lambda;
            switch (i % 23) {
                case 5:
                    lat[i] = i % 2 == 0 ? 90 : -90;
                    break;
                case 7:
                    lat[i] = i % 2 == 0 ? 0.0 : -0.0;
                    break;
                case 11:
                    lon[i] += i % 2 == 0 ? 720 : -3600;
                    break;
                case 13:
                    lon[i] = i % 2 == 0 ? 180 : 0;
                    break;
                case 17:
                    (i % 2 == 0 ? lat : lon)[i] = NOT_A_NUMBER;
                    break;
                default:
                    break;
            }
        }
    }

    [[nodiscard]] std::size_t size() const { return lat.size(); }
    [[nodiscard]] PointColumns columns() const { return {lat, lon}; }
};

std::uint64_t bits(double x) {
    return std::isnan(x) ? ~std::uint64_t{0} : std::bit_cast<std::uint64_t>(x);
}

std::size_t differing(const std::vector<double>& x, const std::vector<double>& y) {
    REQUIRE(x.size() == y.size());
    std::size_t count = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
        count += bits(x[i]) != bits(y[i]) ? 1 : 0;
    }
    return count;
}

// The matrix entry by entry, each as the only one of another, and from b to a.
std::vector<double> expected_matrix(const Points& a, const Points& b, const Ellipsoid& ellipsoid) {
    std::vector<double> matrix(a.size() * b.size());
    for (std::size_t i = 0; i < a.size(); ++i) {
        for (std::size_t j = 0; j < b.size(); ++j) {
            geodist::cdist({{&b.lat[j], 0}, {&b.lon[j], 0}, 1}, {{&a.lat[i], 0}, {&a.lon[i], 0}, 1},
                           MatrixOutput(&matrix[i * b.size() + j], 0, sizeof(double)), ellipsoid);
        }
    }
    return matrix;
}

// How many entries differ from distance() by more than both may err.
std::size_t wrong_entries(const std::vector<double>& matrix, const Points& a, const Points& b,
                          const Ellipsoid& ellipsoid) {
    const double bound =
        2 * contract::inverse_distance * ellipsoid.a() / contract::equatorial_radius;
    std::size_t wrong = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        for (std::size_t j = 0; j < b.size(); ++j) {
            const double pair =
                geodist::distance(a.lat[i], a.lon[i], b.lat[j], b.lon[j], ellipsoid);
            const double entry = matrix[i * b.size() + j];
            const bool is_right =
                std::isnan(pair) ? std::isnan(entry)
                                 : std::abs(entry - pair) <= bound && (entry == 0) == (pair == 0);
            wrong += is_right ? 0 : 1;
        }
    }
    return wrong;
}

std::vector<double> upper_triangle(const std::vector<double>& matrix, std::size_t n) {
    std::vector<double> condensed;
    for (std::size_t i = 0; i < n; ++i) {
        for (std::size_t j = i + 1; j < n; ++j) {
            condensed.push_back(matrix[i * n + j]);
        }
    }
    return condensed;
}

template <class Error>
void check_error(const PointColumns& a, const PointColumns& b, std::size_t index,
                 const std::string& words) {
    std::vector<double> out(a.size * b.size, UNTOUCHED);
    const auto row = static_cast<std::ptrdiff_t>(b.size * sizeof(double));
    try {
        geodist::cdist(a, b, MatrixOutput(out.data(), row, sizeof(double)));
        FAIL("no error");
    } catch (const Error& error) {
        CHECK(error.index() == index);
        const std::string message = error.what();
        CAPTURE(message);
        CHECK(message.find(words) != std::string::npos);
    }
    CHECK(std::count(out.begin(), out.end(), UNTOUCHED) == static_cast<long>(out.size()));
}

}  // namespace

TEST_CASE("an entry of a matrix has the same bits in every matrix") {
    const std::pair<std::size_t, std::size_t> shapes[] = {
        {1, 1}, {1, 7}, {7, 1}, {3, 5}, {33, 70}, {130, 1100}, {2100, 3}, {5, 2100}, {300, 37}};
    for (const Ellipsoid& ellipsoid : ELLIPSOIDS) {
        for (const auto& shape : shapes) {
            const std::size_t m = shape.first, n = shape.second;
            for (const bool opposite : {false, true}) {
                CAPTURE(ellipsoid.f());
                CAPTURE(m);
                CAPTURE(n);
                const Points a(m), b(n, opposite);
                const auto expected = expected_matrix(a, b, ellipsoid);
                std::vector<double> out(m * n, UNTOUCHED);
                geodist::cdist(a.lat, a.lon, b.lat, b.lon, out, ellipsoid);
                CHECK(differing(out, expected) == 0);
                CHECK(wrong_entries(out, a, b, ellipsoid) == 0);

                const PreparedPoints prepared_a(a.lat, a.lon, ellipsoid);
                const PreparedPoints prepared_b(b.lat, b.lon, ellipsoid);
                std::fill(out.begin(), out.end(), UNTOUCHED);
                const auto row = static_cast<std::ptrdiff_t>(n * sizeof(double));
                geodist::cdist(prepared_a, prepared_b,
                               MatrixOutput(out.data(), row, sizeof(double)));
                CHECK(differing(out, expected) == 0);
            }
        }
    }
}

TEST_CASE("tiles of near, of far and of mixed points give the same bits") {
    std::mt19937_64 random(11);
    std::uniform_real_distribution<> unit(-1, 1);
    for (const Ellipsoid& ellipsoid : ELLIPSOIDS) {
        // half the width of the set in degrees; some points are missing
        for (const double reach : {1e-7, 0.1, 2.0, 3.5, 8.0, 40.0}) {
            Points a(70), b(200);
            for (Points* points : {&a, &b}) {
                for (std::size_t i = 0; i < points->size(); ++i) {
                    points->lat[i] = 62 + 0.5 * reach * unit(random);
                    points->lon[i] = i % 19 == 3 ? NOT_A_NUMBER : 179.99 + reach * unit(random);
                }
            }
            CAPTURE(ellipsoid.f());
            CAPTURE(reach);
            std::vector<double> out(a.size() * b.size());
            geodist::cdist(a.lat, a.lon, b.lat, b.lon, out, ellipsoid);
            CHECK(differing(out, expected_matrix(a, b, ellipsoid)) == 0);
            CHECK(wrong_entries(out, a, b, ellipsoid) == 0);
        }
    }
}

TEST_CASE("pairs come once, in the order of the upper triangle") {
    for (const Ellipsoid& ellipsoid : ELLIPSOIDS) {
        for (const std::size_t n : {0U, 1U, 2U, 3U, 34U, 66U, 129U, 1100U}) {
            CAPTURE(n);
            const Points points(n);
            const auto expected = upper_triangle(expected_matrix(points, points, ellipsoid), n);
            REQUIRE(geodist::pair_count(n) == expected.size());
            std::vector<double> out(expected.size(), UNTOUCHED);
            geodist::pdist(points.lat, points.lon, out, ellipsoid);
            CHECK(differing(out, expected) == 0);
            std::vector<double> spaced(2 * expected.size() + 1, UNTOUCHED);
            geodist::pdist(points.columns(), MatrixOutput(spaced.data(), 0, 16), ellipsoid);
            std::size_t wrong = 0;
            for (std::size_t k = 0; k < spaced.size(); ++k) {
                const double right =
                    k % 2 == 0 && k / 2 < expected.size() ? expected[k / 2] : UNTOUCHED;
                wrong += bits(spaced[k]) != bits(right) ? 1 : 0;
            }
            CHECK(wrong == 0);
        }
    }
}

TEST_CASE("a prepared set gives distances from one point") {
    const Points points(1500);
    for (const Ellipsoid& ellipsoid : ELLIPSOIDS) {
        const PreparedPoints prepared(points.lat, points.lon, ellipsoid);
        CHECK(prepared.size() == points.size());
        Points from(1);
        const auto expected = expected_matrix(from, points, ellipsoid);
        std::vector<double> out(points.size());
        prepared.distances(from.lat[0], from.lon[0], out);
        CHECK(differing(out, expected) == 0);
        CHECK_THROWS_AS(prepared.distances(91, 0, out), geodist::InvalidLatitudeError);
        out.pop_back();
        CHECK_THROWS_AS(prepared.distances(0, 0, out), std::invalid_argument);
    }
    const PreparedPoints empty({}, {});
    empty.distances(0, 0, {});
    const PreparedPoints other(points.lat, points.lon, geodist::sphere());
    double nothing = 0;
    CHECK_THROWS_AS(geodist::cdist(empty, other, MatrixOutput(&nothing, 0, 8)),
                    std::invalid_argument);
}

TEST_CASE("any strides, in and out") {
    const Points a(70), b(90, true);
    const std::size_t m = a.size(), n = b.size();
    const auto expected = expected_matrix(a, b, geodist::wgs84());
    // points in records of 11 bytes more, backwards
    constexpr std::size_t record = 2 * sizeof(double) + 11;
    std::vector<char> memory(n * record);
    for (std::size_t j = 0; j < n; ++j) {
        std::memcpy(&memory[(n - 1 - j) * record], &b.lat[j], sizeof(double));
        std::memcpy(&memory[(n - 1 - j) * record + sizeof(double)], &b.lon[j], sizeof(double));
    }
    const auto* const last = reinterpret_cast<const double*>(&memory[(n - 1) * record]);
    const auto step = -static_cast<std::ptrdiff_t>(record);
    const PointColumns backwards{{last, step}, {last + 1, step}, n};

    std::vector<double> columns(m * n, UNTOUCHED);  // column-major
    geodist::cdist(a.columns(), backwards,
                   MatrixOutput(columns.data(), 8, static_cast<std::ptrdiff_t>(8 * m)));
    const auto pitch = static_cast<std::ptrdiff_t>(8 * (n + 3));
    std::vector<double> padded(m * (n + 3), UNTOUCHED);  // upside down
    geodist::cdist(a.columns(), backwards,
                   MatrixOutput(padded.data() + (m - 1) * (n + 3), -pitch, 8));
    std::vector<float> narrow(m * n);
    geodist::cdist(a.lat, a.lon, b.lat, b.lon, narrow);
    std::size_t wrong = 0;
    for (std::size_t i = 0; i < m; ++i) {
        for (std::size_t j = 0; j < n + 3; ++j) {
            const double right = j < n ? expected[i * n + j] : UNTOUCHED;
            wrong += bits(padded[(m - 1 - i) * (n + 3) + j]) != bits(right) ? 1 : 0;
            if (j < n) {
                wrong += bits(columns[j * m + i]) != bits(right) ? 1 : 0;
                wrong += bits(narrow[i * n + j]) != bits(static_cast<float>(right)) ? 1 : 0;
            }
        }
    }
    CHECK(wrong == 0);
}

TEST_CASE("threads do not change a bit") {
    const Points a(1000), b(1300, true);
    std::vector<double> one(a.size() * b.size()), many(one.size());
    geodist::cdist(a.lat, a.lon, b.lat, b.lon, one, geodist::wgs84(), {.threads = 1});
    std::vector<double> pairs(geodist::pair_count(b.size())), more(pairs.size());
    geodist::pdist(b.lat, b.lon, pairs, geodist::wgs84(), {.threads = 1});
    for (const int threads : {0, 2, 3, 7}) {
        geodist::cdist(a.lat, a.lon, b.lat, b.lon, many, geodist::wgs84(), {.threads = threads});
        CHECK(differing(many, one) == 0);
        geodist::pdist(b.lat, b.lon, more, geodist::wgs84(), {.threads = threads});
        CHECK(differing(more, pairs) == 0);
    }
    CHECK_THROWS_AS(
        geodist::cdist(a.lat, a.lon, b.lat, b.lon, many, geodist::wgs84(), {.threads = -1}),
        std::invalid_argument);
}

TEST_CASE("a matrix can be interrupted") {
    const Points a(300), b(6000);
    std::vector<double> out(a.size() * b.size(), UNTOUCHED);
    int asked = 0;
    const geodist::RunOptions options{
        1, [](void* count) { return ++*static_cast<int*>(count) == 2; }, &asked, {}};
    CHECK_THROWS_AS(geodist::cdist(a.lat, a.lon, b.lat, b.lon, out, geodist::wgs84(), options),
                    geodist::Interrupted);
    CHECK(asked == 2);
    CHECK(out.front() != UNTOUCHED);
    CHECK(out.back() == UNTOUCHED);
}

TEST_CASE("the first invalid point is named, and nothing is written") {
    const Points good(3000);
    Points bad = good;
    bad.lon[2000] = -std::numeric_limits<double>::infinity();
    bad.lat[2500] = 100;
    PointColumns a = good.columns(), b = bad.columns();
    a.size = 40;
    b.lat_name = "lat_b";
    b.lon_name = "lon_b";
    check_error<geodist::InvalidLongitudeError>(a, b, 2000, "lon_b");
    bad.lon[2000] = 0;
    bad.lon[2500] = 50;
    check_error<geodist::InvalidLatitudeError>(a, b, 2500, "lat_b");
    check_error<geodist::InvalidLatitudeError>(b, a, 2500, "swapped?");
    std::vector<double> out(geodist::pair_count(3000));
    CHECK_THROWS_AS(geodist::pdist(bad.lat, bad.lon, out), geodist::InvalidLatitudeError);
    CHECK_THROWS_AS(PreparedPoints(bad.lat, bad.lon), geodist::InvalidLatitudeError);
    // also where the matrix has no entry
    double nothing = 0;
    a.size = 0;
    CHECK_THROWS_AS(geodist::cdist(a, b, MatrixOutput(&nothing, 0, 8)),
                    geodist::InvalidLatitudeError);
}

TEST_CASE("lengths that do not fit are refused") {
    const Points a(3), b(4);
    std::vector<double> out(12);
    const std::vector<double> five(5);
    CHECK_THROWS_AS(geodist::cdist(a.lat, five, b.lat, b.lon, out), std::invalid_argument);
    CHECK_THROWS_AS(geodist::cdist(a.lat, a.lon, b.lat, five, out), std::invalid_argument);
    CHECK_THROWS_AS(geodist::pdist(a.lat, a.lon, out), std::invalid_argument);
    CHECK_THROWS_AS(PreparedPoints(a.lat, five), std::invalid_argument);
    out.resize(11);
    CHECK_THROWS_AS(geodist::cdist(a.lat, a.lon, b.lat, b.lon, out), std::invalid_argument);
    out.resize(12);
    CHECK_THROWS_AS(geodist::cdist({}, {}, b.lat, b.lon, out), std::invalid_argument);
    geodist::cdist(std::span<const double>(), {}, b.lat, b.lon, std::span<double>());
    geodist::cdist(a.lat, a.lon, {}, {}, std::span<double>());
}

TEST_CASE("the first infinite altitude is named") {
    const double infinity = std::numeric_limits<double>::infinity();
    const std::vector<double> good{0, -5e6, NOT_A_NUMBER}, bad{0, 1, 2, -infinity, 4, infinity};
    geodist::check_altitudes({good.data(), sizeof(double)}, good.size());
    geodist::check_altitudes({bad.data() + 4, -2 * std::ptrdiff_t{sizeof(double)}}, 3);
    try {
        geodist::check_altitudes({bad.data() + 1, 2 * sizeof(double)}, 3, "height");
        FAIL("nothing thrown");
    } catch (const geodist::InvalidAltitudeError& error) {
        CHECK(error.index() == 1);
        CHECK(error.value() == -infinity);
        CHECK(std::string(error.what()).find("height") != std::string::npos);
    }
}

TEST_CASE("pairs of very many points are counted without overflow") {
    CHECK(geodist::pair_count(6'000'000'000ULL) == 17'999'999'997'000'000'000ULL);
    CHECK(geodist::pair_count(6'000'000'001ULL) == 18'000'000'003'000'000'000ULL);
}

TEST_CASE("slices are the points that they say") {
    const Points a(40), b(90);
    for (const auto& ellipsoid : {geodist::wgs84(), geodist::sphere()}) {
        const auto expected = expected_matrix(a, b, ellipsoid);
        const PreparedPoints prepared_a(a.columns(), ellipsoid), prepared_b(b.columns(), ellipsoid);
        const std::size_t rows = 11, columns = 23, top = 7, left = 31;
        std::vector<double> part, out(rows * columns), prepared(rows * columns);
        for (std::size_t i = top; i < top + rows; ++i) {
            const auto row = expected.begin() + static_cast<std::ptrdiff_t>(i * b.size() + left);
            part.insert(part.end(), row, row + columns);
        }
        const auto stride = static_cast<std::ptrdiff_t>(columns * sizeof(double));
        geodist::cdist(a.columns().slice(top, rows), b.columns().slice(left, columns),
                       MatrixOutput(out.data(), stride, sizeof(double)), ellipsoid);
        CHECK(differing(out, part) == 0);
        geodist::cdist(prepared_a.slice(2, 30).slice(top - 2, rows),
                       prepared_b.slice(left, columns),
                       MatrixOutput(prepared.data(), stride, sizeof(double)));
        CHECK(differing(prepared, part) == 0);
        CHECK(prepared_b.slice(90, 0).size() == 0);
        CHECK_THROWS_AS(static_cast<void>(prepared_b.slice(80, 11)), std::out_of_range);
        CHECK_THROWS_AS(static_cast<void>(a.columns().slice(41, 0)), std::out_of_range);
    }
    const geodist::PointColumns high(a.lat, a.lon, a.lat);
    CHECK(high.slice(3, 5).altitude->operator[](1) == a.lat[4]);
    std::vector<double> pairs(geodist::pair_count(a.size()));
    CHECK_THROWS_AS(geodist::pdist(high, MatrixOutput(pairs.data(), 0, sizeof(double))),
                    std::invalid_argument);
    CHECK_THROWS_AS(geodist::PointColumns({a.lat.data(), 3}, a.lon), std::invalid_argument);
}
