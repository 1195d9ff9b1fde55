// Many points and one row of shapes.
#pragma once

#include <geodist/columns.hpp>
#include <geodist/ellipsoid.hpp>
#include <geodist/run_options.hpp>

#include "shapes/pair_job.hpp"

namespace geodist::shapes {

// Is one side points, and the other a single row for which there is a shorter way than pair by
// pair?
[[nodiscard]] bool are_points_and_row(const PreparedPair& sides);

// The distances of such a pair of sides; those that shape_distances() has.
void measure_points(const PreparedPair& sides, OutColumn out, const Ellipsoid& ellipsoid,
                    const RunOptions& options);

}  // namespace geodist::shapes
