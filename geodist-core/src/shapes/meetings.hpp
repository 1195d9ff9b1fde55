// The places where two rows of shapes meet, each once.
#pragma once

#include <cstddef>
#include <vector>

#include "shapes/pair_measure.hpp"

namespace geodist::shapes {

// A place along a row: its slot, and how far along the piece.
[[nodiscard]] inline double position_of(const Spot& spot) {
    return static_cast<double>(spot.slot) + spot.t;
}

// In the order of a. `search` is one of these sides.
[[nodiscard]] std::vector<NearestSpots> find_meetings(const PreparedPair& sides, PairSearch& search,
                                                      std::size_t row_a, std::size_t row_b);

}  // namespace geodist::shapes
