// Each lane operation beside the scalar one, on every combination of special values.
#include <doctest/doctest.h>

#include <cmath>
#include <cstdint>
#include <functional>
#include <limits>
#include <string>

#include "simd_access.hpp"

namespace {

using geodist_test::apply;
using geodist_test::runnable_tables;
using geodist_test::SimdTable;

using Limits = std::numeric_limits<double>;

struct Triples {
    std::vector<double> a, b, c;
};

// All triples of awkward numbers.
const Triples& triples() {
    static const Triples all = [] {
        std::vector<double> values{0.0,
                                   Limits::denorm_min(),
                                   Limits::min(),
                                   1e-17,
                                   0.1,
                                   1.0,
                                   1 + Limits::epsilon(),
                                   1.5,
                                   2.5,
                                   3.0,
                                   1e16,
                                   Limits::max(),
                                   Limits::infinity(),
                                   Limits::quiet_NaN()};
        for (std::size_t i = values.size(); i-- > 0;) {
            values.push_back(-values[i]);
        }
        Triples t;
        for (const double a : values) {
            for (const double b : values) {
                for (const double c : values) {
                    t.a.push_back(a);
                    t.b.push_back(b);
                    t.c.push_back(c);
                }
            }
        }
        return t;
    }();
    return all;
}

// Bit for bit, but for the kind of NaN.
bool same(double x, double y) {
    return (std::isnan(x) && std::isnan(y)) || (x == y && std::signbit(x) == std::signbit(y));
}

using Scalar = std::function<double(double, double, double)>;

void check(const SimdTable& table, const std::string& name, const Scalar& scalar) {
    const auto& [a, b, c] = triples();
    const auto out = apply(table, name, a, b, c);
    std::size_t differences = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        const double expected = scalar(a[i], b[i], c[i]);
        if (!same(out[i], expected) && ++differences == 1) {
            MESSAGE(std::string(table.name) << ": " << name << "(" << a[i] << ", " << b[i] << ", "
                                            << c[i] << ") = " << out[i] << ", not " << expected);
        }
    }
    CHECK_MESSAGE(differences == 0, std::string(table.name) << ": " << name);
}

}  // namespace

TEST_CASE("lane operations are those of double") {
    for (const SimdTable* table : runnable_tables()) {
        const bool fused = table->has_fma;
        check(*table, "+", [](double a, double b, double) { return a + b; });
        check(*table, "-", [](double a, double b, double) { return a - b; });
        check(*table, "*", [](double a, double b, double) { return a * b; });
        check(*table, "/", [](double a, double b, double) { return a / b; });
        check(*table, "negate", [](double a, double, double) { return -a; });
        check(*table, "broadcast", [](double, double, double) { return 0.1; });
        check(*table, "fma",
              [=](double a, double b, double c) { return fused ? std::fma(a, b, c) : a * b + c; });
        check(*table, "fnma",
              [=](double a, double b, double c) { return fused ? std::fma(-a, b, c) : c - a * b; });
        check(*table, "fms",
              [=](double a, double b, double c) { return fused ? std::fma(a, b, -c) : a * b - c; });
        check(*table, "sqrt", [](double a, double, double) { return std::sqrt(a); });
        check(*table, "abs", [](double a, double, double) { return std::abs(a); });
        check(*table, "min", [](double a, double b, double) { return a < b ? a : b; });
        check(*table, "max", [](double a, double b, double) { return a > b ? a : b; });
        check(*table, "copysign", [](double a, double b, double) { return std::copysign(a, b); });
        check(*table, "mulsign",
              [](double a, double b, double) { return std::signbit(b) ? -a : a; });
    }
}

TEST_CASE("comparisons and masks are those of double") {
    for (const SimdTable* table : runnable_tables()) {
        check(*table, "<", [](double a, double b, double) { return a < b; });
        check(*table, "<=", [](double a, double b, double) { return a <= b; });
        check(*table, ">", [](double a, double b, double) { return a > b; });
        check(*table, ">=", [](double a, double b, double) { return a >= b; });
        check(*table, "==", [](double a, double b, double) { return a == b; });
        check(*table, "&", [](double a, double b, double c) { return a < b && b < c; });
        check(*table, "|", [](double a, double b, double c) { return a < b || b < c; });
        check(*table, "!", [](double a, double b, double) { return !(a < b); });
        check(*table, "select", [](double a, double b, double c) { return a < b ? b : c; });
    }
}

TEST_CASE("shifted lanes are followed by one of the next vector") {
    for (const SimdTable* table : runnable_tables()) {
        const auto lanes = static_cast<std::size_t>(table->lanes);
        std::vector<double> a(64), b(64);
        for (std::size_t i = 0; i < a.size(); ++i) {
            a[i] = static_cast<double>(i);
            b[i] = -static_cast<double>(i);
        }
        const auto out = apply(*table, "shifted", a, b);
        for (std::size_t i = 0; i < a.size(); ++i) {
            CHECK(out[i] == ((i + 1) % lanes != 0 ? a[i + 1] : b[i + 1 - lanes]));
        }
    }
}

TEST_CASE("bit i of a mask is lane i") {
    for (const SimdTable* table : runnable_tables()) {
        const auto lanes = static_cast<std::size_t>(table->lanes);
        std::vector<double> a(64);
        for (std::size_t i = 0; i < a.size(); ++i) {
            a[i] = (i * 2654435761U >> 7 & 1U) != 0 ? -1.0 : 1.0;
        }
        const std::vector<double> zero(a.size(), 0.0);
        const auto out = apply(*table, "bits", a, zero);
        for (std::size_t i = 0; i < a.size(); ++i) {
            std::uint32_t expected = 0;
            for (std::size_t k = 0; k < lanes; ++k) {
                expected |= (a[i / lanes * lanes + k] < 0 ? 1U : 0U) << k;
            }
            CHECK(out[i] == expected);
        }
    }
}

TEST_CASE("estimates have eleven bits") {
    std::vector<double> x;
    for (double v = 1e-37; v < 1e37; v *= 1.000731) {
        x.push_back(v);
    }
    for (const SimdTable* table : runnable_tables()) {
        const auto rsqrt = apply(*table, "approx_rsqrt", x);
        const auto rcp = apply(*table, "approx_rcp", x);
        double worst_rsqrt = 0;
        double worst_rcp = 0;
        for (std::size_t i = 0; i < x.size(); ++i) {
            worst_rsqrt = std::max(worst_rsqrt, std::abs(rsqrt[i] * std::sqrt(x[i]) - 1));
            worst_rcp = std::max(worst_rcp, std::abs(rcp[i] * x[i] - 1));
        }
        CHECK_MESSAGE(worst_rsqrt <= 0x1p-11, std::string(table->name));
        CHECK_MESSAGE(worst_rcp <= 0x1p-11, std::string(table->name));
    }
}

TEST_CASE("round_even and two_sum are exact") {
    std::vector<double> x{0.0, -0.0, 0.5, 1.5, 2.5, -0.5, -1.5, 0.49999999999999994};
    for (double v = -1000; v < 1000; v += 0.37) {
        x.push_back(v);
    }
    std::vector<double> y(x.rbegin(), x.rend());
    y[3] = 1e30;
    for (const SimdTable* table : runnable_tables()) {
        const auto rounded = apply(*table, "round_even", x);
        const auto sum = apply(*table, "two_sum.sum", x, y);
        const auto error = apply(*table, "two_sum.error", x, y);
        for (std::size_t i = 0; i < x.size(); ++i) {
            CHECK(rounded[i] == std::nearbyint(x[i]));
            CHECK(sum[i] == x[i] + y[i]);
            if (std::abs(y[i]) < 1e20) {  // long double holds the sum of the others
                const long double exact = static_cast<long double>(x[i]) + y[i];
                CHECK(error[i] == static_cast<double>(exact - sum[i]));
            } else {
                CHECK(error[i] == x[i]);
            }
        }
    }
}
