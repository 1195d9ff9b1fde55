// The nearest points of one geodesic edge to many points, many at a time.
//
// As in geodesic_edge.hpp, f is the distance to a point along the edge, k^2 the largest Gauss
// curvature, r1 = pi / (2 k). Newton's method starts at the foot on the auxiliary sphere. What it
// finds is the nearest place of the whole edge if one of these holds:
//   * f' = 0 there, or f grows inward from an end, and f < r1. The part of a shortest geodesic that
//     is nearer than r1 is in one piece, for the ball is strongly convex, and there f is convex.
//   * It is an end from which f grows so fast that f is nowhere less on a sphere of curvature k^2
//     (Rauch's theorem: with u = cos(k f), u'' <= -k^2 u). f must be below pi / k along the edge.
//   * It is the nearer end, and half of what the distances of both exceed the length by is at least
//     r2, from which on f is concave.
// GeodesicEdge::foot() has the rest.
#pragma once

#include <cstddef>
#include <cstdint>

#include "kernels/kernels.hpp"
#include "kernels/segment_table.hpp"
#include "shapes/foot_limits.hpp"
#include "shapes/geodesic_edge.hpp"

namespace geodist::shapes {

class EdgeFeet {
  public:
    static constexpr std::size_t capacity = 512;

    EdgeFeet(const GeodesicEdge& edge, const kernels::KernelTable& kernels);

    // A longitude in [-180, 180].
    [[nodiscard]] static double without_turns(double lon);

    // Latitudes in [-90, 90], longitudes in [-180, 180], and the same as vertices.
    struct Points {
        const double *lat, *lon;
        kernels::VertexColumns vertices;
        std::size_t size;  // at most capacity
    };
    struct Found {
        double *distance, *along;  // metres from the first end
    };
    void find(const Points& points, const Found& found) const;
    // Where that is; ends as the caller has them.
    void place(const double* along, std::size_t n, double* lat, double* lon) const;

    [[nodiscard]] double length() const { return length_; }

  private:
    using Column = double[capacity];
    struct Work;
    class Search;

    struct End {
        double lat, lon, azimuth;
    };
    [[nodiscard]] End end(double fraction) const;

    const GeodesicEdge* edge_;
    const kernels::KernelTable* kernels_;
    double length_;
    End ends_[2]{end(0), end(1)};
    FootLimits limits_;
    double tangent_;  // tan(k length / 2)
    bool is_known_;   // has length, and no more than has a plane that is well known
    // On the auxiliary sphere: the middle, and the direction there, of unit length; half its arc.
    double middle_[3], along_[3], half_, tangent_of_half_;
};

}  // namespace geodist::shapes
