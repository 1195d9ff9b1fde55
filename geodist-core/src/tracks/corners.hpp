// Distances of the vertices of two tracks: those of all pairs are kept where they are few, else
// those of two vertices of the first.
#pragma once

#include <cstddef>
#include <vector>

#include "tracks/track.hpp"

namespace geodist::tracks {

class Corners {
  public:
    Corners(const Ground& ground, const Track& a, const Track& b);

    // From now on vertices `column` and `column + 1` of a are asked for. One after the other, from
    // 0 on.
    void begin_column(std::size_t column);
    [[nodiscard]] double at(std::size_t i, std::size_t j);

  private:
    void forget(std::size_t i);

    const Ground& ground_;
    const Track &a_, &b_;
    std::size_t width_, lines_;
    std::vector<double> known_;  // NaN: not yet
};

}  // namespace geodist::tracks
