// What lines and points cover: lines and points along them.
#pragma once

#include <geodist/shape_pairs.hpp>

#include <cstddef>

#include "shapes/pair_job.hpp"

namespace geodist::shapes {

// Is a row of b in one of a that is no polygon? Polygons of b are not.
[[nodiscard]] bool line_relates(const PreparedPair& sides, PairSearch& search, std::size_t row_a,
                                std::size_t row_b, Relation relation);

// The same of a pair that the plane decides.
[[nodiscard]] bool planar_line_relates(const PreparedPair& sides, PairSearch& search,
                                       std::size_t row_a, std::size_t row_b, Relation relation);

}  // namespace geodist::shapes
