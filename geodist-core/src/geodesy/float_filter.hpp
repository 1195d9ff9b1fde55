// Distances of near points in float arithmetic, with a bound of their error: to leave out pairs
// that a computation in doubles need not see, and for lower bounds.
//
// Coordinates are about some origin O near the points, in units of about a, rounded to float once:
// so no radius is too large or too small for floats. docs/near-points.md proves the bounds.
#pragma once

namespace geodist::geodesy {

class FloatFilter {
  public:
    FloatFilter(double a, double f);

    // The unit of coordinates and distances, metres: a power of two.
    [[nodiscard]] double unit() const { return unit_; }

    // c + growth c^3 for the chord c, which is below 0.1 a.
    [[nodiscard]] float distance(float dx, float dy, float dz) const {
        const float square = dx * dx + dy * dy + dz * dz;
        const float chord = __builtin_sqrtf(square);
        return chord + chord * square * growth_;
    }

    // |distance - s| is less than this for points X with |X - O| <= rho1 and rho2; all in units.
    [[nodiscard]] double error(double rho1, double rho2, double distance) const;
    // What the root of the sum of squares in distance() is off from the chord.
    [[nodiscard]] static double chord_error(double rho1, double rho2, double chord);

  private:
    double unit_;
    float growth_;
    double spread_, higher_;  // of s^3 and s^5, what the formula leaves out
};

}  // namespace geodist::geodesy
