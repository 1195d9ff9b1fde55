// Whether and where two planar edges meet, decided exactly in the plane of longitude and latitude.
//
// The side of an edge on which a vertex lies is the sign of a determinant of differences of
// coordinates. Where rounding might change it, it is computed as a sum of doubles that has no
// rounding at all (Shewchuk 1997, Adaptive precision floating-point arithmetic and fast robust
// geometric predicates, Discrete & Computational Geometry 18). So an edge meets what its vertices
// say it meets: a point between two vertices of the same latitude is on the edge, the next double
// beside it is not.
//
// Longitudes count as they are, so that an edge from -179 to 179 runs through 0. Two edges also meet
// where one does that is moved by whole turns; such a move is exact, too. All longitudes of a pole
// are one place.
#pragma once

#include <vector>

namespace geodist::shapes {

// Degrees. A point is an edge of no length.
struct PlanarEdge {
    double lat1, lon1, lat2, lon2;

    [[nodiscard]] bool is_point() const { return lat1 == lat2 && lon1 == lon2; }
};

// Where two edges meet: the fractions of both, which are 0 or 1 at a vertex and nowhere else, and
// the coordinates, those of a vertex if there is one, with the longitude as it is along the first.
struct PlanarPlace {
    double first, second;
    double lat, lon;
};

// A place, or a stretch that two edges have in common, in the direction of the first.
struct PlanarMeeting {
    PlanarPlace begin, end;  // the same but for a stretch
    double turn;             // degrees east that the second was moved
    bool is_crossing;        // where no vertex is

    [[nodiscard]] bool is_stretch() const {
        return begin.first != end.first || begin.second != end.second;
    }
};

// All meetings of two edges, behind those in `found`: one, but for edges that reach around the Earth
// or to a pole.
void find_planar_meetings(const PlanarEdge& a, const PlanarEdge& b,
                          std::vector<PlanarMeeting>& found);

// Are there any?
[[nodiscard]] bool do_planar_edges_meet(const PlanarEdge& a, const PlanarEdge& b);

// On which side of an edge is a vertex, moved by a multiple of 360 degrees? Positive: left; 0: on
// the straight line through the edge.
[[nodiscard]] double planar_side(const PlanarEdge& edge, double lat, double lon, double turn);

}  // namespace geodist::shapes
