// Power series, cut off behind terms of |ep2|^20 < 1e-27: what the constants of an ellipsoid are
// made from, in plain double arithmetic.
#pragma once

#include <array>

namespace geodist::geodesy {

inline constexpr int terms = 20;
using Power = std::array<double, terms>;

// (1 + x)^exponent.
[[nodiscard]] Power binomial_series(double exponent);
[[nodiscard]] Power product(const Power& x, const Power& y);
[[nodiscard]] Power reciprocal(const Power& x);
// p(scale x).
[[nodiscard]] Power stretched(Power p, double scale);

// Writes the degree + 1 monomial coefficients of p, shortened by dropping Chebyshev coefficients on
// [0, 1] (economisation, Lanczos 1938): far below what its Taylor polynomial of that degree leaves.
void economise(const Power& p, int degree, double* out);

}  // namespace geodist::geodesy
