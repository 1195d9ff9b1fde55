// The distances of two columns of shapes, row by row.
#pragma once

#include <geodist/columns.hpp>
#include <geodist/ellipsoid.hpp>
#include <geodist/run_options.hpp>
#include <geodist/shapes.hpp>

namespace geodist::shapes {

// The distances that shape_distances() has, where both columns are shapes with geodesic edges and
// have the same number of rows, more than one; else false. Some rows at a time: what they need is
// made when their turn comes, on the thread that measures them, and is in its caches then.
[[nodiscard]] bool measure_rows(const ShapesView& a, const ShapesView& b, OutColumn out,
                                const Ellipsoid& ellipsoid, const RunOptions& options);

}  // namespace geodist::shapes
