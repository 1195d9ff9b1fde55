// Many points and one row of shapes.
#pragma once

#include <geodist/columns.hpp>
#include <geodist/ellipsoid.hpp>
#include <geodist/run_options.hpp>
#include <geodist/shape_pairs.hpp>

#include "shapes/pair_job.hpp"

namespace geodist::shapes {

// The distances that shape_distances() has, where one side is points and the other a single row for
// which there is a shorter way than pair by pair; else false.
[[nodiscard]] bool measure_points(const PreparedPair& sides, OutColumn out,
                                  const Ellipsoid& ellipsoid, const RunOptions& options);

// The same of nearest_points(). The columns have a row for each point.
[[nodiscard]] bool locate_points(const PreparedPair& sides, const NearestOutput& out,
                                 const Ellipsoid& ellipsoid, const RunOptions& options);

}  // namespace geodist::shapes
