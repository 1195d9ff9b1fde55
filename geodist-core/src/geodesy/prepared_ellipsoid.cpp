// The series of prepared_ellipsoid.hpp, made in plain double arithmetic.
//
// With x = k^2 sin^2(sigma) each integrand is a power series sum_j g_j x^j, |x| <= |ep2| < 0.042,
// and
//   sin^2j(sigma) = 4^-j sum_l (2 - [l = 0]) (-1)^l binomial(2 j, j - l) cos(2 l sigma),
// so that C_l / u^l is a power series in u with no cancellation. Those are shortened to the degrees
// of prepared_ellipsoid.hpp by economise().
#include "geodesy/prepared_ellipsoid.hpp"

#include "geodesy/power_series.hpp"
#include "geodesy/reversion_coefficients.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

namespace geodist::geodesy {
namespace {

// Twice the coefficient of sin(2 l sigma) (once that of sigma if l = 0) in the integral of sum_j
// g_j (ep2 u)^j sin^2j, over u^l.
Power integral_term(const Power& g, double ep2, int l) {
    Power out{};
    double scale = 1;  // ep2^j binomial(2 j, j - l) / 4^j, by recurrence over j
    for (int j = 1; j <= l; ++j)
        scale *= ep2 / 4;
    const double factor = l == 0 ? 1 : (l % 2 == 0 ? 2.0 : -2.0) / l;
    for (int j = l; j < terms; ++j) {
        out[static_cast<std::size_t>(j - l)] = factor * g[static_cast<std::size_t>(j)] * scale;
        scale *= ep2 / 4 * (2.0 * j + 1) * (2.0 * j + 2) / ((j + 1.0 - l) * (j + 1.0 + l));
    }
    return out;
}

template <int Degree, int Harmonics>
void fit(const Power& g, double ep2, Integral<Degree, Harmonics>& out) {
    economise(integral_term(g, ep2, 0), Degree, out.mean);
    for (int l = 1; l <= Harmonics; ++l) {
        double* row = out.harmonic[l - 1];
        for (int j = 0; j < Degree; ++j)
            row[j] = 0;
        economise(integral_term(g, ep2, l), Degree - l, row);
    }
}

// The same with the mean over u, one degree lower.
template <int Degree, int Harmonics>
void fit_reduced(const Power& g, double ep2, Integral<Degree, Harmonics>& out) {
    fit(g, ep2, out);
    Power mean = integral_term(g, ep2, 0);
    for (std::size_t j = 0; j + 1 < terms; ++j)
        mean[j] = mean[j + 1];
    out.mean[Degree] = 0;
    economise(mean, Degree - 1, out.mean);
}

// eps = (sqrt(1 + k^2) - 1) / (sqrt(1 + k^2) + 1) over u, as a power series in u (Karney 2013, eq.
// 16).
Power expansion_parameter(double ep2) {
    Power root = stretched(binomial_series(0.5), ep2);
    Power numerator{};
    for (std::size_t j = 0; j + 1 < terms; ++j)
        numerator[j] = root[j + 1];
    root[0] += 1;
    return product(numerator, reciprocal(root));
}

template <int Degree, int Harmonics>
void fit_reversion(double ep2, Integral<Degree, Harmonics>& out) {
    const Power eps_over_u = expansion_parameter(ep2);
    Power eps2{};  // eps^2 = u^2 (eps/u)^2
    const Power ratio2 = product(eps_over_u, eps_over_u);
    for (std::size_t j = 0; j + 2 < terms; ++j)
        eps2[j + 2] = ratio2[j];
    for (double& c : out.mean)
        c = 0;
    Power leading{};  // (eps/u)^l
    leading[0] = 1;
    for (int l = 1; l <= Harmonics; ++l) {
        leading = product(leading, eps_over_u);
        Power polynomial{};
        for (int j = reversion_order / 2 - 1; j >= 0; --j) {
            polynomial = product(polynomial, eps2);
            polynomial[0] += reversion[l - 1][j];
        }
        double* row = out.harmonic[l - 1];
        for (int j = 0; j < Degree; ++j)
            row[j] = 0;
        economise(product(polynomial, leading), Degree - l, row);
    }
}

// dn = sqrt(1 + ep2 sin^2(beta)) = (1 - e2 sin^2(phi))^(-1/2).
template <std::size_t Size>
void fit_dn(double e2, double (&out)[Size]) {
    economise(stretched(binomial_series(-0.5), -e2), Size - 1, out);
}

Power derivative(const Power& p) {
    Power out{};
    for (std::size_t j = 1; j < terms; ++j)
        out[j - 1] = static_cast<double>(j) * p[j];
    return out;
}

Power scaled(Power p, double factor) {
    for (double& c : p)
        c *= factor;
    return p;
}

// From dn and g as power series in ep2 z.
template <int Degree>
void fit_near(Power dn, Power g, double ep2, Near<Degree>& out) {
    dn = stretched(dn, ep2);
    g = stretched(g, ep2);
    economise(dn, Degree, out.dn);
    economise(scaled(derivative(dn), 2), Degree - 2, out.dn1);
    economise(scaled(derivative(derivative(dn)), 4), Degree - 3, out.dn2);
    economise(g, Degree, out.g);
    economise(scaled(derivative(g), 2), 1, out.g1);
    economise(scaled(derivative(derivative(g)), 4), 0, &out.g2);
}

template <class Class>
void fit_all(double f, double ep2, Class& out) {
    const Power root = binomial_series(0.5);  // sqrt(1 + x): I1 (eq. 7)
    const Power inverse_root = binomial_series(-0.5);
    Power distance = root;
    distance[0] = 0;  // I1 - sigma
    fit(distance, ep2, out.distance);
    Power reduced{};  // J = I1 - I2 (eq. 40)
    for (std::size_t j = 1; j < terms; ++j)
        reduced[j] = root[j] - inverse_root[j];
    fit_reduced(reduced, ep2, out.slope);
    fit_reduced(reduced, ep2, out.reduced);
    // I3: (2 - f) / (1 + (1 - f) sqrt(1 + x)) (eq. 8)
    Power denominator = root;
    for (double& c : denominator)
        c *= 1 - f;
    denominator[0] += 1;
    Power longitude = reciprocal(denominator);
    for (double& c : longitude)
        c *= 2 - f;
    fit(longitude, ep2, out.longitude);
    fit_reversion(ep2, out.reversion);
    fit_dn(f * (2 - f), out.dn);
    fit_near(root, longitude, ep2, out.near);
}

}  // namespace

PreparedEllipsoid prepare_ellipsoid(double a, double f) {
    PreparedEllipsoid s{};
    s.a = a;
    s.f = f;
    s.f1 = 1 - f;
    s.b = a * s.f1;
    s.e2 = f * (2 - f);
    s.ep2 = s.e2 / (s.f1 * s.f1);
    s.n = f / (2 - f);
    s.is_sphere = std::abs(f) < 1e-17;  // no distance feels less
    s.is_low_degree = std::abs(f) <= 1.0 / 250;
    const double eighth = s.b * 0.78539816339744830962;
    // head: eighth rounded to 50 bits, so that its products with 0..4 are exact
    const double shift = std::ldexp(1.5, std::ilogb(eighth) + 3);
    s.b_eighth = (eighth + shift) - shift;
    // tail: b (pi/4 high + pi/4 low) - head, with the rounding error of the product `eighth`
    s.b_eighth_tail =
        std::fma(s.b, 0.78539816339744830962, -s.b_eighth) + s.b * 3.061616997868383018e-17;
    s.inverse_b = 1 / s.b;
    s.inverse_b_tail = std::fma(-s.b, s.inverse_b, 1.0) / s.b;
    s.longitude_bound = 1.01 * std::abs(f) * 3.14159265358979323846;
    // What near points leave out grows as ep2^2 sigma^5: 0.5 nm at 100 km on WGS84
    s.near_cosine = std::cos(0.0157 * std::min(1.0, std::pow(0.00674 / std::abs(s.ep2), 0.4)));
    // The caustic of the antipode reaches f pi from it; the vector kernels meet it from 1.6 degrees
    // on WGS84.
    s.antipodal_cosine = f > 0 ? -std::cos(std::max(0.01, 2.7 * f * 3.14159265358979323846)) : -2;
    fit_all(f, s.ep2, s.low_degree);
    fit_all(f, s.ep2, s.high_degree);
    s.authalic_square = fit_area(s.a, f, s.low_area);
    fit_area(s.a, f, s.high_area);
    s.near = make_near_constants(a, f);
    s.rhumb = make_rhumb_series(a, f);
    return s;
}

}  // namespace geodist::geodesy
