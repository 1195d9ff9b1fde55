#include "geodesy/rhumb_series.hpp"

#include <cmath>

namespace geodist::geodesy {
namespace {

constexpr int harmonics = RhumbSeries::harmonics;

// phi - mu = sum_k n^k p_k(n^2) sin(2 k mu): the coefficients of p_k from n^0 up. Made by
// tools/derive_rhumb_series.py; Karney 2024, "On auxiliary latitudes", Survey Review 56, 165-180,
// eq. A5.
constexpr double from_rectifying_table[harmonics][5] = {
    {3.0 / 2, -27.0 / 32, 269.0 / 512, -6607.0 / 24576, 40941.0 / 327680},
    {21.0 / 16, -55.0 / 32, 6759.0 / 4096, -155113.0 / 122880},
    {151.0 / 96, -417.0 / 128, 87963.0 / 20480, -572057.0 / 131072},
    {1097.0 / 512, -15543.0 / 2560, 2514467.0 / 245760},
    {8011.0 / 2560, -69119.0 / 6144, 1515771.0 / 65536},
    {293393.0 / 61440, -5962461.0 / 286720},
    {6459601.0 / 860160, -1258281.0 / 32768},
    {332287993.0 / 27525120},
    {116391263.0 / 5898240},
};

double binomial_minus_three_halves(int j) {
    double b = 1;
    for (int i = 1; i <= j; ++i) {
        b *= -(0.5 + i) / i;
    }
    return b;
}

// dmu/dphi is proportional to |1 + n exp(2 i phi)|^-3; its k-th cosine coefficient, over n^k.
double meridian_harmonic(double n2, int k) {
    double sum = 0;
    for (int j = 5; j >= 0; --j) {
        sum = sum * n2 + binomial_minus_three_halves(j) * binomial_minus_three_halves(j + k);
    }
    return sum;
}

struct Double2 {
    double head, tail;
};

Double2 two_sum(double x, double y) {
    const double s = x + y, t = s - x;
    return {s, (x - (s - t)) + (y - t)};
}

Double2 multiply(Double2 x, Double2 y) {
    const double p = x.head * y.head;
    return two_sum(p, std::fma(x.head, y.head, -p) + (x.head * y.tail + x.tail * y.head));
}

Double2 reciprocal(Double2 x) {
    const double q = 1 / x.head;
    return two_sum(q, (std::fma(-q, x.head, 1) - q * x.tail) * q);
}

// (a + b)/2 (1 + n^2/4 + n^4/64 + n^6/256 + 25 n^8/16384); the first factor is a (1 - f/2).
Double2 rectifying_radius(double a, double f, double n2) {
    const Double2 mean = multiply({a, 0}, two_sum(1, -f / 2));
    const double rest = n2 * (0.25 + n2 * (1.0 / 64 + n2 * (1.0 / 256 + n2 * (25.0 / 16384))));
    return multiply(mean, two_sum(1, rest));
}

}  // namespace

RhumbSeries make_rhumb_series(double a, double f) {
    RhumbSeries s{};
    const double n = f / (2 - f), n2 = n * n, e2 = f * (2 - f);
    const double mean = meridian_harmonic(n2, 0);
    double power = 1;
    for (int k = 1; k <= harmonics; ++k) {
        power *= n;
        const double* c = from_rectifying_table[k - 1];
        s.from_rectifying[k - 1] =
            2 * power * (c[0] + n2 * (c[1] + n2 * (c[2] + n2 * (c[3] + n2 * c[4]))));
        s.to_rectifying[k - 1] = 2 * power * meridian_harmonic(n2, k) / (k * mean);
    }
    power = 1;
    for (int k = 0; k < RhumbSeries::isometric_terms; ++k) {
        power *= e2;
        s.isometric[k] = power / (2 * k + 1);
    }
    const Double2 radius = rectifying_radius(a, f, n2);
    constexpr Double2 degree{0.017453292519943295, 2.9486522708701687e-19};
    const Double2 per_metre = reciprocal(multiply(radius, degree));
    s.radius = radius.head;
    s.radius_tail = radius.tail;
    s.per_metre = per_metre.head;
    s.per_metre_tail = per_metre.tail;
    s.is_low_degree = std::abs(n) < 0.002;
    return s;
}

}  // namespace geodist::geodesy
