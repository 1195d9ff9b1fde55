/// \file
/// Columns of shapes as the core sees them; lengths of lines and areas of rings, along geodesic
/// edges or planar ones.
#pragma once

#include <geodist/columns.hpp>
#include <geodist/ellipsoid.hpp>
#include <geodist/geometries.hpp>
#include <geodist/run_options.hpp>

#include <cstdint>
#include <span>

namespace geodist {

/// Lines or rings by columns: the vertices of all of them, one behind the other, and where each
/// begins. Line i has the vertices offsets[i] ... offsets[i + 1] - 1; there is one offset more than
/// there are lines.
struct LineColumns {
    Column lat;  ///< degrees, [-90, 90]
    Column lon;  ///< degrees, any finite value
    std::span<const std::int64_t>
        offsets;  ///< not falling, the last at most the number of vertices

    [[nodiscard]] std::size_t size() const noexcept {
        return offsets.empty() ? 0 : offsets.size() - 1;
    }
};

/// Throws the error of the first vertex that is NaN or out of range, or of offsets that do not fit.
/// \throws InvalidLatitudeError, InvalidLongitudeError, with the line as index and its vertex
/// \throws std::invalid_argument when the columns differ in length or the offsets do not fit
void check_lines(const LineColumns& lines);

/// What joins two vertices.
enum class Edges {
    /// The shortest line on the ellipsoid.
    geodesic,
    /// The straight line in longitude and latitude as they are: from 179 to -179 through 0.
    /// Longitudes beyond 36000 degrees are an InvalidLongitudeError.
    planar
};

/// A column of shapes in the caller's memory. A row of kind `none` is missing, one without parts
/// empty. A ring ends with its first vertex again or without it.
struct ShapesView : ShapeCells {
    Edges edges = Edges::geodesic;
    /// The inside of a polygon is to the left of its outer ring; else it is the smaller side.
    /// Planar rings have it on the map, whichever way they go.
    bool oriented = false;
};

/// Throws the error of the first vertex that is NaN or out of range, with its row as index and its
/// place among the row's vertices; or of offsets or kinds that do not fit.
/// \throws InvalidLatitudeError, InvalidLongitudeError, GeodistError
void check_shapes(const ShapesView& shapes);

/// The lengths of lines, metres; 0 with fewer than two vertices. The length of each geodesic edge
/// is `distance` of its ends, and the sum adds less than 1e-15 of the length. Max error of each
/// planar edge: 10 nm + 1e-15 of its length.
///
/// L. N. Trefethen, "Is Gauss quadrature better than Clenshaw-Curtis?", SIAM Review 50, 67-87
/// (2008), theorem 4.5, for the number of nodes along planar edges.
///
/// \param closed whether an edge leads from the last vertex to the first
/// \param out one number for each line
/// \throws as check_lines; Interrupted
void line_lengths(const LineColumns& lines, bool closed, OutColumn out,
                  Edges edges = Edges::geodesic, const Ellipsoid& ellipsoid = wgs84(),
                  const RunOptions& options = {});

/// The areas of rings, m2: along geodesics, of the smaller side; along planar edges, of what the
/// ring encloses in the plane of longitude and latitude. Positive if that is to the left of the
/// ring, negative if to the right. A ring is closed by an edge if its last vertex is not its first.
/// Of a ring that crosses itself: the sum of its lobes, each with its sign.
///
/// Max error, for each geodesic edge: 1e-3 m2 below 100 km; above, 0.1 m2 + 2 C * 5 nm / m12. C is
/// the area of the ellipsoid over 4 pi, m12 the edge's reduced length (inverse_full). For each
/// planar edge: 2e-4 m2 up to a degree of longitude; above, 4e-4 m2 for each degree.
///
/// C. F. F. Karney, "Algorithms for geodesics", J. Geodesy 87, 43-55 (2013), section 6; in short
/// edges a series in authalic coordinates (geodesy/area.hpp).
///
/// \param out one number for each ring
/// \throws as check_lines; Interrupted
void ring_areas(const LineColumns& rings, OutColumn out, Edges edges = Edges::geodesic,
                const Ellipsoid& ellipsoid = wgs84(), const RunOptions& options = {});

}  // namespace geodist
