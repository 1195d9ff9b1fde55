// The instruction sets that this machine runs, for the tests of the lanes.
#pragma once

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <geodist/config.hpp>
#include "simd_table.hpp"

namespace geodist_test {

inline std::vector<const SimdTable*> runnable_tables() {
    std::vector<const SimdTable*> tables{&portable::table};
#ifdef GEODIST_HAVE_SSE2
    tables.push_back(&sse2::table);
#endif
#ifdef GEODIST_HAVE_AVX2
    tables.push_back(&avx2::table);
#endif
#ifdef GEODIST_HAVE_AVX512
    tables.push_back(&avx512::table);
#endif
#ifdef GEODIST_HAVE_NEON
    tables.push_back(&neon::table);
#endif
    std::erase_if(tables, [](const SimdTable* table) {
        const auto names = geodist::available_isas();
        return std::find(names.begin(), names.end(), table->name) == names.end();
    });
    return tables;
}

// Applies a function of a table to columns of any one length, by one vector and by four; they must
// agree.
inline std::vector<double> apply(const SimdTable& table, std::string_view name,
                                 const std::vector<double>& a, std::vector<double> b = {},
                                 std::vector<double> c = {}) {
    const std::span functions(table.functions, table.function_count);
    const auto function = std::find_if(functions.begin(), functions.end(),
                                       [&](const NamedLaneFunction& f) { return f.name == name; });
    REQUIRE(function != functions.end());
    const std::size_t n = a.size();
    const std::size_t padded = (n + 31) / 32 * 32;
    std::vector<double> columns[] = {a, std::move(b), std::move(c)};
    for (std::vector<double>& column : columns) {
        column.resize(n, 1.0);
        column.resize(padded, n == 0 ? 1.0 : column[n - 1]);
    }
    std::vector<double> narrow(padded);
    std::vector<double> wide(padded);
    const auto run = [&](LaneFunction f, std::vector<double>& out) {
        f(columns[0].data(), columns[1].data(), columns[2].data(), out.data(), padded);
    };
    run(function->narrow, narrow);
    run(function->wide, wide);
    if (name != "bits" && name != "shifted") {  // which speak of lanes
        const bool same =
            std::equal(narrow.begin(), narrow.end(), wide.begin(), [](double x, double y) {
                return (std::isnan(x) && std::isnan(y)) ||
                       (x == y && std::signbit(x) == std::signbit(y));
            });
        CHECK_MESSAGE(same, std::string(table.name) << ": " << name << " differs when interleaved");
    }
    narrow.resize(n);
    return narrow;
}

// |computed - truth| in units in the last place of truth, which may have more digits than a double.
inline double ulps(double computed, long double truth) {
    if (std::isnan(computed) || std::isnan(truth)) {
        return std::isnan(computed) && std::isnan(truth) ? 0
                                                         : std::numeric_limits<double>::infinity();
    }
    const double size = std::abs(static_cast<double>(truth));
    const double ulp = size == 0
                           ? std::numeric_limits<double>::denorm_min()
                           : std::nextafter(size, std::numeric_limits<double>::infinity()) - size;
    return static_cast<double>(std::abs(static_cast<long double>(computed) - truth)) / ulp;
}

}  // namespace geodist_test
