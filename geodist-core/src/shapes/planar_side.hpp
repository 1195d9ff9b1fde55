// On which side of a straight line in longitude and latitude a vertex lies, exactly.
//
// The side is the sign of a determinant of differences of coordinates. Where rounding might change
// it, it is computed as a sum of doubles that has no rounding at all (Shewchuk 1997, Adaptive
// precision floating-point arithmetic and fast robust geometric predicates, Discrete &
// Computational Geometry 18).
#pragma once

namespace geodist::shapes {

// Degrees, either 0 or at least 1e-100 from it, so that no product underflows.
struct PlanarVertex {
    double lat, lon;
};

// The sign of lon + turn - other. `turn` is a multiple of 360 here and below.
[[nodiscard]] double planar_order(double lon, double turn, double other);

// Twice the area of the triangle p, q, r, where r is moved east by `turn` degrees: positive if r is
// to the left of the way from p to q, 0 on the line. The sign is right, ...
[[nodiscard]] double planar_side(PlanarVertex p, PlanarVertex q, PlanarVertex r, double turn);
// ... and here the value is, too, but for rounding it.
[[nodiscard]] double exact_planar_side(PlanarVertex p, PlanarVertex q, PlanarVertex r, double turn);

}  // namespace geodist::shapes
