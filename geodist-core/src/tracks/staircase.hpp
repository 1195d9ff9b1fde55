// A lower bound of the Frechet distance that does not need decisions.
//
// Two who walk along tracks cross borders of cells: of each, at least its least distance. So they
// are farther apart, at some time, than the least that the farthest of the borders of a chain of
// cells can be. Often it is that far, as no chain is kept by the order of the places on borders.
#pragma once

#include <cstddef>

#include "index/pace.hpp"
#include "tracks/track.hpp"

namespace geodist::tracks {

struct StaircaseBound {
    double bound;  // infinite if it is more than `high`; right but for the error of distances
    double done;   // 1, or what part of a was looked at before it became too many steps
};

// `low` is such a bound already. Short of the best bound by no more than straight lines of such
// lengths tell: millimetres at tens of kilometres.
[[nodiscard]] StaircaseBound least_staircase(const Ground& ground, const Track& a, const Track& b,
                                             double low, double high, std::size_t most,
                                             index::Pace& pace);

}  // namespace geodist::tracks
