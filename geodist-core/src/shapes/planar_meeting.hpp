// Whether and where two planar edges meet, decided exactly in the plane of longitude and latitude:
// an edge meets what its vertices say it meets. A point between two vertices of the same latitude
// is on the edge, the next double beside it is not.
//
// Longitudes count as they are, so that an edge from -179 to 179 runs through 0. Two edges also
// meet where one does that is moved by whole turns; such a move is exact, too. All longitudes of a
// pole are one place.
#pragma once

#include <algorithm>
#include <cmath>
#include <vector>

namespace geodist::shapes {

// Degrees, longitudes of some thousand turns at most. A point is an edge of no length.
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

// All meetings of two edges, behind those in `found`: one, but for edges that reach around the
// Earth or to a pole.
void find_planar_meetings(const PlanarEdge& a, const PlanarEdge& b,
                          std::vector<PlanarMeeting>& found);

// Are there any?
[[nodiscard]] bool do_planar_edges_meet(const PlanarEdge& a, const PlanarEdge& b);

// By how many turns the second may be moved so that they meet, or are next to each other: no
// farther apart than so many degrees of longitude.
struct PlanarTurns {
    int first, last;

    PlanarTurns(const PlanarEdge& a, const PlanarEdge& b, double gap = 0) {
        const auto [west_a, east_a] = std::minmax(a.lon1, a.lon2);
        const auto [west_b, east_b] = std::minmax(b.lon1, b.lon2);
        const double slack = gap + 1e-6;  // one turn more does no harm
        first = static_cast<int>(std::ceil((west_a - east_b - slack) / 360));
        last = static_cast<int>(std::floor((east_a - west_b + slack) / 360));
    }
};

}  // namespace geodist::shapes
