#include "index/chord_bounds.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace geodist::index {

namespace {

constexpr double most = std::numeric_limits<double>::max();
constexpr double half_pi = std::numbers::pi / 2;

// The square of a chord, a few units in the last place up.
double square_up(double chord) {
    return std::min(most, chord * chord * (1 + 8 * std::numeric_limits<double>::epsilon()));
}

double square_down(double chord) {
    return chord * chord * (1 - 8 * std::numeric_limits<double>::epsilon());
}

}  // namespace

ChordBounds::ChordBounds(const Ellipsoid& ellipsoid, bool in_space, double reach)
    : in_space_(in_space) {
    const double a = ellipsoid.a(), b = ellipsoid.b();
    const double small = std::min(a, b), large = std::max(a, b);
    min_radius_ = small * (small / large);
    max_radius_ = large * (large / small);
    longest_ = std::numbers::pi * large;
    cutoff_ = 2 * min_radius_ * std::sin(longest_ / (2 * min_radius_));
    // 100 nm on the Earth, and the rounding of coordinates in space
    margin_ = a * (100e-9 / 6378137) +
              (in_space ? 16 * std::numeric_limits<double>::epsilon() * reach : 0);
    if (in_space) {
        sharp_ = most;
        growth_ = 0;
        return;
    }
    // What is as near as a chord c has a chord of at most C = 2 Rmax sin(Rmin/Rmax asin(c/2Rmin)).
    // All coefficients of that series in c are positive, since Rmin <= Rmax: (C - c)/c^3 grows with
    // c, and its value at the end of the range serves for all of it.
    const double c = min_radius_;
    const double wide = 2 * max_radius_ * std::sin(min_radius_ / max_radius_ * std::asin(0.5));
    growth_ = std::max(0.0, (wide - c) / c) * (1 + 1e-9) / c / c;
    sharp_ = c * c;
}

double ChordBounds::lower(double square) const {
    const double chord = std::max(0.0, std::sqrt(square) - margin_);
    if (in_space_) {
        return chord;
    }
    const double sine = std::min(1.0, chord / (2 * max_radius_));
    return std::max(0.0, 2 * max_radius_ * std::asin(sine) - margin_);
}

double ChordBounds::upper(double square) const {
    const double chord = std::sqrt(square) + margin_;
    if (in_space_) {
        return chord;
    }
    if (chord >= cutoff_) {
        return longest_ + margin_;
    }
    return 2 * min_radius_ * std::asin(chord / (2 * min_radius_)) + margin_;
}

double ChordBounds::limit(double square) const {
    const double chord = std::sqrt(square);
    return square_up(chord + chord * (growth_ * square) + margin_);
}

double ChordBounds::outer(double distance) const {
    const double wide = distance + margin_;
    if (in_space_) {
        return wide < std::sqrt(most) ? square_up(wide + margin_) : most;
    }
    const double angle = wide / (2 * max_radius_);
    return angle < half_pi ? square_up(2 * max_radius_ * std::sin(angle) + margin_) : most;
}

double ChordBounds::inner(double distance) const {
    const double narrow = distance - margin_;
    if (narrow <= 2 * margin_) {
        return -1;
    }
    if (in_space_) {
        return narrow < std::sqrt(most) ? square_down(narrow - margin_) : most;
    }
    if (narrow >= longest_) {
        return most;
    }
    const double angle = std::min(half_pi, narrow / (2 * min_radius_));
    const double chord = std::min(cutoff_, 2 * min_radius_ * std::sin(angle)) - margin_;
    return chord > 0 ? square_down(chord) : -1;
}

}  // namespace geodist::index
