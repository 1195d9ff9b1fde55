// The strided entry: the same bits for the same row wherever it stands.
#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cfenv>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <stdexcept>
#include <vector>

#include <geodist/batch.hpp>
#include <geodist/error.hpp>
#include <geodist/geodesic.hpp>
#include "batch_rows.hpp"

namespace {

using geodist::arity;
using geodist::BatchOptions;
using geodist::Ellipsoid;
using geodist::Operation;
using geodist::StridedInput;
using geodist::StridedOutput;
using geodist_test::BatchRows;
using geodist_test::bits;
using geodist_test::FLAT;
using geodist_test::for_each_operation;
using geodist_test::INF;
using geodist_test::MARS;
using geodist_test::NOT_A_NUMBER;
using geodist_test::UNTOUCHED;

}  // namespace

TEST_CASE("a row has the same bits alone, in a batch and anywhere in it") {
    for_each_operation([](Operation operation) {
        for (const Ellipsoid& ellipsoid : {geodist::wgs84(), geodist::sphere(), MARS, FLAT}) {
            BatchRows rows(operation, 1500);
            rows.run(ellipsoid);
            const auto expected = rows.result();
            BatchRows single(operation, 1500);
            for (std::size_t i = 0; i < rows.n; ++i) {
                geodist::run(operation, single.inputs(i), single.outputs(i), 1, ellipsoid);
            }
            CHECK(single.result() == expected);
            BatchRows parts(operation, 1500);
            for (std::size_t i = 0, size = 2; i < rows.n; i += size, size = size % 71 + 2) {
                const std::size_t count = std::min(size, rows.n - i);
                geodist::run(operation, parts.inputs(i), parts.outputs(i), count, ellipsoid);
            }
            CHECK(parts.result() == expected);
        }
    });
}

TEST_CASE("strides do not change a bit: interleaved, reversed, unaligned") {
    for_each_operation([](Operation operation) {
        constexpr std::size_t n = 1300;
        BatchRows rows(operation, n);
        rows.run();
        const auto expected = rows.result();
        const auto [inputs, outputs] = arity(operation);

        // All columns in records of one array, which starts off any boundary.
        const std::size_t record = (inputs + outputs) * sizeof(double) + 3;
        for (const bool reversed : {false, true}) {
            std::vector<char> memory(record * n + 1);
            const auto at = [&](std::size_t row, std::size_t column) {
                const std::size_t place = reversed ? n - 1 - row : row;
                return memory.data() + 1 + place * record + column * sizeof(double);
            };
            std::vector<StridedInput> in;
            std::vector<StridedOutput> out;
            const std::ptrdiff_t stride = (reversed ? -1 : 1) * static_cast<std::ptrdiff_t>(record);
            for (std::size_t c = 0; c < inputs; ++c) {
                for (std::size_t i = 0; i < n; ++i) {
                    std::memcpy(at(i, c), &rows.in[c][i], sizeof(double));
                }
                in.push_back({reinterpret_cast<const double*>(at(0, c)), stride});
            }
            for (std::size_t c = 0; c < outputs; ++c) {
                out.push_back({reinterpret_cast<double*>(at(0, inputs + c)), stride});
            }
            geodist::run(operation, in, out, n, geodist::wgs84());
            for (std::size_t c = 0; c < outputs; ++c) {
                for (std::size_t i = 0; i < n; ++i) {
                    std::memcpy(&rows.out[c][i], at(i, inputs + c), sizeof(double));
                }
            }
            CHECK(rows.result() == expected);
        }
    });
}

TEST_CASE("stride 0 repeats one value") {
    for_each_operation([](Operation operation) {
        for (std::size_t constant = 0; constant < arity(operation).inputs; ++constant) {
            BatchRows rows(operation, 5000);
            std::fill(rows.in[constant].begin(), rows.in[constant].end(), 36.5);
            rows.run();
            const auto expected = rows.result();
            BatchRows repeated(operation, 5000);
            auto inputs = repeated.inputs();
            const double value = 36.5;
            inputs[constant] = {&value, 0};
            geodist::run(operation, inputs, repeated.outputs(), repeated.n, geodist::wgs84());
            CHECK(repeated.result() == expected);
        }
    });
}

TEST_CASE("any number of threads gives the same bits") {
    for_each_operation([](Operation operation) {
        BatchRows rows(operation, 300'001);
        BatchOptions options;
        options.threads = 1;
        rows.run(geodist::wgs84(), options);
        const auto expected = rows.result();
        for (const int threads : {2, 5}) {
            for (auto& column : rows.out) {
                column.assign(rows.n, UNTOUCHED);
            }
            options.threads = threads;
            rows.run(geodist::wgs84(), options);
            CHECK(rows.result() == expected);
        }
    });
}

TEST_CASE("rows outside the mask are neither read nor written") {
    for_each_operation([](Operation operation) {
        for (const std::size_t step : {1U, 2U, 3U, 700U}) {
            BatchRows all(operation, 9000);
            all.run();
            BatchRows rows(operation, 9000);
            struct Flag {
                bool value;
                char padding[2];
            };
            std::vector<Flag> where(rows.n);
            for (std::size_t i = 0; i < rows.n; ++i) {
                where[i].value = i % step == step - 1;
                for (std::size_t c = 0; c < rows.in.size() && !where[i].value; ++c) {
                    rows.in[c][i] = INF;  // would be an error if it were looked at
                }
            }
            BatchOptions options;
            options.where = &where[0].value;
            options.where_stride = sizeof(Flag);
            rows.run(geodist::wgs84(), options);
            for (std::size_t c = 0; c < rows.out.size(); ++c) {
                for (std::size_t i = 0; i < rows.n; ++i) {
                    if (!where[i].value) {
                        all.out[c][i] = UNTOUCHED;
                    }
                }
            }
            CHECK(rows.result() == all.result());
        }
    });
}

TEST_CASE("one flag for all rows") {
    BatchRows rows(Operation::distance, 1000);
    BatchRows all(Operation::distance, 1000);
    all.run();
    bool flag = false;
    BatchOptions options;
    options.where = &flag;
    rows.in[0][3] = INF;
    rows.run(geodist::wgs84(), options);
    CHECK(std::count(rows.out[0].begin(), rows.out[0].end(), UNTOUCHED) == 1000);
    geodist::run(Operation::distance, rows.inputs(), rows.outputs(), 1, geodist::wgs84(), options);
    CHECK(rows.out[0][0] == UNTOUCHED);
    rows.in[0][3] = all.in[0][3];
    flag = true;
    rows.run(geodist::wgs84(), options);
    CHECK(rows.result() == all.result());
}

TEST_CASE("a constant that is excluded everywhere is not looked at") {
    BatchRows rows(Operation::distance, 100);
    const bool flag = false;
    BatchOptions options;
    options.where = &flag;
    auto inputs = rows.inputs();
    inputs[0] = {&INF, 0};
    CHECK_NOTHROW(
        geodist::run(Operation::distance, inputs, rows.outputs(), 100, geodist::wgs84(), options));
}

TEST_CASE("NaN in any input makes all outputs of the row NaN, and only of it") {
    for_each_operation([](Operation operation) {
        BatchRows clean(operation, 200);
        for (auto& column : clean.in) {
            std::replace_if(
                column.begin(), column.end(), [](double x) { return std::isnan(x); }, 1.0);
        }
        for (const Ellipsoid& ellipsoid : {geodist::wgs84(), geodist::sphere(), FLAT}) {
            clean.run(ellipsoid);  // where a rhumb line ends at a pole, NaN is right
            for (std::size_t c = 0; c < clean.in.size(); ++c) {
                BatchRows rows = clean;
                BatchRows expected = clean;
                for (std::size_t i = 0; i < rows.n; i += 3) {
                    rows.in[c][i] = NOT_A_NUMBER;
                    for (auto& column : expected.out) {
                        column[i] = NOT_A_NUMBER;
                    }
                }
                rows.run(ellipsoid);
                CHECK(rows.result() == expected.result());
            }
        }
    });
}

TEST_CASE("longitudes and azimuths of any size") {
    for (const double turns : {1.0, -1.0, 2.0, 1e6, -3e9}) {
        // Whole and half degrees stay exact after so many turns.
        for (const Operation operation :
             {Operation::inverse, Operation::direct, Operation::to_ecef}) {
            BatchRows rows(operation, 600);
            for (auto& column : rows.in) {
                for (double& x : column) {
                    x = std::round(x * 2) / 2;
                }
            }
            if (operation == Operation::to_ecef) {
                std::fill(rows.in[2].begin(), rows.in[2].end(), 0.0);
            }
            for (std::size_t i = 0; i < rows.n; ++i) {
                rows.in[1][i] = std::remainder(rows.in[1][i], 360.0);
            }
            rows.run();
            const auto expected = rows.out;
            for (std::size_t i = 0; i < rows.n; i += 7) {
                rows.in[1][i] += 360 * turns;
                if (operation == Operation::inverse && i % 2 == 0) {
                    rows.in[3][i] += 720 * turns;
                }
            }
            rows.run();
            for (std::size_t c = 0; c < expected.size(); ++c) {
                for (std::size_t i = 0; i < rows.n; ++i) {
                    const bool same = rows.out[c][i] == expected[c][i] ||
                                      (std::isnan(rows.out[c][i]) && std::isnan(expected[c][i])) ||
                                      std::abs(rows.out[c][i] - expected[c][i]) == 360;
                    CHECK(same);
                }
            }
        }
    }
}

TEST_CASE("outputs may be the inputs") {
    for (const int threads : {1, 3}) {
        BatchRows rows(Operation::inverse, 200'000);
        rows.run();
        const auto expected = rows.result();
        auto inputs = rows.inputs();
        const std::vector<StridedOutput> outputs{{rows.in[3].data(), sizeof(double)},
                                                 {rows.in[0].data(), sizeof(double)},
                                                 {rows.in[1].data(), sizeof(double)}};
        BatchOptions options;
        options.threads = threads;
        geodist::run(Operation::inverse, inputs, outputs, rows.n, geodist::wgs84(), options);
        rows.out = {rows.in[3], rows.in[0], rows.in[1]};
        CHECK(rows.result() == expected);
    }
}

TEST_CASE("no rows, no work; wrong columns are refused") {
    BatchRows rows(Operation::distance, 3);
    CHECK_NOTHROW(
        geodist::run(Operation::distance, rows.inputs(), rows.outputs(), 0, geodist::wgs84()));
    CHECK(rows.out[0][0] == UNTOUCHED);
    CHECK_THROWS_AS(
        geodist::run(Operation::inverse, rows.inputs(), rows.outputs(), 3, geodist::wgs84()),
        std::invalid_argument);
    CHECK_THROWS_AS(
        geodist::run(Operation::to_ecef, rows.inputs(), rows.outputs(), 3, geodist::wgs84()),
        std::invalid_argument);
    std::array<double, 2> two{};
    std::array<double, 3> three{};
    CHECK_THROWS_AS(geodist::distance(two, two, three, two, two), std::invalid_argument);
    BatchOptions options;
    options.threads = -1;
    CHECK_THROWS_AS(rows.run(geodist::wgs84(), options), std::invalid_argument);
}

TEST_CASE("the caller's floating-point environment stays as it was") {
    for (const std::size_t n : {1U, 100U, 50000U}) {
        BatchRows rows(Operation::inverse_full, n);
        std::feclearexcept(FE_ALL_EXCEPT);
        rows.run();
        rows.run(MARS);
        CHECK(std::fetestexcept(FE_ALL_EXCEPT) == 0);
        const auto expected = rows.result();
        std::fesetround(FE_UPWARD);
        std::feraiseexcept(FE_DIVBYZERO);
        rows.run(MARS);
        CHECK(std::fegetround() == FE_UPWARD);
        std::fesetround(FE_TONEAREST);
        CHECK(std::fetestexcept(FE_ALL_EXCEPT) == FE_DIVBYZERO);
        CHECK(rows.result() == expected);
        std::feclearexcept(FE_ALL_EXCEPT);
    }
}

TEST_CASE("many ellipsoids in turn") {
    std::vector<std::uint64_t> first;
    for (int round = 0; round < 2; ++round) {
        std::vector<double> results;
        for (int k = 0; k < 12; ++k) {
            results.push_back(geodist::distance(10, 20, 30, 40, Ellipsoid(6.3e6 + k, 0.001 * k)));
        }
        CHECK(std::is_sorted(results.begin(), results.begin() + 1));
        if (round == 0) {
            first = bits(results);
        }
        CHECK(bits(results) == first);
    }
}

TEST_CASE("the scalar and span functions are the batch entry") {
    BatchRows rows(Operation::inverse_full, 300);
    rows.run();
    const auto expected = rows.result();
    geodist::inverse_full(rows.in[0], rows.in[1], rows.in[2], rows.in[3], rows.out[0], rows.out[1],
                          rows.out[2], rows.out[3], rows.out[4], rows.out[5]);
    CHECK(rows.result() == expected);
    for (std::size_t i = 0; i < rows.n; ++i) {
        const auto x =
            geodist::inverse_full(rows.in[0][i], rows.in[1][i], rows.in[2][i], rows.in[3][i]);
        CHECK(bits({x.distance, x.azi1, x.azi2, x.m12, x.M12, x.M21}) ==
              bits({rows.out[0][i], rows.out[1][i], rows.out[2][i], rows.out[3][i], rows.out[4][i],
                    rows.out[5][i]}));
    }
    std::vector<double> distance(rows.n);
    std::vector<double> azimuth(rows.n);
    geodist::distance(rows.in[0], rows.in[1], rows.in[2], rows.in[3], distance);
    geodist::azimuth(rows.in[0], rows.in[1], rows.in[2], rows.in[3], azimuth);
    for (std::size_t i = 0; i < rows.n; ++i) {
        CHECK(bits({geodist::distance(rows.in[0][i], rows.in[1][i], rows.in[2][i], rows.in[3][i]),
                    geodist::azimuth(rows.in[0][i], rows.in[1][i], rows.in[2][i],
                                     rows.in[3][i])}) == bits({distance[i], azimuth[i]}));
    }
}
