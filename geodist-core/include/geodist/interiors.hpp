/// \file
/// Whether points are inside polygons.
#pragma once

#include <geodist/columns.hpp>
#include <geodist/ellipsoid.hpp>
#include <geodist/run_options.hpp>
#include <geodist/shapes.hpp>

#include <cstdint>
#include <span>

namespace geodist {

/// Where a point is, seen from a polygon.
enum class Place : std::uint8_t {
    outside,
    inside,
    boundary  ///< at most 3e-8 m from an edge
};

/// Where points are in polygons, row by row; of a column of one row, that row with each of the
/// other. Rows that are not polygons, and points that are NaN, are outside.
///
/// A point is inside a ring of geodesics if it is not in the class that holds the antipode of the
/// middle of a cap around the ring, where one smaller than a hemisphere holds it; else, if it is in
/// the smaller class; with ShapesView::oriented, if it is to the left. Classes alternate at each
/// edge (even-odd), so that the direction of rings does not matter, and no crossing turns a polygon
/// inside out. The same rule makes holes of the other rings. Planar edges: even-odd in the plane of
/// longitude and latitude as they are, and points a whole turn further are the same. Several
/// polygons of a row are joined.
///
/// From 1e-8 to 5e-8 m from an edge either answer may be given, from edges longer than 19,000 km
/// farther: these are known to 20 nm + 5 nm a / m12 on WGS84, m12 the reduced length.
///
/// \param out as many as the longer column
/// \throws as check_shapes() and check_points(); Interrupted
/// \throws std::invalid_argument when the columns differ in length
void find_places(const ShapesView& shapes, const PointColumns& points, std::span<Place> out,
                 const Ellipsoid& ellipsoid = wgs84(), const RunOptions& options = {});

}  // namespace geodist
