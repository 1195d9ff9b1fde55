// Rings that enclose nothing, since they go back the way they came.
#pragma once

#include <span>

namespace geodist::shapes {

// Does each edge of a ring of geodesics, closed by its first vertex or not, go back along another
// one? Then there is nothing to its left or right, whatever rounding makes of its area.
// Edges from pole to pole are taken by the longitudes of their ends.
[[nodiscard]] bool goes_back(std::span<const double> lat, std::span<const double> lon);

}  // namespace geodist::shapes
