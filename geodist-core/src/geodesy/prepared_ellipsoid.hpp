// An ellipsoid made ready for the kernels: constants, and the integrals of the geodesic problem as
// series.
//
// Notation (Karney 2013, "Algorithms for geodesics", J. Geodesy 87, 43-55)
//   a, b, f     equatorial radius, polar semi-axis, flattening; e2 = f (2 - f), ep2 = e2 / (1 - e2)
//   beta        reduced latitude, tan(beta) = (1 - f) tan(phi); prefixes s, c: its sine and cosine
//   alpha0      azimuth at the node, where the geodesic crosses the equator northward
//   u           cos^2(alpha0); k^2 = ep2 u
//   sigma       arc length on the auxiliary sphere from the node; omega: the longitude there
//   I1, I2, I3  integrals of eqs. 7, 37 and 8:
//               s/b = I1,  m12/b from J = I1 - I2,  lambda = omega - f sin(alpha0) I3
//
// Each integral is A sigma + sum_l C_l sin(2 l sigma). Here A and C_l / u^l are polynomials in u,
// fitted for the ellipsoid: no expansion parameter, square root or division is left in the kernels.
#pragma once

#include "geodesy/area_series.hpp"
#include "geodesy/near_constants.hpp"
#include "geodesy/rhumb_series.hpp"

namespace geodist {
class Ellipsoid;
}

namespace geodist::geodesy {

// mean: A, of degree Degree. harmonic[l - 1]: 2 C_l / u^l, of degree Degree - l. Coefficients from
// u^0 up. The mean of the distance is A - 1: its sigma is added apart, exactly. The mean of J is
// over u: J is divided by u where it is used, on the equator too, where u is 0. (The 2 belongs to
// the difference form sin(2 l sigma2) - sin(2 l sigma1) = 2 cos(2 l sigma_m) sin(l sigma12).)
template <int Degree, int Harmonics>
struct Integral {
    static constexpr int degree = Degree;
    static constexpr int harmonics = Harmonics;

    double mean[Degree + 1];
    double harmonic[Harmonics][Degree];
};

// Functions of z = sin^2(beta) for near points (geodesic_near.hpp): dn and g, the integrand of I3;
// 2 dn/dz as dn1 and 4 d2n/dz2 as dn2, likewise of g.
template <int Degree>
struct Near {
    double dn[Degree + 1], dn1[Degree - 1], dn2[Degree - 2];
    double g[Degree + 1], g1[2], g2;
};

// Degrees for a class of flattenings, with the largest truncation error of any distance in that
// class. LowDegree: |f| <= 1/250, 0.6 nm. HighDegree: |f| <= 1/50, 0.2 nm.
struct LowDegree {
    static constexpr int degree = 5;
    static constexpr int harmonics = 5;  // the most of the below
    static constexpr int dn_degree = 5, near_degree = 4;
    static constexpr bool is_low_degree = true;  // omega - lambda and tau - sigma below 0.013
    Integral<5, 4> distance;                     // I1 - sigma
    Integral<4, 3> longitude;                    // I3
    Integral<3, 3> slope;                        // J, enough for the derivative of the longitude
    Integral<5, 5> reduced;                      // J, for m12, M12 and M21
    Integral<5, 5> reversion;                    // sigma - tau, harmonics only
    double dn[dn_degree + 1];                    // dn as a polynomial in sin^2(phi)
    Near<near_degree> near;
};
struct HighDegree {
    static constexpr int degree = 7;
    static constexpr int harmonics = 7;
    static constexpr int dn_degree = 7, near_degree = 6;
    static constexpr bool is_low_degree = false;
    Integral<7, 7> distance;
    Integral<6, 6> longitude;
    Integral<5, 5> slope;
    Integral<7, 7> reduced;
    Integral<7, 7> reversion;
    double dn[dn_degree + 1];
    Near<near_degree> near;
};

struct PreparedEllipsoid {
    double a, b, f, f1, e2, ep2, n;  // f1 = 1 - f, n = f / (2 - f)
    bool is_sphere;                  // f = 0 or next to it: the great-circle kernels
    bool is_low_degree;
    // b pi/4 as head + tail, the head short enough for 4 * head to be exact
    double b_eighth, b_eighth_tail;
    double inverse_b, inverse_b_tail;  // 1/b as a sum
    double longitude_bound;            // upper bound of |omega - lambda|, radians
    double near_cosine;                // cosine of the arc below which points count as near
    double antipodal_cosine;  // cosine of the arc beyond which pairs count as nearly antipodal; -2
                              // unless oblate
    LowDegree low_degree;
    HighDegree high_degree;
    double authalic_square;  // the square of the authalic radius, metres
    LowArea low_area;
    HighArea high_area;
    NearConstants near;
    RhumbSeries rhumb;
};

[[nodiscard]] PreparedEllipsoid prepare_ellipsoid(double a, double f);

}  // namespace geodist::geodesy
