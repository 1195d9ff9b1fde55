// What areas on an ellipsoid are made from.
//
// Notation
//   C       square of the authalic radius: the ellipsoid has the area 4 pi C
//   s       sin(phi); x: sine of the authalic latitude, the area from the equator per radian of
//           longitude, over C. In (lambda, x) areas are plain, and
//             ds^2 / C = dx^2 / w + w dlambda^2,   w = (radius of the parallel)^2 / C
//   a_j     (j + 1) / (2 j + 1) e2^j b^2 / C, j >= 0, which sum to 1: x = sum_j a_j s^(2 j + 1)
//   R       1 - x / s = cos^2(phi) R(s^2): R(z) = sum_k (a_k+1 + a_k+2 + ...) z^k
//   h       -R / dn^2 as a function of sin^2(beta): the area between the equator and an edge is
//             C (E + sin(alpha0) * integral of sin(beta) h dsigma)
//           with E the excess on the auxiliary sphere (Karney 2013, eqs. 58 to 63)
#pragma once

namespace geodist::geodesy {

// Polynomials: ordinate of R, width of w in x^2, odd of h. planar: of x as a sum of sines.
template <int Ordinate, int Width, int Odd, int Planar>
struct AreaSeries {
    static constexpr int ordinate_degree = Ordinate;
    static constexpr int width_degree = Width;
    static constexpr int odd_degree = Odd;
    static constexpr int planar_degree = Planar;

    double ordinate[Ordinate + 1];
    double width[Width + 1];
    double slope[Width];  // its first and second derivative by x^2
    double bend[Width - 1];
    double third[3];               // w''' / w', derivatives by x
    double odd[Odd + 1][Odd + 1];  // odd[l]: the factor of harmonic l, in u, of degree Odd - l
    double planar[Planar + 1];     // x = sum_j planar[j] sin((2 j + 1) phi)
};

// For the classes of flattenings of prepared_ellipsoid.hpp.
using LowArea = AreaSeries<5, 6, 5, 6>;
using HighArea = AreaSeries<9, 10, 8, 9>;

// Fills the series and returns C.
double fit_area(double a, double f, LowArea& out);
double fit_area(double a, double f, HighArea& out);

}  // namespace geodist::geodesy
