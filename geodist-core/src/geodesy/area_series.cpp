#include "geodesy/area_series.hpp"

#include <cmath>
#include <cstddef>

#include "geodesy/power_series.hpp"

namespace geodist::geodesy {
namespace {

// Sums of all coefficients from each on, without cancellation.
Power tails(const Power& p) {
    Power out = p;
    for (std::size_t j = terms - 1; j-- > 0;)
        out[j] += out[j + 1];
    return out;
}

// x p(x)
Power times_x(const Power& p) {
    Power out{};
    for (std::size_t j = 1; j < terms; ++j)
        out[j] = p[j - 1];
    return out;
}

// p(q(x)), q(0) = 0.
Power composed(const Power& p, const Power& q) {
    Power out{};
    for (std::size_t j = terms; j-- > 0;) {
        out = product(out, q);
        out[0] += p[j];
    }
    return out;
}

// s^2 over X as a series in X = x^2 = s^2 p(s^2)^2. Each step is right to one power of e2 more.
Power reverted(const Power& p) {
    Power quotient{1 / (p[0] * p[0])};
    for (int i = 0; i < terms; ++i) {
        const Power at = composed(p, times_x(quotient));
        quotient = reciprocal(product(at, at));
    }
    return quotient;
}

// w over 1 - X as a series in X, the a_j given.
Power width_quotient(const Power& a, double e2, double scale) {
    const Power quotient = reverted(a);
    // (1 - s^2) / (1 - X): the coefficients of s^2 sum to 1
    const Power numerator = tails(quotient);
    Power denominator = times_x(quotient);
    for (double& c : denominator)
        c *= -e2;
    denominator[0] = 1;
    Power out = product(numerator, reciprocal(denominator));
    for (double& c : out)
        c *= scale;
    return out;
}

// integral of x^(2j+1) dsigma = sum_l (-1)^l 4^-j binomial(2j+1, j-l) u^(j-l) K_l / (2l+1)
template <int Degree>
void fit_odd(const double* h, double (&out)[Degree + 1][Degree + 1]) {
    for (int j = 0; j <= Degree; ++j) {
        double binomial = 1;  // (2 j + 1, j - l), from l = j down
        for (int l = j; l >= 0; --l) {
            out[l][j - l] =
                h[j] * std::ldexp(binomial, -2 * j) * (l % 2 == 0 ? 1 : -1) / (2 * l + 1);
            binomial *= static_cast<double>(j + 1 + l) / (j - l + 1);
        }
    }
}

// x from powers of s: s^(2j+1) = sum_l (-1)^l 4^-j binomial(2j+1, j-l) sin((2l+1) phi)
void fit_planar(const Power& a, int degree, double* out) {
    for (int l = 0; l <= degree; ++l) {
        double sum = 0, factor = std::ldexp(1.0, -2 * l);  // 4^-j binomial(2 j + 1, j - l)
        for (int j = l; j < terms; ++j) {
            sum += a[static_cast<std::size_t>(j)] * factor;
            factor *= (2.0 * j + 2) * (2.0 * j + 3) / (4 * (j + 1.0 - l) * (j + 2.0 + l));
        }
        out[l] = l % 2 == 0 ? sum : -sum;
    }
}

// C = a^2 (1 - sum_j e2^j / (4 j^2 - 1)), j >= 1: hardly more than one rounding.
double authalic_square(double radius, double e2) {
    double sum = 0;
    for (int j = terms; j >= 1; --j)
        sum = e2 * (sum + 1 / (4.0 * j * j - 1));
    return radius * radius - radius * radius * sum;
}

template <int Ordinate, int Width, int Odd, int Planar>
double fit(double radius, double f, AreaSeries<Ordinate, Width, Odd, Planar>& out) {
    const double f1 = 1 - f, e2 = f * (2 - f), ep2 = e2 / (f1 * f1);
    Power a{};
    double power = 1;
    for (std::size_t j = 0; j < terms; ++j, power *= e2)
        a[j] = static_cast<double>(j + 1) / static_cast<double>(2 * j + 1) * power;
    const double sum = tails(a)[0];
    for (double& c : a)
        c /= sum;
    Power rest = tails(a);  // R, one power too high
    for (std::size_t j = 0; j + 1 < terms; ++j)
        rest[j] = rest[j + 1];
    rest[terms - 1] = 0;
    economise(rest, Ordinate, out.ordinate);
    fit_planar(a, Planar, out.planar);

    const double square = authalic_square(radius, e2);
    constexpr std::size_t degree = Width;
    double quotient[degree];
    economise(width_quotient(a, e2, radius * radius / square), Width - 1, quotient);
    Power width{};
    for (std::size_t k = 0; k <= degree; ++k)
        width[k] = (k < degree ? quotient[k] : 0) - (k > 0 ? quotient[k - 1] : 0);
    Power slope{}, bend{}, third{};
    for (std::size_t k = 0; k + 1 < terms; ++k)
        slope[k] = static_cast<double>(k + 1) * width[k + 1];
    for (std::size_t k = 0; k + 1 < terms; ++k)
        bend[k] = static_cast<double>(k + 1) * slope[k + 1];
    // w' = 2 x w_X, w''' = 12 x w_XX + 8 x^3 w_XXX
    for (std::size_t k = 0; k < terms; ++k)
        third[k] = (6 + 4 * static_cast<double>(k)) * bend[k];
    for (std::size_t k = 0; k <= degree; ++k) {
        out.width[k] = width[k];
        if (k < degree)
            out.slope[k] = slope[k];
        if (k + 1 < degree)
            out.bend[k] = bend[k];
    }
    economise(product(third, reciprocal(slope)), 2, out.third);

    Power h{};  // -R(z / (f1^2 (1 + ep2 z))) / (1 + ep2 z)
    double scale = -1;
    for (std::size_t k = 0; k < terms; ++k, scale /= f1 * f1) {
        const Power factor = stretched(binomial_series(-static_cast<double>(k + 1)), ep2);
        for (std::size_t j = k; j < terms; ++j)
            h[j] += scale * rest[k] * factor[j - k];
    }
    double odd[Odd + 1];
    economise(h, Odd, odd);
    fit_odd<Odd>(odd, out.odd);
    return square;
}

}  // namespace

double fit_area(double a, double f, LowArea& out) { return fit(a, f, out); }
double fit_area(double a, double f, HighArea& out) { return fit(a, f, out); }

}  // namespace geodist::geodesy
