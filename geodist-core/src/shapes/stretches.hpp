// A row of shapes in stretches between the places where it meets another: each lies wholly inside,
// outside or on the border.
#pragma once

#include <geodist/geodesic.hpp>

#include <cstddef>
#include <vector>

#include "shapes/meetings.hpp"

namespace geodist::shapes {

// From one place to another of one line or ring; a point is a stretch of no length.
struct Stretch {
    Spot begin, end;
    LatLon middle;  // some point between

    [[nodiscard]] bool is_point() const { return position_of(begin) == position_of(end); }
};

// The stretches of a row of `side`, cut at places on it that rise along the row.
[[nodiscard]] std::vector<Stretch> cut_row(const PreparedPair& sides, const Operand& side,
                                           std::size_t row, const std::vector<Spot>& cuts);

// All places of a row at which it meets the other, those that are one in space too.
[[nodiscard]] std::vector<Spot> cuts_of(const PreparedPair& sides, PairSearch& search,
                                        std::size_t row_a, std::size_t row_b, CutSide side);

}  // namespace geodist::shapes
