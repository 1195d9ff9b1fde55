// The strided entry: errors name the first bad row, its column and its value.
#include <doctest/doctest.h>

#include <array>
#include <cstddef>
#include <string>
#include <type_traits>

#include <geodist/batch.hpp>
#include <geodist/error.hpp>
#include <geodist/geodesic.hpp>
#include "batch_rows.hpp"

namespace {

using geodist::arity;
using geodist::BatchOptions;
using geodist::Operation;
using geodist_test::BatchRows;
using geodist_test::for_each_operation;
using geodist_test::INF;

// The index that a call of run reports; none if it throws nothing of geodist's.
template <class Error>
std::size_t reported_index(BatchRows& rows, const BatchOptions& options = {}) {
    try {
        rows.run(geodist::wgs84(), options);
    } catch (const Error& error) {
        REQUIRE(error.index().has_value());
        return *error.index();
    }
    return ~std::size_t{0};
}

}  // namespace

TEST_CASE("an infinite value throws with the first row's index and value") {
    for_each_operation([](Operation operation) {
        for (std::size_t c = 0; c < arity(operation).inputs; ++c) {
            for (const std::size_t bad : {0U, 1U, 31U, 511U, 512U, 5000U, 19999U}) {
                BatchRows rows(operation, 20'000);
                rows.in[c][bad] = -INF;
                rows.in[(c + 1) % rows.in.size()][19'999] = INF;
                CHECK(reported_index<geodist::GeodistError>(rows) == bad);
            }
        }
    });
}

TEST_CASE("the error is that of the column") {
    const auto fails = [](Operation operation, std::size_t column, double value, auto type,
                          const std::string& text) {
        using Error = typename decltype(type)::type;
        BatchRows rows(operation, 10);
        rows.in[column][7] = value;
        try {
            rows.run();
            FAIL("nothing thrown");
        } catch (const Error& error) {
            CHECK(error.value() == value);
            CHECK(error.index() == 7);
            CHECK_MESSAGE(std::string(error.what()).find(text) != std::string::npos, error.what());
        }
    };
    using Latitude = std::type_identity<geodist::InvalidLatitudeError>;
    using Longitude = std::type_identity<geodist::InvalidLongitudeError>;
    using Altitude = std::type_identity<geodist::InvalidAltitudeError>;
    using Other = std::type_identity<geodist::GeodistError>;
    fails(Operation::distance, 0, 90.00000001, Latitude{}, "lat1");
    fails(Operation::distance, 2, -91, Latitude{}, "lat2");
    fails(Operation::distance, 1, INF, Longitude{}, "lon1");
    fails(Operation::distance, 3, -INF, Longitude{}, "lon2");
    fails(Operation::direct, 2, INF, Other{}, "azi1");
    fails(Operation::direct, 3, INF, Other{}, "distance");
    fails(Operation::interpolate, 4, INF, Other{}, "fraction");
    fails(Operation::rhumb_direct, 2, INF, Other{}, "azi12");
    fails(Operation::to_ecef, 2, INF, Altitude{}, "h");
    fails(Operation::from_ecef, 2, INF, Other{}, "z");
    fails(Operation::chord, 5, INF, Altitude{}, "h2");
}

TEST_CASE("swapped latitude and longitude are suspected") {
    BatchRows rows(Operation::distance, 10);
    rows.in[2][4] = 139.7;
    rows.in[3][4] = 35.7;
    CHECK_THROWS_WITH_AS(rows.run(), doctest::Contains("swapped?"), geodist::InvalidLatitudeError);
    CHECK_THROWS_WITH_AS(static_cast<void>(geodist::distance(139.7, 35.7, 0, 0)),
                         doctest::Contains("swapped?"), geodist::InvalidLatitudeError);
}

TEST_CASE("the first bad row is the same for any number of threads, with an offset") {
    BatchRows rows(Operation::distance, 400'000);
    for (std::size_t i = 123'457; i < rows.n; i += 1001) {
        rows.in[i % 4][i] = INF;
    }
    for (const int threads : {1, 2, 3, 8}) {
        BatchOptions options;
        options.threads = threads;
        options.first_index = 1000;
        CHECK(reported_index<geodist::GeodistError>(rows, options) == 124'457);
    }
}

TEST_CASE("an invalid constant is the first selected row's error") {
    BatchRows rows(Operation::distance, 1000);
    auto inputs = rows.inputs();
    const double bad = 91;
    inputs[0] = {&bad, 0};
    std::array<bool, 1000> where{};
    where[700] = true;
    BatchOptions options;
    options.where = where.data();
    options.where_stride = 1;
    try {
        geodist::run(Operation::distance, inputs, rows.outputs(), 1000, geodist::wgs84(), options);
        FAIL("nothing thrown");
    } catch (const geodist::InvalidLatitudeError& error) {
        CHECK(error.index() == 700);
    }
}

TEST_CASE("a scalar function's error has no index") {
    try {
        static_cast<void>(geodist::distance(91, 0, 0, 0));
        FAIL("nothing thrown");
    } catch (const geodist::InvalidLatitudeError& error) {
        CHECK(!error.index().has_value());
        CHECK(error.value() == 91);
    }
}
