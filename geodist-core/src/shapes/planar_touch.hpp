// Where planar edges meet or all but do: a vertex within the width of a border counts as on it.
#pragma once

#include <vector>

#include "shapes/planar_meeting.hpp"

namespace geodist::shapes {

// That width, degrees of a great circle: 30 nm on the Earth.
inline constexpr double planar_width = 2.7e-13;

// As find_planar_meetings(), and where a vertex of one edge is so near to the other. What edges
// have in common then reaches to such vertices.
void find_planar_touches(const PlanarEdge& a, const PlanarEdge& b,
                         std::vector<PlanarMeeting>& found);

// Are there any?
[[nodiscard]] bool do_planar_edges_touch(const PlanarEdge& a, const PlanarEdge& b);

// How far two places are apart that are near to each other, degrees of a great circle.
[[nodiscard]] double planar_gap(double lat1, double lon1, double lat2, double lon2);

}  // namespace geodist::shapes
