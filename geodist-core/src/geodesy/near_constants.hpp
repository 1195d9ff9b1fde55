// What the distance of near points needs to know of an ellipsoid, computed once: near.hpp has the
// formula, points_in_space.hpp the coordinates.
#pragma once

namespace geodist::geodesy {

struct NearConstants {
    // Coordinates in space are whole numbers of this length, a power of two: 2^-34 m on the Earth.
    // In these units the equatorial radius lies in [2^56, 2^57), and so do the sums below.
    double unit;
    double equatorial;              // a
    double polar, polar_tail;       // a (1 - f)^2
    double axis_ratio, ratio_tail;  // 1 - f, exactly
    double bend;                    // q e / a^2

    // The formula's, in metres.
    double e;               // 1 / (1 - f)^2 - 1
    double p0, p1, p2, p3;  // the bracket of p
    double u0, u1, u2, u3;  // of u, u^2, u^3, u^4
    double up1, up2, up3;   // of u p, u^2 p, u^3 p

    double limit;   // square of the longest chord that counts as near, square metres
    double cosine;  // cosines of arcs on the auxiliary sphere up to that chord are above this
};

// s_f - s of the formula for a geodesic of s metres is less than this, for |f| <= 1/50 and
// s <= a / 4.
[[nodiscard]] double near_error(double a, double f, double s);

[[nodiscard]] NearConstants make_near_constants(double a, double f);

// A distance in float arithmetic, from coordinates in metres about some origin O, rounded to float:
// c + growth c^3 with the chord c. Bounds for c < 0.1 a.
struct FloatFilter {
    double growth;
    double spread, higher;  // of s^3 and s^5, what the formula leaves out

    // |s32 - s| is less than this for two points with |X - O| <= rho1 and rho2, s32 the computed
    // distance.
    [[nodiscard]] double error(double rho1, double rho2, double s32) const;
    // |c32 - c| for the chord, c32 the square root of the computed square.
    [[nodiscard]] static double chord_error(double rho1, double rho2, double c32);
};

[[nodiscard]] FloatFilter make_float_filter(double a, double f);

}  // namespace geodist::geodesy
