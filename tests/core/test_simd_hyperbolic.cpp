// The logarithms of simd/math_hyperbolic.hpp at their stated bounds, on the portable lane. Rhumb
// lines use them on every instruction set.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "simd/portable.hpp"
// operations on lanes come before the functions made of them
#include "simd/math_hyperbolic.hpp"

namespace {

using geodist::portable::Vec;
using geodist::simd::atanh_ratio;
using geodist::simd::log_of_quotient;

double ulp(double x) { return std::nextafter(std::abs(x), HUGE_VAL) - std::abs(x); }

}  // namespace

TEST_CASE("lanes: exponent and powers of two") {
    for (int k = -1022; k <= 1022; ++k) {
        const double x = std::ldexp(1.0, k);
        CHECK(pow2(Vec(k)).v == x);
        CHECK(exponent(Vec(x)).v == k);
        CHECK(exponent(Vec(x * 1.9999999999999998)).v == k);
    }
}

TEST_CASE("lanes: inverse hyperbolic tangent") {
    double worst = 0;
    for (int i = 1; i <= 20000; ++i) {
        const double t = i / 60000.0;
        const long double truth =
            std::atanh(static_cast<long double>(t)) / static_cast<long double>(t);
        const long double z = static_cast<long double>(t) * static_cast<long double>(t);
        const double zd = static_cast<double>(z);
        // the argument's own rounding is not the function's
        const long double shift = (static_cast<long double>(zd) - z) / 3;
        const double found = atanh_ratio(Vec(zd)).v;
        worst = std::max(
            worst, static_cast<double>(std::abs(static_cast<long double>(found) - truth - shift)) /
                       ulp(found));
    }
    MESSAGE("atanh_ratio: " << worst << " ulp");
    CHECK(worst <= 1.0);
}

TEST_CASE("lanes: logarithm of a quotient") {
    double worst = 0, worst_near = 0;
    double n = 0.3, d = 0.7;
    for (int i = 0; i < 60000; ++i) {
        n = std::fmod(n * 1.37 + 0.01, 2.0) + 1e-3;
        d = std::fmod(d * 1.73 + 0.02, 2.0) + 1e-3;
        const double scale = std::ldexp(1.0, i % 200 - 100);
        for (const auto& [x, y] :
             {std::pair{n * scale, d}, std::pair{n, n * (1 + 0.3 * (d - 1))}}) {
            const auto truth = std::log(static_cast<long double>(x) / static_cast<long double>(y));
            const double found = log_of_quotient(Vec(x), Vec(y)).v;
            const double error =
                static_cast<double>(std::abs(static_cast<long double>(found) - truth));
            if (x / y < 0.7 || x / y > 1.42) {
                worst = std::max(worst, error / ulp(found));
            } else {
                worst_near = std::max(worst_near, error);
            }
        }
    }
    MESSAGE("log_of_quotient: " << worst << " ulp, near one " << worst_near);
    CHECK(worst <= 2.5);
    CHECK(worst_near <= 2e-16);
    CHECK(log_of_quotient(Vec(3.0), Vec(3.0)).v == 0);
    CHECK(std::isnan(log_of_quotient(Vec(std::nan("")), Vec(3.0)).v));
    CHECK(std::isnan(log_of_quotient(Vec(3.0), Vec(std::nan(""))).v));
}
