// What touches.
#pragma once

namespace geodist::shapes {

// How near shapes are that touch, and a vertex to the border that it is on: metres, where the
// equatorial radius is a.
[[nodiscard]] constexpr double touch(double a) { return 3e-8 / 6378137 * a; }

}  // namespace geodist::shapes
