// The strided entry: the same bits for the same row wherever it stands, and errors that name the
// first bad row.
#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cfenv>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <limits>
#include <numeric>
#include <random>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include <geodist/batch.hpp>
#include <geodist/error.hpp>
#include <geodist/geodesic.hpp>

namespace {

using geodist::Arity;
using geodist::arity;
using geodist::BatchOptions;
using geodist::ColumnKind;
using geodist::Ellipsoid;
using geodist::InputColumn;
using geodist::Operation;
using geodist::OperationInfo;
using geodist::StridedInput;
using geodist::StridedOutput;

constexpr double INF = std::numeric_limits<double>::infinity();
constexpr double NOT_A_NUMBER = std::numeric_limits<double>::quiet_NaN();
constexpr double UNTOUCHED = -12345.678;

const Ellipsoid MARS(3396190, 1 / 169.894447223612);
const Ellipsoid FLAT(6.4e6, 1 / 50.0);

std::vector<std::uint64_t> bits(const std::vector<double>& values) {
    std::vector<std::uint64_t> result(values.size());
    std::transform(values.begin(), values.end(), result.begin(), [](double x) {
        return std::isnan(x) ? ~std::uint64_t{0} : std::bit_cast<std::uint64_t>(x);
    });
    return result;
}

// How far the values of a column reach, either way.
double largest(const InputColumn& column) {
    switch (column.kind) {
        case ColumnKind::latitude:
            return 90;
        case ColumnKind::longitude:
        case ColumnKind::azimuth:
            return 360;
        case ColumnKind::altitude:
            return 1e4;
        case ColumnKind::other:
            break;
    }
    const std::string_view name = column.name;
    return name == "fraction" ? 2 : name == "distance" ? 3e7 : 7e6;
}

// Columns of one operation, with every kind of pair in them: ordinary, tiny, nearly antipodal,
// polar, equal, NaN.
struct Rows {
    Operation operation;
    std::size_t n;
    std::vector<std::vector<double>> in;
    std::vector<std::vector<double>> out;

    Rows(Operation op, std::size_t count)
        : operation(op), n(count), in(arity(op).inputs), out(arity(op).outputs) {
        std::mt19937_64 random(count + static_cast<std::size_t>(op));
        const auto uniform = [&](double low, double high) {
            return std::uniform_real_distribution<>(low, high)(random);
        };
        for (auto& column : out) {
            column.assign(n, UNTOUCHED);
        }
        const auto columns = geodist::operation_info(op).inputs;
        const bool is_pair = columns.size() >= 4 && columns[2].kind == ColumnKind::latitude;
        for (std::size_t i = 0; i < n; ++i) {
            std::array<double, geodist::max_inputs> row{};
            for (std::size_t c = 0; c < columns.size(); ++c) {
                const double reach = largest(columns[c]);
                row[c] = uniform(-reach, reach);
            }
            if (is_pair) {
                const double scale = std::exp(uniform(-20, 0));
                switch (i % 16) {
                    case 3:  // close
                        row[2] = std::clamp(row[0] + scale, -90.0, 90.0);
                        row[3] = row[1] + scale;
                        break;
                    case 7:  // nearly antipodal
                        row[2] = std::clamp(scale - row[0], -90.0, 90.0);
                        row[3] = row[1] + 180 - scale;
                        break;
                    case 11:
                        row[i / 16 % 2 * 2] = i / 32 % 2 == 0 ? 90 : -90;
                        break;
                    case 13:
                        row[2] = row[0];
                        row[3] = row[1];
                        break;
                    default:
                        break;
                }
            }
            if (i % 97 == 51) {
                row[i % in.size()] = NOT_A_NUMBER;
            }
            for (std::size_t c = 0; c < in.size(); ++c) {
                in[c].push_back(row[c]);
            }
        }
    }

    [[nodiscard]] std::vector<StridedInput> inputs(std::size_t first = 0) const {
        std::vector<StridedInput> columns;
        for (const auto& column : in) {
            columns.push_back({column.data() + first, sizeof(double)});
        }
        return columns;
    }
    [[nodiscard]] std::vector<StridedOutput> outputs(std::size_t first = 0) {
        std::vector<StridedOutput> columns;
        for (auto& column : out) {
            columns.push_back({column.data() + first, sizeof(double)});
        }
        return columns;
    }
    void run(const Ellipsoid& ellipsoid = geodist::wgs84(), const BatchOptions& options = {}) {
        geodist::run(operation, inputs(), outputs(), n, ellipsoid, options);
    }
    [[nodiscard]] std::vector<std::uint64_t> result() const {
        std::vector<double> all;
        for (const auto& column : out) {
            all.insert(all.end(), column.begin(), column.end());
        }
        return bits(all);
    }
};

template <class Test>
void for_each_operation(Test test) {
    for (const OperationInfo& info : geodist::operations) {
        CAPTURE(std::string(info.name));
        test(info.operation);
    }
}

// The index that a call of run reports; none if it throws nothing of geodist's.
template <class Error>
std::size_t reported_index(Rows& rows, const BatchOptions& options = {}) {
    try {
        rows.run(geodist::wgs84(), options);
    } catch (const Error& error) {
        REQUIRE(error.index().has_value());
        return *error.index();
    }
    return ~std::size_t{0};
}

}  // namespace

TEST_CASE("a row has the same bits alone, in a batch and anywhere in it") {
    for_each_operation([](Operation operation) {
        for (const Ellipsoid& ellipsoid : {geodist::wgs84(), geodist::sphere(), MARS, FLAT}) {
            Rows rows(operation, 1500);
            rows.run(ellipsoid);
            const auto expected = rows.result();
            Rows single(operation, 1500);
            for (std::size_t i = 0; i < rows.n; ++i) {
                geodist::run(operation, single.inputs(i), single.outputs(i), 1, ellipsoid);
            }
            CHECK(single.result() == expected);
            Rows parts(operation, 1500);
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
        Rows rows(operation, n);
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
            Rows rows(operation, 5000);
            std::fill(rows.in[constant].begin(), rows.in[constant].end(), 36.5);
            rows.run();
            const auto expected = rows.result();
            Rows repeated(operation, 5000);
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
        Rows rows(operation, 300'001);
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
            Rows all(operation, 9000);
            all.run();
            Rows rows(operation, 9000);
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
    Rows rows(Operation::distance, 1000);
    Rows all(Operation::distance, 1000);
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
    Rows rows(Operation::distance, 100);
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
        Rows clean(operation, 200);
        for (auto& column : clean.in) {
            std::replace_if(
                column.begin(), column.end(), [](double x) { return std::isnan(x); }, 1.0);
        }
        for (const Ellipsoid& ellipsoid : {geodist::wgs84(), geodist::sphere(), FLAT}) {
            clean.run(ellipsoid);  // where a rhumb line ends at a pole, NaN is right
            for (std::size_t c = 0; c < clean.in.size(); ++c) {
                Rows rows = clean;
                Rows expected = clean;
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

TEST_CASE("an infinite value throws with the first row's index and value") {
    for_each_operation([](Operation operation) {
        for (std::size_t c = 0; c < arity(operation).inputs; ++c) {
            for (const std::size_t bad : {0U, 1U, 31U, 511U, 512U, 5000U, 19999U}) {
                Rows rows(operation, 20'000);
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
        Rows rows(operation, 10);
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
    Rows rows(Operation::distance, 10);
    rows.in[2][4] = 139.7;
    rows.in[3][4] = 35.7;
    CHECK_THROWS_WITH_AS(rows.run(), doctest::Contains("swapped?"), geodist::InvalidLatitudeError);
    CHECK_THROWS_WITH_AS(static_cast<void>(geodist::distance(139.7, 35.7, 0, 0)),
                         doctest::Contains("swapped?"), geodist::InvalidLatitudeError);
}

TEST_CASE("the first bad row is the same for any number of threads, with an offset") {
    Rows rows(Operation::distance, 400'000);
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
    Rows rows(Operation::distance, 1000);
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

TEST_CASE("longitudes and azimuths of any size") {
    for (const double turns : {1.0, -1.0, 2.0, 1e6, -3e9}) {
        // Whole and half degrees stay exact after so many turns.
        for (const Operation operation :
             {Operation::inverse, Operation::direct, Operation::to_ecef}) {
            Rows rows(operation, 600);
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
        Rows rows(Operation::inverse, 200'000);
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
    Rows rows(Operation::distance, 3);
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
        Rows rows(Operation::inverse_full, n);
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
    Rows rows(Operation::inverse_full, 300);
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
    CHECK(geodist::waypoints_by_spacing(1, 2, NOT_A_NUMBER, 2, 10).size() == 2);
    for (const double spacing : {0.0, -1.0, NOT_A_NUMBER, 1e-9}) {
        CHECK_THROWS_AS(static_cast<void>(geodist::waypoints_by_spacing(1, 2, 30, 4, spacing)),
                        geodist::GeodistError);
    }
}
