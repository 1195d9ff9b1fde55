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

    // Of segments (segment.hpp), in metres.
    double q;               // 1 / (1 - f)^2
    double a2, inverse_a2;  // a^2
    double piece, reach;    // the longest piece of a segment, and how far a point may be from it

    double limit;   // square of the longest chord that counts as near, square metres
    double cosine;  // cosines of arcs on the auxiliary sphere up to that chord are above this
};

// s_f - s of the formula for a geodesic of s metres is less than this, for |f| <= 1/50 and
// s <= a / 4.
[[nodiscard]] double near_error(double a, double f, double s);

[[nodiscard]] NearConstants make_near_constants(double a, double f);

}  // namespace geodist::geodesy
