#include "index/geodesic_bounds.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace geodist::index {

namespace {

constexpr double half_pi = std::numbers::pi / 2;

// M^2/m of semi-axes m <= M; m^2/M the other way round.
double radius(double axis, double other) { return axis * (axis / other); }

double small(const Ellipsoid& e) { return std::min(e.a(), e.b()); }
double large(const Ellipsoid& e) { return std::max(e.a(), e.b()); }

}  // namespace

GeodesicBounds::GeodesicBounds(const Ellipsoid& ellipsoid)
    : Bounds(std::numbers::pi * large(ellipsoid), radius(small(ellipsoid), large(ellipsoid)) *
                                                      radius(small(ellipsoid), large(ellipsoid))),
      min_radius_(radius(small(ellipsoid), large(ellipsoid))),
      max_radius_(radius(large(ellipsoid), small(ellipsoid))),
      cutoff_(2 * min_radius_ * std::sin(longest() / (2 * min_radius_))),
      margin_(ellipsoid.a() * (100e-9 / 6378137)) {  // 100 nm on the Earth
    // What is as near as a chord c has a chord of at most C = 2 Rmax sin(Rmin/Rmax asin(c/2Rmin)).
    // All coefficients of that series in c are positive, since Rmin <= Rmax: (C - c)/c^3 grows with
    // c, and its value at the end of the sharp range, c = Rmin, serves for all of it.
    const double c = min_radius_;
    const double wide = 2 * max_radius_ * std::sin(min_radius_ / max_radius_ * std::asin(0.5));
    growth_ = std::max(0.0, (wide - c) / c) * (1 + 1e-9) / c / c;
}

double GeodesicBounds::lower(double square) const {
    const double chord = std::max(0.0, std::sqrt(square) - margin_);
    const double sine = std::min(1.0, chord / (2 * max_radius_));
    return std::max(0.0, 2 * max_radius_ * std::asin(sine) - margin_);
}

double GeodesicBounds::upper(double square) const {
    const double chord = std::sqrt(square) + margin_;
    if (chord >= cutoff_) {
        return longest() + margin_;
    }
    return 2 * min_radius_ * std::asin(chord / (2 * min_radius_)) + margin_;
}

double GeodesicBounds::limit(double square) const {
    const double chord = std::sqrt(square);
    return square_up(chord + chord * (growth_ * square) + margin_);
}

double GeodesicBounds::outer(double distance) const {
    const double angle = (distance + margin_) / (2 * max_radius_);
    return angle < half_pi ? square_up(2 * max_radius_ * std::sin(angle) + margin_) : most;
}

double GeodesicBounds::inner(double distance) const {
    const double narrow = distance - margin_;
    if (narrow <= 2 * margin_) {
        return -1;
    }
    if (narrow >= longest()) {
        return most;
    }
    const double angle = std::min(half_pi, narrow / (2 * min_radius_));
    const double chord = std::min(cutoff_, 2 * min_radius_ * std::sin(angle)) - margin_;
    return chord > 0 ? square_down(chord) : -1;
}

}  // namespace geodist::index
