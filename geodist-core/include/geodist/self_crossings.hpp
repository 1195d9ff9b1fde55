/// \file
/// Where lines and rings cross themselves.
#pragma once

#include <geodist/ellipsoid.hpp>
#include <geodist/location.hpp>
#include <geodist/run_options.hpp>
#include <geodist/shapes.hpp>

#include <vector>

namespace geodist {

/// A place on two edges of one line or ring.
struct SelfCrossing {
    Location first, second;  ///< the edge that comes first, and the other; of the same coordinates
};

/// Where edges of the same line or ring meet that do not follow each other: crossings, and vertices
/// that it comes back to. They are sorted by their first edges, and along each. Edges that run
/// along each other do not count, nor do two rings of one polygon that cross each other. A place is
/// found if the ring continues at least 10 nm beyond it; its error is at most 50 nm divided by the
/// sine of the angle. Planar edges are compared exactly, in the plane of longitude and latitude; a
/// vertex on another edge counts, as the beginning of its edge.
///
/// \throws as check_shapes(); Interrupted
[[nodiscard]] std::vector<SelfCrossing> self_crossings(const ShapesView& shapes,
                                                       const Ellipsoid& ellipsoid = wgs84(),
                                                       const RunOptions& options = {});

}  // namespace geodist
