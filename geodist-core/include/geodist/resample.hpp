/// \file
/// Lines and rings with more vertices or fewer.
#pragma once

#include <geodist/ellipsoid.hpp>
#include <geodist/run_options.hpp>
#include <geodist/shapes.hpp>

#include <cstdint>
#include <vector>

namespace geodist {

/// The vertices of shapes whose parts, rows and kinds stay as they are.
struct ResampledShapes {
    std::vector<double> lat, lon;
    std::vector<std::int64_t> rings;  ///< from 0
};

/// Each edge in equal parts no longer than `spacing`, metres: geodesic ones in as few as there can
/// be, equal in length, planar ones equal in longitude and latitude. Given vertices are kept as
/// they are, and so are rings that end without their first vertex; the edge that closes those has
/// parts too. New points are as right as those of `interpolate`.
/// \throws GeodistError for a spacing that is not above 0, and for too many vertices
[[nodiscard]] ResampledShapes densify(const ShapesView& shapes, double spacing,
                                      const Ellipsoid& ellipsoid = wgs84(),
                                      const RunOptions& options = {});

/// Lines, and the parts of multi-lines, in as few parts of equal length as there can be, none
/// longer than `spacing` metres along the line. The ends stay as they are; other vertices do not.
/// A line of one vertex keeps it. New points are as right as those of `interpolate_along`.
/// \throws GeodistError for a spacing that is not above 0, for too many vertices, and for a row
///         that is neither line nor multi-line; as check_shapes; Interrupted
[[nodiscard]] ResampledShapes resample(const ShapesView& lines, double spacing,
                                       const Ellipsoid& ellipsoid = wgs84(),
                                       const RunOptions& options = {});

/// Lines and rings with fewer vertices: each one that is left out is within `tolerance` metres of
/// the edge that takes its place. The ends of lines are kept, and at least three vertices of a ring
/// that has as many different ones. Neighbours are simplified apart: borders in common stay so only
/// where they begin and end at the same vertices, and a ring may come to cross itself.
///
/// D. H. Douglas, T. K. Peucker, "Algorithms for the reduction of the number of points required to
/// represent a digitized line or its caricature", Cartographica 10, 112-122 (1973)
///
/// \throws GeodistError for a tolerance that is not at least 0
[[nodiscard]] ResampledShapes simplify(const ShapesView& shapes, double tolerance,
                                       const Ellipsoid& ellipsoid = wgs84(),
                                       const RunOptions& options = {});

}  // namespace geodist
