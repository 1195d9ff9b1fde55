// The largest minimum of some affine functions on a triangle.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>

#include "tracks/triple.hpp"

namespace geodist::tracks {

// Values of functions at the three vertices of a triangle: up to four functions.
struct AffineValues {
    static constexpr std::size_t most = 4;

    std::array<Triple, most> at;  // function, vertex
    std::size_t size = 0;
};

// No place of the triangle has a minimum of the functions above `bound`; that of these weights of
// the vertices has about that, unless several are equal.
struct LargestMinimum {
    double bound;
    Triple weights;
};

// Any mean of the functions is no less than their minimum, and largest at a vertex: so each choice
// of weights of the functions is a bound. The best of them is a game's solution, whose basis has as
// many functions as vertices: all are tried.
[[nodiscard]] LargestMinimum largest_minimum(const AffineValues& values);

}  // namespace geodist::tracks
