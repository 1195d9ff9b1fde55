// One geodesic edge of any length: its nearest point to another, and where two of them meet.
//
// Along an edge let f be the distance to a point P, K the Gauss curvature, between Kmin and Kmax:
// 1/b^2 and b^2/a^4. With gamma the angle between the edge and the geodesic to P,
//   f' = -cos(gamma),  f'' = sin^2(gamma) M/m  (M, m: scale and reduced length of that geodesic),
// and by Sturm's theorem sqrt(Kmax) cot(sqrt(Kmax) f) <= M/m <= sqrt(Kmin) cot(sqrt(Kmin) f). So
//   * where f < r1 = pi / (2 sqrt(Kmax)) f is convex; and with both ends there, the whole edge is:
//     the ball of that radius is strongly convex (Klingenberg 1982, theorem 2.1.10 and section 2.6:
//     pi / sqrt(Kmax) is at most the injectivity radius of these ellipsoids). One minimum, found by
//     Newton's method.
//   * where f > r2 = pi / (2 sqrt(Kmin)) f is concave, through the cut locus too, being the least
//     of concave branches: no minimum lies there.
//   * what crosses the shell between, 67 km wide on the Earth, is halved until a piece is convex,
//     monotonic, or bounded from below by what was found elsewhere.
#pragma once

#include <geodist/geodesic.hpp>

#include <optional>

#include "geodesy/prepared_ellipsoid.hpp"

namespace geodist::shapes {

struct EdgeFoot {
    double distance;
    double fraction;  // of the edge's length
    double lat, lon;
};

struct EdgeMeeting {
    double first, second;  // fractions
    double lat, lon;
};

class GeodesicEdge {
  public:
    // Latitudes in [-90, 90], finite longitudes. The ellipsoid must outlive the edge.
    GeodesicEdge(const geodesy::PreparedEllipsoid& e, double lat1, double lon1, double lat2,
                 double lon2);

    [[nodiscard]] double length() const { return length_; }
    // An end is the vertex as given.
    [[nodiscard]] LatLon position(double fraction) const;
    // The direction there, degrees from north.
    [[nodiscard]] double azimuth(double fraction) const;
    // The nearest point; of equally near ones, some. For an edge of no length, its first end.
    [[nodiscard]] EdgeFoot foot(double lat, double lon) const;

    [[nodiscard]] const geodesy::PreparedEllipsoid& ellipsoid() const { return *e_; }

  private:
    friend class FootSearch;
    struct Direction {
        double lat, lon, azimuth;
    };
    [[nodiscard]] Direction at(double s) const;  // metres along

    const geodesy::PreparedEllipsoid* e_;
    double lat1_, lon1_, lat2_, lon2_, azi1_, azi2_, length_;
};

// Where two edges cross or touch; one place if they do so in several. Parallel ones, which may
// have a part in common, do not: an end of one is then on the other.
[[nodiscard]] std::optional<EdgeMeeting> meeting(const GeodesicEdge& a, const GeodesicEdge& b);

}  // namespace geodist::shapes
