// Boxes over the leaves of a tree that is being built, whatever the leaves hold.
#pragma once

#include <algorithm>
#include <cstddef>
#include <limits>
#include <vector>

#include "index/box_tree.hpp"

namespace geodist::index {

// What a leaf or a node reaches, in doubles.
struct Range {
    static constexpr double unbounded = std::numeric_limits<double>::infinity();

    double low[3] = {unbounded, unbounded, unbounded};
    double high[3] = {-unbounded, -unbounded, -unbounded};

    void take(const double* below, const double* above) {
        for (std::size_t c = 0; c < 3; ++c) {
            low[c] = std::min(low[c], below[c]);
            high[c] = std::max(high[c], above[c]);
        }
    }
};

// Writes the boxes of all levels over leaves with these ranges, which are spent then. The heads of
// the lowest level have their keys. Returns the largest magnitude of a coordinate.
[[nodiscard]] double cover_ranges(std::vector<Range>& ranges, const Shape& shape, Boxes* boxes,
                                  BoxesHead* heads);

}  // namespace geodist::index
