// Many points and one row of shapes of many edges, or of planar ones, by a tree over its edges.
#pragma once

#include <geodist/columns.hpp>
#include <geodist/ellipsoid.hpp>
#include <geodist/run_options.hpp>
#include <geodist/shape_pairs.hpp>

#include "shapes/pair_job.hpp"

namespace geodist::shapes {

// One side is points, the other a single row, which is not absent.
void measure_by_tree(const PreparedPair& sides, OutColumn out, const Ellipsoid& ellipsoid,
                     const RunOptions& options);

// The same with the places, of planar edges and no polygon.
void locate_by_tree(const PreparedPair& sides, const NearestOutput& out, const Ellipsoid& ellipsoid,
                    const RunOptions& options);

}  // namespace geodist::shapes
