// One arc from its ends.
#pragma once

#include "shapes/arcs.hpp"

namespace geodist::shapes {

struct ArcEnds {
    double west_lat, west;
    double east_lat, east;
    double width;  // eastward from west to east: where east < west, across 180 degrees
};

// Of a geodesic no longer than `length`, metres, which is at most NearConstants::piece. The ends
// of the arc stay open: `ends` is 0.
[[nodiscard]] Arc fit_geodesic(const geodesy::PreparedEllipsoid& e, const ArcEnds& ends,
                               double length);
// Of an edge straight in longitude and latitude.
[[nodiscard]] Arc fit_planar(const ArcEnds& ends);

// Adds an arc to the last polygon, leading from vertex `first` to the next. One that crosses
// 180 degrees becomes two; what comes next to 180 degrees gets a twin on the other side, which no
// meridian meets but which is next to the points there.
void add_arc(PolygonArcs& out, const Arc& arc, std::size_t first, bool is_eastward);

}  // namespace geodist::shapes
