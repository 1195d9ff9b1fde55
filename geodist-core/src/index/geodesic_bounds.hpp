// How far two points can be apart on the ellipsoid, given the straight line between them.
//
// With c the chord, s the geodesic distance, m <= M the semi-axes, and Rmin = m^2/M, Rmax = M^2/m
// the extreme radii of curvature, of an oblate and of a prolate ellipsoid alike,
//
//     2 Rmax asin(c / 2 Rmax)  <=  s  <=  2 Rmin asin(c / 2 Rmin).
//
// Left: every normal curvature is at least 1/Rmax, so the body is an intersection of balls of
// radius Rmax (W. Blaschke, Kreis und Kugel, 1916, section 24) and contains the spindle between the
// points swept by a circular arc of that radius; projecting the geodesic on the convex spindle
// shortens it.
//
// Right: a geodesic is a space curve of curvature at most 1/Rmin, so its chord is no shorter than
// that of a circular arc of radius Rmin and length s < 2 pi Rmin (A. Schur's theorem, Math. Ann.
// 83, 1921, 143-148): c >= 2 Rmin sin(s / 2 Rmin). That can be solved for s where s <= pi Rmin; and
// no s is longer than pi M, since half of a central section is at most that. So the bound holds for
// c up to the cutoff 2 Rmin sin(pi M / 2 Rmin), 12670 km on WGS84.
#pragma once

#include <geodist/ellipsoid.hpp>

#include "index/bounds.hpp"

namespace geodist::index {

class GeodesicBounds final : public Bounds {
  public:
    explicit GeodesicBounds(const Ellipsoid& ellipsoid);

    [[nodiscard]] double lower(double square) const override;
    [[nodiscard]] double upper(double square) const override;
    [[nodiscard]] double outer(double distance) const override;
    [[nodiscard]] double inner(double distance) const override;

  private:
    double min_radius_, max_radius_;
    double cutoff_;
};

}  // namespace geodist::index
