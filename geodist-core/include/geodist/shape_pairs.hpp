/// \file
/// Shapes measured against shapes: distances with the places that realise them, intersections,
/// what covers what, and lines cut at the borders of polygons.
///
/// Two columns go row by row; if one has a single row, that is measured against all of the other.
/// A column of points alone may leave out offsets and kinds (points_view): then a row with NaN is
/// missing. Each side keeps its own kind of edges. Distances err by at most 20 nm where no
/// geodesic edge is longer than 19,000 km, or 18,000 km where f > 1/290. What is within 3e-8 m of a
/// line or polygon touches it: they intersect, at distance 0. Points meet where they are one place.
///
/// A row that is missing or empty gives NaN, or false, or nothing. Columns of other lengths throw
/// std::invalid_argument; all may throw Interrupted. Results do not depend on the number of
/// threads.
#pragma once

#include <geodist/columns.hpp>
#include <geodist/ellipsoid.hpp>
#include <geodist/geometries.hpp>
#include <geodist/run_options.hpp>
#include <geodist/shapes.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace geodist {

/// A column of points as shapes, for the functions here alone; an index takes PointColumns.
[[nodiscard]] ShapesView points_view(Column lat, Column lon);

/// Where locations go: columns as long as the results, or empty where nobody wants them.
struct LocationOutput {
    std::span<std::int64_t> row, part, ring, edge;
    std::span<double> fraction, lat, lon;
};

/// Locations by columns, each as Location has it; row -1 and NaN where there is none.
struct LocationColumns {
    std::vector<std::int64_t> row, part, ring, edge;
    std::vector<double> fraction, lat, lon;

    void resize(std::size_t size);
    [[nodiscard]] LocationOutput output() { return {row, part, ring, edge, fraction, lat, lon}; }
};

/// Where the distances of pairs go, metres, and the places that realise them.
struct NearestOutput {
    OutColumn distance;
    LocationOutput a, b;
};

/// The same in columns of their own.
struct NearestPlaces {
    std::vector<double> distance;
    LocationColumns a, b;

    void resize(std::size_t size);
    [[nodiscard]] NearestOutput output() { return {distance, a.output(), b.output()}; }
};

/// The distance of each pair: 0 where they meet or one lies in the other.
/// \param out as long as the longer column
void shape_distances(const ShapesView& a, const ShapesView& b, OutColumn out,
                     const Ellipsoid& ellipsoid = wgs84(), const RunOptions& options = {});

/// The same with the two places. Of places equally far, one.
/// Where one lies in the other, the place in the polygon has the edge -1.
void nearest_points(const ShapesView& a, const ShapesView& b, const NearestOutput& out,
                    const Ellipsoid& ellipsoid = wgs84(), const RunOptions& options = {});

/// The same of pairs of rows: rows_a[i] of a and rows_b[i] of b. Throws std::out_of_range.
void nearest_points(const ShapesView& a, const ShapesView& b, std::span<const std::int64_t> rows_a,
                    std::span<const std::int64_t> rows_b, const NearestOutput& out,
                    const Ellipsoid& ellipsoid = wgs84(), const RunOptions& options = {});

/// How near to a line or polygon a shape is taken to touch it, metres: 3e-8 on the Earth, elsewhere
/// in proportion to the equatorial radius. Points touch where they are one place.
[[nodiscard]] double touching_distance(const Ellipsoid& ellipsoid = wgs84());

/// Do the shapes of each pair have a point in common? Where their distance is 0, they do.
void shapes_intersect(const ShapesView& a, const ShapesView& b, std::span<std::uint8_t> out,
                      const Ellipsoid& ellipsoid = wgs84(), const RunOptions& options = {});

/// Is the distance of each pair at most this? One number, or one for each pair; NaN gives false.
void shapes_within(const ShapesView& a, const ShapesView& b, Column distance,
                   std::span<std::uint8_t> out, const Ellipsoid& ellipsoid = wgs84(),
                   const RunOptions& options = {});

/// The distances of all pairs of rows, those of the first row of a first.
/// \param out as long as the product of both lengths
void shape_matrix(const ShapesView& a, const ShapesView& b, OutColumn out,
                  const Ellipsoid& ellipsoid = wgs84(), const RunOptions& options = {});

/// Where lines, and borders of polygons, meet: pair i has the places starts[i] ...
/// starts[i + 1] - 1 of the columns, in the order of a.
struct MeetingPlaces {
    std::vector<std::int64_t> starts;
    LocationColumns a, b;
};

/// The places where edges cross or touch, each once; of edges that run along each other, the ends
/// of what they have in common. Max error of a place: 50 nm / sin(angle of the edges). Whether
/// planar edges meet is decided exactly, in the plane of longitude and latitude.
[[nodiscard]] MeetingPlaces intersection_points(const ShapesView& a, const ShapesView& b,
                                                const Ellipsoid& ellipsoid = wgs84(),
                                                const RunOptions& options = {});

/// What one shape may be of another.
enum class Relation {
    covers,    ///< no point of b is outside of a
    contains,  ///< the same, and the insides have a point in common
};

/// Is b in a, of each pair? Points and lines are in lines, too, if they are along them to 3e-8 m.
void shapes_relate(const ShapesView& a, const ShapesView& b, Relation relation,
                   std::span<std::uint8_t> out, const Ellipsoid& ellipsoid = wgs84(),
                   const RunOptions& options = {});

/// The same of some rows of a and of b: pair i is rows_a[i] and rows_b[i].
/// \throws std::out_of_range for rows that are not there
void shapes_relate(const ShapesView& a, const ShapesView& b, std::span<const std::int64_t> rows_a,
                   std::span<const std::int64_t> rows_b, Relation relation,
                   std::span<std::uint8_t> out, const Ellipsoid& ellipsoid = wgs84(),
                   const RunOptions& options = {});

/// The parts of lines that lie in polygons, borders included: of each pair a line string or
/// several, with the vertices of the line in between; empty where nothing is left. The rows of a
/// must be lines, or points, of which those in polygons are kept; those of b polygons.
/// \throws InvalidGeometryError, with the row, for others
[[nodiscard]] ShapeTable clip_lines(const ShapesView& lines, const ShapesView& polygons,
                                    const Ellipsoid& ellipsoid = wgs84(),
                                    const RunOptions& options = {});

}  // namespace geodist
