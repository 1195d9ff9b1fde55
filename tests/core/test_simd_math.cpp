// Each elementary function of simd/math.hpp at the bound that it states, on every instruction set:
// against the exact values of tests/reference, and against long double on many more arguments.
#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <numbers>
#include <random>
#include <string>

#include "../reference/reference.hpp"
#include "simd_access.hpp"

namespace {

using geodist_test::apply;
using geodist_test::runnable_tables;
using geodist_test::SimdTable;
using geodist_test::ulps;

constexpr long double PI = std::numbers::pi_v<long double>;
constexpr std::size_t SAMPLES = 200'000;

struct Sample {
    std::vector<double> x, y;
    std::vector<long double> truth;

    void add(double first, double second, long double value) {
        x.push_back(first);
        y.push_back(second);
        truth.push_back(value);
    }
};

// The rows of one function of the table of exact values, those that `wanted` accepts.
template <class Predicate>
void add_exact(Sample& sample, const std::string& function, Predicate wanted) {
    static const geodist_test::Table table = geodist_test::load_reference("trigonometric");
    std::size_t found = 0;
    for (std::size_t row = 0; row < table.rows; ++row) {
        if (table.kind(row) == function && wanted(table.at(row, 1), table.at(row, 2))) {
            sample.add(table.at(row, 1), table.at(row, 2),
                       static_cast<long double>(table.at(row, 3)) + table.at(row, 4));
            ++found;
        }
    }
    REQUIRE(found > 50);
}

double uniform(std::mt19937_64& random, double low, double high) {
    return std::uniform_real_distribution<>(low, high)(random);
}

// Degrees to radians without loss of the digits that matter: exact reduction first.
long double sin_degrees(long double x) {
    const long double a = std::abs(x);
    const long double r = a > 135  ? std::sin((180 - a) * PI / 180)
                          : a > 45 ? std::cos((90 - a) * PI / 180)
                                   : std::sin(a * PI / 180);
    return x < 0 ? -r : r;
}
long double cos_degrees(long double x) { return sin_degrees(90 - std::abs(x)); }

// The largest error of a function in ulp of the truth.
double worst_ulp(const SimdTable& table, const std::string& name, const Sample& sample) {
    const auto out = apply(table, name, sample.x, sample.y);
    double worst = 0;
    for (std::size_t i = 0; i < out.size(); ++i) {
        worst = std::max(worst, ulps(out[i], sample.truth[i]));
    }
    MESSAGE(std::string(table.name) << ": " << name << " " << worst << " ulp");
    return worst;
}

double worst_absolute(const SimdTable& table, const std::string& name, const Sample& sample) {
    const auto out = apply(table, name, sample.x, sample.y);
    double worst = 0;
    for (std::size_t i = 0; i < out.size(); ++i) {
        const auto error = static_cast<double>(std::abs(out[i] - sample.truth[i]));
        worst =
            std::isnan(error) ? std::numeric_limits<double>::infinity() : std::max(worst, error);
    }
    MESSAGE(std::string(table.name) << ": " << name << " " << worst);
    return worst;
}

template <class Check>
void for_each_table(Check check) {
    for (const SimdTable* table : runnable_tables()) {
        check(*table);
    }
}

}  // namespace

TEST_CASE("sin_kernel and cos_kernel, |x| <= pi/4: 1 ulp") {
    constexpr double LIMIT = std::numbers::pi / 4;
    Sample sin;
    Sample cos;
    add_exact(sin, "sin", [](double x, double) { return std::abs(x) <= LIMIT; });
    add_exact(cos, "cos", [](double x, double) { return std::abs(x) <= LIMIT; });
    std::mt19937_64 random(1);
    for (std::size_t i = 0; i < SAMPLES; ++i) {
        const double x = uniform(random, -LIMIT, LIMIT);
        sin.add(x, 0, std::sin(static_cast<long double>(x)));
        cos.add(x, 0, std::cos(static_cast<long double>(x)));
    }
    for_each_table([&](const SimdTable& table) {
        CHECK(worst_ulp(table, "sin_kernel", sin) <= 1);
        CHECK(worst_ulp(table, "cos_kernel", cos) <= 1);
    });
}

TEST_CASE("sincos_deg90, |x| <= 90: 1.6 ulp") {
    Sample sin;
    Sample cos;
    const auto in_range = [](double x, double) { return std::abs(x) <= 90; };
    add_exact(sin, "sin_degrees", in_range);
    add_exact(cos, "cos_degrees", in_range);
    std::mt19937_64 random(2);
    for (std::size_t i = 0; i < SAMPLES; ++i) {
        const double x = uniform(random, -90, 90);
        sin.add(x, 0, sin_degrees(x));
        cos.add(x, 0, cos_degrees(x));
    }
    for_each_table([&](const SimdTable& table) {
        CHECK(worst_ulp(table, "sincos_deg90.sin", sin) <= 1.6);
        CHECK(worst_ulp(table, "sincos_deg90.cos", cos) <= 1.6);
        const std::vector<double> exact{0.0, 90.0, -90.0};
        CHECK(apply(table, "sincos_deg90.sin", exact) == std::vector<double>{0, 1, -1});
        CHECK(apply(table, "sincos_deg90.cos", exact) == std::vector<double>{1, 0, 0});
        CHECK(std::signbit(apply(table, "sincos_deg90.sin", {-0.0})[0]));
    });
}

TEST_CASE("sincos_deg180, 0 <= x <= 180: 1.5 ulp of the larger") {
    Sample sin;
    Sample cos;
    std::mt19937_64 random(3);
    const auto add = [&](double x, double e) {
        const long double exact = static_cast<long double>(x) + e;
        sin.add(x, e, sin_degrees(exact));
        cos.add(x, e, cos_degrees(exact));
    };
    for (std::size_t i = 0; i < SAMPLES; ++i) {
        const double x = uniform(random, 0, 180);
        add(x, 0);
        add(x, uniform(random, -0x1p-46, 0x1p-46));
        add(std::exp(uniform(random, -50, 5)), 0);
        add(180 - std::exp(uniform(random, -50, 5)), 0);
    }
    for_each_table([&](const SimdTable& table) {
        const auto s = apply(table, "sincos_deg180.sin", sin.x, sin.y);
        const auto c = apply(table, "sincos_deg180.cos", cos.x, cos.y);
        double worst = 0;
        for (std::size_t i = 0; i < s.size(); ++i) {
            // The larger of the two is at least sqrt(1/2), where an ulp is 2^-53.
            worst = std::max({worst, static_cast<double>(std::abs(s[i] - sin.truth[i])) * 0x1p53,
                              static_cast<double>(std::abs(c[i] - cos.truth[i])) * 0x1p53});
        }
        MESSAGE(std::string(table.name) << ": sincos_deg180 " << worst << " ulp");
        CHECK(worst <= 1.5);
        const std::vector<double> exact{0.0, 90.0, 180.0};
        CHECK(apply(table, "sincos_deg180.sin", exact, {0, 0, 0}) == std::vector<double>{0, 1, 0});
        CHECK(apply(table, "sincos_deg180.cos", exact, {0, 0, 0}) == std::vector<double>{1, 0, -1});
    });
}

TEST_CASE("sincos_deg180 without error term: 1.5 ulp of each") {
    Sample sin;
    Sample cos;
    const auto in_range = [](double x, double) { return x >= 0 && x <= 180; };
    add_exact(sin, "sin_degrees", in_range);
    add_exact(cos, "cos_degrees", in_range);
    for_each_table([&](const SimdTable& table) {
        CHECK(worst_ulp(table, "sincos_deg180.sin", sin) <= 1.5);
        CHECK(worst_ulp(table, "sincos_deg180.cos", cos) <= 1.5);
    });
}

TEST_CASE("atan_kernel, |t| <= 7/16: 1 ulp") {
    Sample atan;
    add_exact(atan, "atan", [](double x, double) { return std::abs(x) <= 7.0 / 16; });
    std::mt19937_64 random(4);
    for (std::size_t i = 0; i < SAMPLES; ++i) {
        const double x = uniform(random, -7.0 / 16, 7.0 / 16);
        atan.add(x, 0, std::atan(static_cast<long double>(x)));
    }
    for_each_table(
        [&](const SimdTable& table) { CHECK(worst_ulp(table, "atan_kernel", atan) <= 1); });
}

namespace {

Sample quadrants(const std::string& exact, bool upper, long double unit) {
    Sample sample;
    add_exact(sample, exact, [=](double y, double) { return !upper || !std::signbit(y); });
    std::mt19937_64 random(5);
    for (std::size_t i = 0; i < SAMPLES; ++i) {
        const double y = uniform(random, upper ? 0 : -1, 1);
        const double x = uniform(random, -1, 1);
        sample.add(y, x,
                   std::atan2(static_cast<long double>(y), static_cast<long double>(x)) * unit);
    }
    return sample;
}

}  // namespace

TEST_CASE("atan2_upper: 4e-16 radians and 2.5 ulp") {
    const Sample sample = quadrants("atan2", true, 1);
    for_each_table([&](const SimdTable& table) {
        for (const char* name : {"atan2_upper", "atan2_upper.normal"}) {
            CHECK(worst_absolute(table, name, sample) <= 4e-16);
            CHECK(worst_ulp(table, name, sample) <= 2.5);
            CHECK(std::isnan(apply(table, name, {0.0}, {0.0})[0]));
        }
    });
}

TEST_CASE("atan2_deg: 2.5 ulp") {
    const Sample sample = quadrants("atan2_degrees", false, 180 / PI);
    for_each_table([&](const SimdTable& table) {
        CHECK(worst_ulp(table, "atan2_deg", sample) <= 2.5);
        CHECK(apply(table, "atan2_deg", {0.0, -0.0, 1, -1, 0.0, -0.0}, {1, 1, 0, 0, -1, -1}) ==
              std::vector<double>{0, 0, 90, -90, 180, -180});
    });
}

TEST_CASE("atan2_rough: 1e-5 radians") {
    Sample sample;
    std::mt19937_64 random(6);
    for (std::size_t i = 0; i < SAMPLES; ++i) {
        const double y = uniform(random, 0, 1);
        const double x = uniform(random, -1, 1);
        sample.add(y, x, std::atan2(y, x));
    }
    for_each_table([&](const SimdTable& table) {
        CHECK(worst_absolute(table, "atan2_rough", sample) <= 1e-5);
    });
}

TEST_CASE("rsqrt: 1.5 ulp for normal numbers") {
    Sample sample;
    std::mt19937_64 random(7);
    for (std::size_t i = 0; i < SAMPLES; ++i) {
        const double x = std::ldexp(uniform(random, 1, 4), static_cast<int>(i % 2045) - 1022);
        sample.add(x, 0, 1 / std::sqrt(static_cast<long double>(x)));
    }
    sample.add(std::numeric_limits<double>::min(), 0, 0x1p511L);
    sample.add(1.0, 0, 1);
    sample.add(4.0, 0, 0.5L);
    for_each_table(
        [&](const SimdTable& table) { CHECK(worst_ulp(table, "rsqrt", sample) <= 1.5); });
}

TEST_CASE("near_rsqrt: 2^-26 relative") {
    Sample sample;
    std::mt19937_64 random(10);
    for (std::size_t i = 0; i < SAMPLES; ++i) {
        const double x = std::ldexp(uniform(random, 1, 4), static_cast<int>(i % 198) - 99);
        sample.add(x, 0, 1 / std::sqrt(static_cast<long double>(x)));
    }
    for_each_table(
        [&](const SimdTable& table) { CHECK(worst_ulp(table, "near_rsqrt", sample) <= 0x1p27); });
}

void check_rotation(const std::string& name, double limit) {
    std::mt19937_64 random(8);
    std::vector<double> s;
    std::vector<double> c;
    std::vector<double> d;
    for (std::size_t i = 0; i < SAMPLES; ++i) {
        const double angle = uniform(random, -std::numbers::pi, std::numbers::pi);
        s.push_back(std::sin(angle));
        c.push_back(std::cos(angle));
        d.push_back(uniform(random, -limit, limit));
    }
    for_each_table([&](const SimdTable& table) {
        const auto rs = apply(table, (name + ".sin").c_str(), s, c, d);
        const auto rc = apply(table, (name + ".cos").c_str(), s, c, d);
        double worst = 0;
        for (std::size_t i = 0; i < s.size(); ++i) {
            const long double sd = std::sin(static_cast<long double>(d[i]));
            const long double cd = std::cos(static_cast<long double>(d[i]));
            worst = std::max({worst, static_cast<double>(std::abs(rs[i] - (s[i] * cd + c[i] * sd))),
                              static_cast<double>(std::abs(rc[i] - (c[i] * cd - s[i] * sd)))});
        }
        MESSAGE(std::string(table.name) << ": " << name << " " << worst * 0x1p53 << " ulp");
        CHECK(worst <= 1.5 * 0x1p-53);
    });
}

TEST_CASE("rotate_small: 1.5 ulp of 1, |d| <= 0.07, or 0.013 if tiny") {
    check_rotation("rotate_small", 0.07);
    check_rotation("rotate_tiny", 0.013);
}

TEST_CASE("reciprocal: 2 ulp; rough_reciprocal: 2^-21 relative; quotient: 1 ulp") {
    Sample sample;
    Sample wide;
    Sample ratio;
    std::mt19937_64 random(9);
    for (std::size_t i = 0; i < SAMPLES; ++i) {
        const double sign = i % 2 == 0 ? 1 : -1;
        const double x = std::ldexp(uniform(random, 1, 2), static_cast<int>(i % 199) - 99);
        sample.add(sign * x, 0, sign / static_cast<long double>(x));
        const double y = std::ldexp(uniform(random, 1, 2), static_cast<int>(i % 1927) - 963);
        wide.add(sign * y, 0, sign / static_cast<long double>(y));
        const double n = uniform(random, -2, 2);
        ratio.add(n, y, static_cast<long double>(n) / static_cast<long double>(y));
    }
    ratio.add(0, 3, 0);
    for_each_table([&](const SimdTable& table) {
        CHECK(worst_ulp(table, "rough_reciprocal", sample) <= 0x1p32);
        CHECK(worst_ulp(table, "reciprocal", wide) <= 2);
        CHECK(worst_ulp(table, "quotient", ratio) <= 1);
    });
}

TEST_CASE("two_product: the product and its error, exactly") {
    std::mt19937_64 random(10);
    std::vector<double> x;
    std::vector<double> y;
    for (std::size_t i = 0; i < SAMPLES; ++i) {
        x.push_back(std::ldexp(uniform(random, -2, 2), static_cast<int>(i % 101) - 50));
        y.push_back(std::ldexp(uniform(random, -2, 2), static_cast<int>(i % 89) - 44));
    }
    for_each_table([&](const SimdTable& table) {
        const auto sum = apply(table, "two_product.sum", x, y);
        const auto error = apply(table, "two_product.error", x, y);
        std::size_t wrong = 0;
        for (std::size_t i = 0; i < x.size(); ++i) {
            wrong += sum[i] != x[i] * y[i] || error[i] != std::fma(x[i], y[i], -sum[i]) ? 1 : 0;
        }
        CHECK(wrong == 0);
    });
}

TEST_CASE("sincos_radians: (1.5 + 2 |e|) ulp of 1 for |x| <= 1e6, beyond that 2^-53 |x|") {
    Sample sin;
    Sample cos;
    std::mt19937_64 random(11);
    for (std::size_t i = 0; i < SAMPLES; ++i) {
        const bool far_away = i % 4 == 0;
        const double x = far_away ? uniform(random, -1e6, 1e6) : uniform(random, -7, 7);
        const double e = uniform(random, -1, 1) * (far_away ? 0 : 0.1);
        const long double angle = static_cast<long double>(x) + e;  // exact enough: e = 0 far away
        sin.add(x, e, std::sin(angle));
        cos.add(x, e, std::cos(angle));
    }
    Sample far;
    for (const double x : {1e8, -3e9, 7e12}) {
        far.add(x, 0, std::sin(static_cast<long double>(x)));
    }
    for_each_table([&](const SimdTable& table) {
        CHECK(worst_absolute(table, "sincos_radians.sin", sin) <= 1.7 * 0x1p-53);
        CHECK(worst_absolute(table, "sincos_radians.cos", cos) <= 1.7 * 0x1p-53);
        const auto out = apply(table, "sincos_radians.sin", far.x, far.y);
        for (std::size_t i = 0; i < out.size(); ++i) {
            CHECK(std::abs(static_cast<double>(out[i] - far.truth[i])) <=
                  0x1p-53 * std::abs(far.x[i]));
        }
    });
}
