/// \file
/// Hausdorff and Frechet distance of tracks, edges included, between bounds that are certain.
///
/// A track is a row of one line, or a single point. Planar edges are replaced by geodesics within
/// an eighth of the tolerance, by which the bounds are wider. The Hausdorff distance takes rows of
/// any kind, as the set of all places of their lines, points and rings, with what is inside of
/// polygons if ContinuousOptions::filled says so. Two columns go row by row; if one has a single
/// row, that is compared with each row of the other.
///
/// All functions throw InvalidGeometryError and EmptyGeometryError, with the row, for what is no
/// track, or has no place; GeodistError for edges longer than 19,000 km, or 18,000 km where
/// f > 1/290, for planar ones of a column that take over 2,000,000 geodesics more than it has
/// vertices, and for filled polygons that take too many steps, whose rows the message has, and the
/// error the index of their pair; std::invalid_argument for columns of other lengths; and
/// Interrupted. Results do not depend on the number of threads.
#pragma once

#include <geodist/ellipsoid.hpp>
#include <geodist/matrix.hpp>
#include <geodist/run_options.hpp>
#include <geodist/shape_pairs.hpp>
#include <geodist/shapes.hpp>

#include <cstdint>
#include <span>
#include <vector>

namespace geodist {

/// How near the bounds have to be.
struct ContinuousOptions : RunOptions {
    /// The most that upper - lower may be, metres; at least 3e-7 on the Earth, 6e-7 where edges are
    /// planar, elsewhere in proportion to the equatorial radius.
    double tolerance = 1e-6;
    /// Of the Hausdorff distance: does what is inside polygons count, as interiors.hpp has it? Else
    /// only their boundaries do.
    bool filled = false;
};

/// Of each pair, lower <= the distance <= upper, and a place on either track.
struct CertifiedDistances {
    std::vector<double> lower, upper;  ///< metres
    LocationColumns a, b;
};

/// The largest distance of a place of a to the nearest place of b. The places are those two; their
/// distance is at least `lower`.
///
/// Bounds on stretches of an edge: by Rauch's comparison theorem the distance to an edge exceeds
/// its chord by l^2/8 k tan(k d) at most, k^2 the largest Gauss curvature.
///
/// \throws std::invalid_argument for a tolerance that is too small
[[nodiscard]] CertifiedDistances directed_track_hausdorff(const ShapesView& a, const ShapesView& b,
                                                          const Ellipsoid& ellipsoid = wgs84(),
                                                          const ContinuousOptions& options = {});
/// The larger of both directions.
[[nodiscard]] CertifiedDistances track_hausdorff(const ShapesView& a, const ShapesView& b,
                                                 const Ellipsoid& ellipsoid = wgs84(),
                                                 const ContinuousOptions& options = {});

/// The Frechet distance: how long a leash must be at least for two to walk along the tracks, each
/// at any pace and never back. The places are a vertex and what is nearest to it on the other
/// track, or both starts, or both ends: no pair of the sort is farther apart.
///
/// H. Alt, M. Godau, "Computing the Frechet distance between two polygonal curves", IJCGA 5, 75-91
/// (1995), with what a curved surface asks for more.
///
/// \throws GeodistError where the distance is more than 8900 km on the Earth and depends on places
///         that are too nearly antipodal for the tolerance
/// \throws std::invalid_argument for a tolerance that is too small
[[nodiscard]] CertifiedDistances track_frechet(const ShapesView& a, const ShapesView& b,
                                               const Ellipsoid& ellipsoid = wgs84(),
                                               const ContinuousOptions& options = {});

/// The same with how to walk: places that are reached at the same time, in order; between them
/// both go on evenly. Pair i has the places starts[i] ... starts[i + 1] - 1. `distances` have the
/// places of these that are farthest apart.
struct FrechetMatchings {
    CertifiedDistances distances;
    std::vector<std::int64_t> starts;
    LocationColumns a, b;
};
/// \throws GeodistError where the distance is more than 8900 km on the Earth
[[nodiscard]] FrechetMatchings frechet_matching(const ShapesView& a, const ShapesView& b,
                                                const Ellipsoid& ellipsoid = wgs84(),
                                                const ContinuousOptions& options = {});

/// Which distance of two tracks.
enum class ContinuousMetric { frechet, hausdorff, directed_hausdorff };

/// The distances of all pairs of rows, the middle of their bounds: a row for each row of a, a
/// column for each of b. Each shape is made ready once.
void continuous_matrix(const ShapesView& a, const ShapesView& b, ContinuousMetric metric,
                       const MatrixOutput& out, const Ellipsoid& ellipsoid = wgs84(),
                       const ContinuousOptions& options = {});
/// The same one after the other, those of the first row of a first.
/// \param out as long as the product of both lengths
void continuous_matrix(const ShapesView& a, const ShapesView& b, ContinuousMetric metric,
                       OutColumn out, const Ellipsoid& ellipsoid = wgs84(),
                       const ContinuousOptions& options = {});

/// The same of the rows of one column, each pair once: (0, 1), (0, 2), ..., (1, 2), ...
/// \param out pair_count() numbers (matrix.hpp), of which only the column stride is used
void continuous_pairs(const ShapesView& tracks, ContinuousMetric metric, const MatrixOutput& out,
                      const Ellipsoid& ellipsoid = wgs84(), const ContinuousOptions& options = {});
void continuous_pairs(const ShapesView& tracks, ContinuousMetric metric, OutColumn out,
                      const Ellipsoid& ellipsoid = wgs84(), const ContinuousOptions& options = {});

/// Is the distance of each pair at most that many metres? One number, or one for each pair; NaN
/// gives false. Sooner than the distance is known. Where they differ by no more than `tolerance`,
/// either answer.
/// \throws as track_frechet()
void tracks_within(const ShapesView& a, const ShapesView& b, ContinuousMetric metric,
                   Column distance, std::span<std::uint8_t> out,
                   const Ellipsoid& ellipsoid = wgs84(), const ContinuousOptions& options = {});

}  // namespace geodist
