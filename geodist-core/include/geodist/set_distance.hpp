/// \file
/// Distances between sets of points, each with the pair of points that realises it.
///
/// Points are as for PointIndex: distances are those of cdist() in every bit, with altitudes
/// those of chord(); rows with NaN are missing. Of equal distances that of the lowest row in a,
/// then in b, counts. The number of threads changes nothing.
///
/// A set without a point, or left without one by the box, throws EmptyGeometryError, which says
/// which set. Altitudes in one set only throw std::invalid_argument. All may throw Interrupted.
#pragma once

#include <geodist/bounding_box.hpp>
#include <geodist/columns.hpp>
#include <geodist/ellipsoid.hpp>
#include <geodist/location.hpp>
#include <geodist/point_index.hpp>
#include <geodist/run_options.hpp>

#include <optional>

namespace geodist {

/// How to measure sets.
struct SetOptions : RunOptions {
    std::optional<BoundingBox> box = std::nullopt;  ///< only the points in it count
};

/// A pair of places that realises a distance.
struct Witness {
    double distance;  ///< metres
    Location a;       ///< in the first set
    Location b;       ///< in the second; for the distances of one set, in that
    friend bool operator==(const Witness&, const Witness&) = default;
};

/// From the points of one set to the nearest ones of the other.
struct DirectedSetDistance {
    double value;     ///< the largest of the distances, their mean or their sum, metres
    Witness witness;  ///< the pair with the largest
};

/// Both ways.
struct SetDistance {
    double distance;               ///< metres
    DirectedSetDistance forward;   ///< from a to b
    DirectedSetDistance backward;  ///< from b to a
};

/// The largest distance of a point of a to the nearest of b. Points that surely are not the one are
/// passed over after a look at the leaf around them.
[[nodiscard]] DirectedSetDistance directed_hausdorff(const PointColumns& a, const PointColumns& b,
                                                     const Ellipsoid& ellipsoid = wgs84(),
                                                     const SetOptions& options = {});
/// The larger of the two directed ones.
[[nodiscard]] SetDistance hausdorff(const PointColumns& a, const PointColumns& b,
                                    const Ellipsoid& ellipsoid = wgs84(),
                                    const SetOptions& options = {});

/// What chamfer() makes of the distances to the nearest points.
enum class Reduction { mean, sum, max };

/// The mean or the sum of the distances of the points of a to the nearest of b, plus the same from
/// b to a; for the maximum the larger of both, which is the Hausdorff distance. Sums are
/// compensated.
[[nodiscard]] SetDistance chamfer(const PointColumns& a, const PointColumns& b,
                                  Reduction reduction = Reduction::mean,
                                  const Ellipsoid& ellipsoid = wgs84(),
                                  const SetOptions& options = {});

/// The farthest pair of one set; with one point only, that point twice.
[[nodiscard]] Witness diameter(const PointColumns& points, const Ellipsoid& ellipsoid = wgs84(),
                               const SetOptions& options = {});

/// The point of the set from which the farthest one of the set is least far: a. That farthest one
/// is b.
[[nodiscard]] Witness center(const PointColumns& points, const Ellipsoid& ellipsoid = wgs84(),
                             const SetOptions& options = {});

/// The point of a set with the least total distance.
struct Medoid {
    double total;       ///< of the distances to all points of the set, metres
    Location location;  ///< of the point
    friend bool operator==(const Medoid&, const Medoid&) = default;
};

/// The point of the set with the least total of distances to all others. Some sqrt(n) points are
/// looked at, each for n distances; but of a set spread evenly around the Earth, where all totals
/// are nearly equal, most.
[[nodiscard]] Medoid medoid(const PointColumns& points, const Ellipsoid& ellipsoid = wgs84(),
                            const SetOptions& options = {});

}  // namespace geodist
