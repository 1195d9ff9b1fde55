#include "index/chord_bounds.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace geodist::index {

// 100 nm on the Earth, and the rounding of coordinates in space.
ChordBounds::ChordBounds(const Ellipsoid& ellipsoid, double extent)
    : Bounds(std::numeric_limits<double>::infinity(), most, 0,
             ellipsoid.a() * (100e-9 / 6378137) +
                 16 * std::numeric_limits<double>::epsilon() * extent) {}

double ChordBounds::lower(double square) const {
    return std::max(0.0, std::sqrt(square) - margin());
}

double ChordBounds::upper(double square) const { return std::sqrt(square) + margin(); }

double ChordBounds::outer(double distance) const {
    const double wide = distance + margin();
    return wide < std::sqrt(most) ? square_up(wide + margin()) : most;
}

double ChordBounds::inner(double distance) const {
    const double narrow = distance - margin();
    if (narrow <= 2 * margin()) {
        return -1;
    }
    return narrow < std::sqrt(most) ? square_down(narrow - margin()) : most;
}

}  // namespace geodist::index
