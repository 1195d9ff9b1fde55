#include "index/geodesic_bounds.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace geodist::index {

namespace {

constexpr double half_pi = std::numbers::pi / 2;

double small(const Ellipsoid& e) { return std::min(e.a(), e.b()); }
double large(const Ellipsoid& e) { return std::max(e.a(), e.b()); }
double min_radius(const Ellipsoid& e) { return small(e) * (small(e) / large(e)); }
double max_radius(const Ellipsoid& e) { return large(e) * (large(e) / small(e)); }

// What is as near as a chord c has a chord of at most C = 2 Rmax sin(Rmin/Rmax asin(c/2Rmin)). All
// coefficients of that series in c are positive, since Rmin <= Rmax: (C - c)/c^3 grows with c, and
// its value at the end of the sharp range, c = Rmin, serves for all of it.
double growth(double min_radius, double max_radius) {
    const double c = min_radius;
    const double wide = 2 * max_radius * std::sin(min_radius / max_radius * std::asin(0.5));
    return std::max(0.0, (wide - c) / c) * (1 + 1e-9) / c / c;
}

}  // namespace

GeodesicBounds::GeodesicBounds(const Ellipsoid& ellipsoid)
    : Bounds(std::numbers::pi * large(ellipsoid), min_radius(ellipsoid) * min_radius(ellipsoid),
             growth(min_radius(ellipsoid), max_radius(ellipsoid)),
             ellipsoid.a() * (100e-9 / 6378137)),  // 100 nm on the Earth
      min_radius_(min_radius(ellipsoid)),
      max_radius_(max_radius(ellipsoid)),
      cutoff_(2 * min_radius_ * std::sin(longest() / (2 * min_radius_))) {}

double GeodesicBounds::lower(double square) const {
    const double chord = std::max(0.0, std::sqrt(square) - margin());
    const double sine = std::min(1.0, chord / (2 * max_radius_));
    return std::max(0.0, 2 * max_radius_ * std::asin(sine) - margin());
}

double GeodesicBounds::upper(double square) const {
    const double chord = std::sqrt(square) + margin();
    if (chord >= cutoff_) {
        return longest() + margin();
    }
    return 2 * min_radius_ * std::asin(chord / (2 * min_radius_)) + margin();
}

double GeodesicBounds::outer(double distance) const {
    const double angle = (distance + margin()) / (2 * max_radius_);
    return angle < half_pi ? square_up(2 * max_radius_ * std::sin(angle) + margin()) : most;
}

double GeodesicBounds::inner(double distance) const {
    const double narrow = distance - margin();
    if (narrow <= 2 * margin()) {
        return -1;
    }
    if (narrow >= longest()) {
        return most;
    }
    const double angle = std::min(half_pi, narrow / (2 * min_radius_));
    const double chord = std::min(cutoff_, 2 * min_radius_ * std::sin(angle)) - margin();
    return chord > 0 ? square_down(chord) : -1;
}

}  // namespace geodist::index
