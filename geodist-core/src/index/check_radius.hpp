// Radii of callers.
#pragma once

#include <cstddef>
#include <span>

namespace geodist::index {

// Throws std::invalid_argument unless there is one radius, or one for each point, and GeodistError
// if one is negative or NaN.
void check_radius(std::span<const double> radius, std::size_t points);

}  // namespace geodist::index
