// The series of rhumb lines, made once for an ellipsoid.
#pragma once

namespace geodist::geodesy {

// Rectifying latitude mu, geographic latitude phi, isometric latitude psi:
//   mu - phi = sum_k (to_rectifying[k-1] / 2) sin(2 k phi)
//   phi - mu = sum_k (from_rectifying[k-1] / 2) sin(2 k mu)
//   psi = asinh(tan phi) - s h(s^2),  s = sin phi
// where s h(s^2) is e atanh(e s) as a power series, h(z) = sum_k isometric[k] z^k.
struct RhumbSeries {
    static constexpr int harmonics = 9, low_harmonics = 6;
    static constexpr int isometric_terms = 12, low_isometric_terms = 8;

    double to_rectifying[harmonics];
    double from_rectifying[harmonics];
    double isometric[isometric_terms];
    // Rectifying radius (quarter meridian * 2/pi), and degrees of rectifying latitude per metre:
    // heads and tails.
    double radius, radius_tail;
    double per_metre, per_metre_tail;
    bool is_low_degree;  // |f| < 1/250: shorter series will do, to 0.1 nm
};

[[nodiscard]] RhumbSeries make_rhumb_series(double a, double f);

}  // namespace geodist::geodesy
