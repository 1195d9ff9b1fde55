// The square of the distance from a place along a short piece, as if both were in a plane.
#pragma once

#include <algorithm>

namespace geodist::tracks {

// begin + 2 slope t + square t^2 at t in [0, 1]. Of distances or of chords: Ground::is_even() and
// FreeBorders::interval() say what it is off by.
struct SquareAlong {
    double begin, end, square, inverse, slope;

    SquareAlong(double length, double begin_square, double end_square)
        : begin(begin_square),
          end(end_square),
          square(length * length),
          inverse(1 / square),
          slope((end_square - begin_square - square) / 2) {}

    // Where it is least along the whole line, and what it is there.
    [[nodiscard]] double middle() const { return -slope * inverse; }
    [[nodiscard]] double at_middle() const { return begin + slope * middle(); }
    [[nodiscard]] bool is_between() const { return slope < 0 && -slope < square; }
    // The least on the piece.
    [[nodiscard]] double least() const {
        return std::max(0.0, is_between() ? at_middle() : std::min(begin, end));
    }
};

}  // namespace geodist::tracks
