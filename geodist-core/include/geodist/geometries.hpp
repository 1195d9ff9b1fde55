/// \file
/// Columns of geometries as GeoJSON text (RFC 7946) and as well-known binary.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace geodist {

/// The kinds of geometry, numbered as in well-known binary.
enum class GeometryKind : std::uint8_t {
    none,
    point,
    line_string,
    polygon,
    multi_point,
    multi_line_string,
    multi_polygon,
    geometry_collection,
};

/// Why a geometry could not be read.
enum class GeometryFault : std::uint8_t {
    none,
    missing,         ///< null, or no text or bytes at all
    not_an_object,   ///< the text is not one JSON object
    no_type,         ///< the object has no member type, or not a text
    unknown_type,    ///< a kind that is not among GeometryKind, such as a curve
    no_coordinates,  ///< there is no array of coordinates, or of geometries
    not_numbers,     ///< a coordinate is not a number, or the arrays are nested otherwise
    short_position,  ///< a position has fewer than two numbers
    not_finite,      ///< a coordinate is infinite, or NaN in a geometry that is not empty
    too_deep,        ///< collections within collections, more than 32 levels
    cut_off,         ///< the bytes end within the geometry
    bad_byte_order,  ///< the byte order is neither 0 nor 1
    wrong_part,      ///< a geometry holds one of a kind that it cannot hold
    trailing,        ///< there are bytes behind the geometry
};

/// In words, to be put behind "the geometry ".
[[nodiscard]] std::string_view describe(GeometryFault fault);

/// As GeoJSON writes it; empty for none.
[[nodiscard]] std::string_view name_of(GeometryKind kind);

/// One geometry of a column.
struct GeometryState {
    GeometryFault fault = GeometryFault::none;
    GeometryKind kind = GeometryKind::none;
    bool has_z = false;
    bool had_m = false;      ///< it had measures, or more than three numbers, which are left out
    std::int32_t srid = 0;   ///< of extended well-known binary
    std::int64_t place = 0;  ///< of the fault, in bytes from the beginning of the geometry
    // Of ShapeTable alone:
    std::int32_t part = -1, ring = -1, vertex = -1;  ///< of the fault, if it is at a vertex
    bool left_out = false;                           ///< empty parts or rings, beside others
};

/// Geometries one after the other: geometry i is from offsets[i] to offsets[i + 1]. One with a
/// fault has no bytes.
struct GeometryColumn {
    std::vector<char> data;
    std::vector<std::int64_t> offsets;
    std::vector<GeometryState> states;
};

/// Geometry i is in `data` from begins[i] to ends[i]; there is none where both are the same. Rings
/// that are too short or open, and empty geometries, are kept as they are.
struct GeometryCells {
    std::span<const char> data;
    std::span<const std::int64_t> begins;
    std::span<const std::int64_t> ends;
};

/// Geometries of GeoJSON as well-known binary, little-endian, with heights as ISO has them. Foreign
/// members are left out; a position without a height among others with one gets NaN.
/// \throws GeodistError  for cells that are not within the data.
[[nodiscard]] GeometryColumn wkb_from_geojson(const GeometryCells& cells);

/// Well-known binary, ISO's or the extended form, of either byte order, as GeoJSON. Numbers are the
/// shortest that read back as the same double.
/// \throws GeodistError  for cells that are not within the data.
[[nodiscard]] GeometryColumn geojson_from_wkb(const GeometryCells& cells);

/// Well-known binary of any form as wkb_from_geojson() writes it.
/// \throws GeodistError  for cells that are not within the data.
[[nodiscard]] GeometryColumn wkb_from_wkb(const GeometryCells& cells);

/// Where points go: as long as there are cells. NaN is written for what is not a point.
struct PointPlaces {
    std::span<double> lat;
    std::span<double> lon;
    std::span<double> height;
};

/// The points among geometries of well-known binary. A geometry of another kind has no fault: its
/// state tells the kind, and its coordinates are not looked at.
/// \throws GeodistError  for cells that are not within the data, or columns that are not as long.
std::vector<GeometryState> points_from_wkb(const GeometryCells& cells, const PointPlaces& points);

/// Points as GeoJSON; one without a finite latitude and longitude is missing.
/// \param height  may be empty; a point whose height is not finite has none.
/// \throws GeodistError  for columns that differ in length.
[[nodiscard]] GeometryColumn geojson_from_points(std::span<const double> lat,
                                                 std::span<const double> lon,
                                                 std::span<const double> height);

/// Points as well-known binary, as geojson_from_points().
/// \throws GeodistError  for columns that differ in length.
[[nodiscard]] GeometryColumn wkb_from_points(std::span<const double> lat,
                                             std::span<const double> lon,
                                             std::span<const double> height);

/// Geometries by columns: the vertices of all rings and lines, and where each begins. Row i has the
/// parts rows[i] ... rows[i + 1] - 1, a part the rings parts[j] ..., a ring the vertices rings[k]
/// ... The part of a polygon has its outer ring first; that of a line has one ring; that of a point
/// one ring of one vertex. Each column of offsets begins with 0.
struct ShapeTable {
    std::vector<double> lat, lon;
    std::vector<std::int64_t> rings{0}, parts{0}, rows{0};
    std::vector<GeometryState> states;

    /// Takes back all that was added behind so many rows.
    void rows_to(std::size_t count);
};

/// The same as a reader sees it; kinds[i] is that of row i.
struct ShapeCells {
    std::span<const double> lat, lon;
    std::span<const std::int64_t> rings, parts, rows;
    std::span<const std::uint8_t> kinds;
};

/// Geometries of well-known binary by columns. Heights and measures are left out, empty rings and
/// parts too; a geometry with a fault has no parts, and so has a collection, which is no shape.
/// \throws GeodistError  for cells that are not within the data.
[[nodiscard]] ShapeTable shapes_from_wkb(const GeometryCells& cells);

/// The same of GeoJSON text.
[[nodiscard]] ShapeTable shapes_from_geojson(const GeometryCells& cells);

/// Shapes as well-known binary; a row whose kind is none has no bytes. Rings are closed.
/// \throws GeodistError  for offsets that do not fit, or a row with parts that its kind cannot
///         have.
[[nodiscard]] GeometryColumn wkb_from_shapes(const ShapeCells& shapes);

}  // namespace geodist
