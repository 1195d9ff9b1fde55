// Distances of places and short geodesics at any range, with what may be said of them for certain.
//
// Near ones by geodesy/segment.hpp, the others by the kernels of the geodesic problem.
//
// Notation: K is the Gauss curvature, k^2 its largest value, kappa^2 its least. At the equator the
// principal radii are a and b^2/a, so that K = 1/b^2; at the poles both are a^2/b, so that
// K = b^2/a^4; in between it is monotone. So k^2 = 1/b^2 where a >= b, else b^2/a^4.
#pragma once

#include <geodist/ellipsoid.hpp>

#include <algorithm>
#include <cmath>
#include <limits>

#include "geodesy/prepared_ellipsoid.hpp"
#include "geodesy/segment.hpp"
#include "index/geodesic_bounds.hpp"
#include "kernels/kernels.hpp"
#include "simd/portable.hpp"
#include "tracks/square_along.hpp"

namespace geodist::tracks {

using Lane = portable::Vec;
using Vertex = geodesy::Vertex<Lane>;

// A geodesic of at most NearConstants::piece.
struct Piece {
    geodesy::Segment<Lane> segment;
    double length;
};

struct PieceFoot {
    double distance, t;
};

// One that is no nearer than the nearest, but for the error of distances, and no farther than that
// and `excess`.
struct RoughFoot {
    double distance, t, excess;

    [[nodiscard]] double least() const { return distance - excess; }
};

// What straight lines say of the distance to a piece.
struct FootBounds {
    double lower, upper;
    double t;  // of the place of its chord that is nearest
};

// Bounds of the second derivatives of a distance by ways along geodesics of its ends: those along
// one of them are between -down and up, the mixed one between -mixed and mixed.
struct SecondDerivatives {
    double down, up, mixed;

    [[nodiscard]] double pure() const { return std::max(down, up); }
};

struct LatLonPlace {
    double lat, lon;
};

[[nodiscard]] inline double chord_square(const Vertex& p, const Vertex& q) {
    const double x = p.x.v - q.x.v, y = p.y.v - q.y.v, z = p.z.v - q.z.v;
    return x * x + y * y + z * z;
}

class Ground {
  public:
    // The prepared ellipsoid must live as long.
    Ground(const Ellipsoid& ellipsoid, const geodesy::PreparedEllipsoid& e);

    [[nodiscard]] Piece piece(const Vertex& begin, const Vertex& end, double length) const {
        return {geodesy::near_segment(e_.near, begin, end), length};
    }
    // A place of a piece, t in [0, 1].
    [[nodiscard]] Vertex at(const Piece& piece, double t) const;
    [[nodiscard]] double distance(const Vertex& p, const Vertex& q) const {
        const double square = chord_square(p, q);
        return square <= e_.near.limit ? near_distance(p, q) : far_distance(p, q);
    }
    // The nearest place of a piece.
    [[nodiscard]] PieceFoot foot(const Vertex& p, const Piece& piece) const;
    // The same, sooner where it is somewhat far.
    [[nodiscard]] RoughFoot rough_foot(const Vertex& p, const Piece& piece) const;
    // Soonest: `upper` is infinite where straight lines tell little.
    [[nodiscard]] FootBounds foot_bounds(const Vertex& p, const Vertex& begin, const Vertex& end,
                                         double length) const {
        const double x = (p.x - begin.x).v, y = (p.y - begin.y).v, z = (p.z - begin.z).v;
        const double dx = (end.x - begin.x).v, dy = (end.y - begin.y).v, dz = (end.z - begin.z).v;
        const double square = dx * dx + dy * dy + dz * dz;
        const double along = (x * dx + y * dy + z * dz) / square;
        const double t = square > 0 ? std::clamp(along, 0.0, 1.0) : 0;
        const double u = x - t * dx, v = y - t * dy, w = z - t * dz;
        const double chord = std::sqrt(u * u + v * v + w * w);
        // the piece is that near to its chord
        const double bend = bend_ * length * length + error();
        const double most = chord + bend;
        return {chord - bend, most_way(most), t};
    }
    // The distance of places whose straight line is that long is at most that; infinite where that
    // tells little. As in index/geodesic_bounds.hpp: 2 R asin(c/2R) <= c (1 + 1.01 c^2/24 R^2) for
    // c < R/10.
    [[nodiscard]] double most_way(double chord) const {
        return chord <= straight_ ? chord * (1 + growth_ * chord * chord) : unlimited;
    }
    [[nodiscard]] LatLonPlace place(const Vertex& p) const;
    // The place where the ray from the Earth's centre through a point leaves the ellipsoid.
    [[nodiscard]] Vertex towards(double x, double y, double z) const;
    // At most so far apart are places whose rays are, measured on the sphere that the ellipsoid
    // becomes when it is stretched along its axis.
    [[nodiscard]] double ray_distance(const Vertex& p, const Vertex& q) const;

    // How far the distance to a geodesic piece may rise above its chord along a geodesic of that
    // length whose ends are at most `distance` from it; infinite where nothing is known.
    //
    // Along a geodesic the distance d to a convex set has d'' >= -k tan(k d), by the comparison of
    // Hessians (H. Karcher, "Riemannian center of mass and mollifier smoothing", 1977, appendix A),
    // as long as k d < pi/2: the balls of that radius are strongly convex. So it is below its chord
    // by at most length^2/8 k tan(k m), m its maximum. It grows no faster than the way: m <=
    // distance + length/2; and then m is at most what this first bound gives.
    [[nodiscard]] double bulge(double length, double distance) const {
        const double factor = length * length / 8 * rate_;
        const double first = rate_ * (distance + length / 2);
        if (!(first < 1.5)) {  // radians, below pi/2
            return unlimited;
        }
        return factor * tangent(std::min(first, rate_ * (distance + factor * tangent(first))));
    }
    // The same of a triangle of rays through a flat one whose vertices are on the ellipsoid: above
    // the affine function that has the distances of the vertices, all at most `distance`.
    //
    // With s the speed of a straight line in the flat triangle and g its image, (d o g)'' >=
    // -k tan(k d) |g'|^2 - |g''|, g'' along the ellipsoid. As g = x / n, n the norm that is 1 on
    // the ellipsoid: g'' = -2 x' n'/n^2 + x (2 n'^2/n^3 - n''/n^2). The ray deviates from the
    // normal by at most 1.1 |f|; n' <= s c/b^2, c the radius of the circle through the vertices, at
    // most 1.4 times the longest side, as cells halved at their longest side are not slender. A
    // function with second derivatives >= -C is above that affine one by at most C/2 times the
    // square of the radius of a circle around the triangle: a third of that of its longest side,
    // or less (Jung's theorem).
    [[nodiscard]] double triangle_bulge(double longest, double distance) const {
        const double angle = rate_ * (distance + 2 * longest);
        if (!(angle < 1.4 && longest <= e_.near.piece)) {
            return unlimited;
        }
        const double bent = 1.2 * (1.1 * flattening_ + 3.5 * longest / least_radius_);
        return longest * longest / 6 * (1.03 * rate_ * tangent(angle) + bent / least_radius_);
    }
    // By how much the direction in which the distance to a piece grows may turn along a way;
    // infinite where nothing is known. At its start the distance is between `least` and `most`. The
    // Hessian is between -k tan(k d) and 1/d.
    [[nodiscard]] double turn(double least, double most, double way) const {
        const double angle = rate_ * (most + way);
        if (!(way < 0.6 * least && angle < 1.4)) {
            return unlimited;
        }
        const double beside = -std::log1p(-way / least);
        return angle * std::tan(angle) <= 1 ? beside : beside + way * rate_ * std::tan(angle);
    }
    // Along a piece of length l the square h of the distance d to a place has
    // 2 l^2 k m cot(k m) <= h'' <= 2 l^2, m its largest value, at an end: by the comparison of
    // Hessians again, as the curvature is positive. So h is above the parabola through its ends
    // with the second derivative 2 l^2, by at most l^2/4 (1 - k m cot(k m)) <= (l k m)^2/4 * 0.36
    // for k m <= 1; and d above its root, by at most 0.045 (l k m)^2 over a distance that is no
    // more than d. That is no more than a quarter of error() where that is true.
    [[nodiscard]] bool is_even(double length, double longest_chord_square, double distance) const {
        return rate_ * distance < 0.1 && rate_ * rate_ * longest_chord_square < 0.9 &&
               length * length * longest_chord_square <= even_ * distance;
    }
    // The least distance from p to a piece that is even for it, but for error().
    [[nodiscard]] double even_least(const Vertex& p, const Vertex& begin, const Vertex& end,
                                    double length) const {
        const double one = distance(p, begin), two = distance(p, end);
        return std::sqrt(SquareAlong(length, one * one, two * two).least());
    }
    // Up to this distance bulge() is finite for pieces, and the places of a piece within a distance
    // of a point are in one part of it.
    [[nodiscard]] double convex() const { return 1.4 / rate_ - e_.near.piece; }
    // The distance d to any set has d'' <= this along a geodesic on which it is nowhere less than
    // `least`: sqrt(Kmin) cot(sqrt(Kmin) d), or less. 0 or more.
    [[nodiscard]] double most_curved(double least) const;

    // About the straight line between places that are so far apart, and what it is off by at most:
    // all are chords of arcs of radii between the least and the largest radius of curvature.
    [[nodiscard]] double chord(double distance) const {
        return distance - distance * distance * distance * middle_growth_;
    }
    [[nodiscard]] double chord_error(double distance) const {
        const double part = distance / least_radius_;
        return distance * distance * distance * (growth_range_ + part * part / 64 * middle_growth_);
    }
    // The distance is no less: 2 R asin(c/2R) >= c + c^3/24 R^2, R the largest radius.
    [[nodiscard]] double least_way(double chord) const {
        return chord * (1 + least_growth_ * chord * chord);
    }
    [[nodiscard]] double least_radius() const { return least_radius_; }

    // For distances from `least` to `most`; infinite where nothing is known. By comparison with
    // spheres, as in bulge(): k cot(k d) <= d'' <= kappa cot(kappa d) by one end, kappa^2 the least
    // curvature; and by both it is the product of two sines over the reduced length, which is no
    // less than sin(k d) / k. All that up to k d = pi, where no geodesic has a conjugate point or,
    // by Klingenberg's theorem, meets another of its length.
    [[nodiscard]] SecondDerivatives second_derivatives(double least, double most) const;

    [[nodiscard]] const index::GeodesicBounds& bounds() const { return bounds_; }
    // What distances, feet and places err by, all together: 20 nm on the Earth.
    [[nodiscard]] double error() const { return 20e-9 * scale_; }
    // The radius of the equator in that of the Earth.
    [[nodiscard]] double scale() const { return scale_; }
    [[nodiscard]] const geodesy::PreparedEllipsoid& prepared() const { return e_; }

  private:
    static constexpr double unlimited = std::numeric_limits<double>::infinity();

    // An upper bound of the tangent, soon known for the small angles of near places.
    [[nodiscard]] static double tangent(double angle) {
        return angle < 0.1 ? angle * (1 + 0.34 * angle * angle) : std::tan(angle);
    }

    [[nodiscard]] double near_distance(const Vertex& p, const Vertex& q) const {
        const Lane half(0.5 * e_.near.a2);
        return geodesy::near_distance(e_.near, geodesy::near_pair(p.x - q.x, p.y - q.y, p.z - q.z,
                                                                  half * p.h, half * q.h))
            .v;
    }
    [[nodiscard]] double far_distance(const Vertex& p, const Vertex& q) const;
    [[nodiscard]] PieceFoot far_foot(const Vertex& p, const Piece& piece) const;

    const geodesy::PreparedEllipsoid& e_;
    const kernels::KernelTable& kernels_;
    index::GeodesicBounds bounds_;
    double scale_, rate_, least_rate_, flattening_;
    double rough_reach_;
    double bend_, growth_, straight_, even_;
    double least_radius_, least_growth_, middle_growth_, growth_range_;
};

}  // namespace geodist::tracks
