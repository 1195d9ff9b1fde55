// Columns of every operation, for the tests of batches.
#pragma once

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include <geodist/batch.hpp>

namespace geodist_test {

using geodist::arity;
using geodist::BatchOptions;
using geodist::ColumnKind;
using geodist::Ellipsoid;
using geodist::InputColumn;
using geodist::Operation;
using geodist::OperationInfo;
using geodist::StridedInput;
using geodist::StridedOutput;

inline constexpr double INF = std::numeric_limits<double>::infinity();
inline constexpr double NOT_A_NUMBER = std::numeric_limits<double>::quiet_NaN();
inline constexpr double UNTOUCHED = -12345.678;

inline const Ellipsoid MARS(3396190, 1 / 169.894447223612);
inline const Ellipsoid FLAT(6.4e6, 1 / 50.0);

inline std::vector<std::uint64_t> bits(const std::vector<double>& values) {
    std::vector<std::uint64_t> result(values.size());
    std::transform(values.begin(), values.end(), result.begin(), [](double x) {
        return std::isnan(x) ? ~std::uint64_t{0} : std::bit_cast<std::uint64_t>(x);
    });
    return result;
}

// How far the values of a column reach, either way.
inline double largest(const InputColumn& column) {
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
struct BatchRows {
    Operation operation;
    std::size_t n;
    std::vector<std::vector<double>> in;
    std::vector<std::vector<double>> out;

    BatchRows(Operation op, std::size_t count)
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

}  // namespace geodist_test
