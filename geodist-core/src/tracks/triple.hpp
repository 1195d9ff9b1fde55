// Three numbers: a direction in space, or what belongs to the corners of a triangle.
#pragma once

#include <array>

namespace geodist::tracks {

using Triple = std::array<double, 3>;

[[nodiscard]] inline double dot(const Triple& u, const Triple& v) {
    return u[0] * v[0] + u[1] * v[1] + u[2] * v[2];
}

[[nodiscard]] inline Triple cross(const Triple& u, const Triple& v) {
    return {u[1] * v[2] - u[2] * v[1], u[2] * v[0] - u[0] * v[2], u[0] * v[1] - u[1] * v[0]};
}

}  // namespace geodist::tracks
