#include "tracks/ground.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "kernels/dispatch.hpp"
#include "shapes/edge_leaves.hpp"
#include "shapes/geodesic_edge.hpp"

namespace geodist::tracks {

Ground::Ground(const Ellipsoid& ellipsoid, const geodesy::PreparedEllipsoid& e)
    : e_(e),
      kernels_(kernels::active_kernels()),
      bounds_(ellipsoid),
      scale_(e.a / 6378137),
      rate_(std::max(1 / e.b, e.b / (e.a * e.a))),
      least_rate_(std::min(1 / e.b, e.b / (e.a * e.a))),
      flattening_(std::abs(e.a - e.b) / e.a),
      rough_reach_(std::min(2.5 * e.near.reach, std::sqrt(e.near.limit) - e.near.piece)),
      bend_(shapes::bend_of(e.a, e.b)),
      straight_(40e3 * scale_),
      even_(error() / 4 / (0.046 * rate_ * rate_)) {
    const double small = std::min(e.a, e.b), large = std::max(e.a, e.b);
    least_radius_ = small * (small / large);
    const double largest_radius = large * (large / small);
    growth_ = 1.01 / 24 / (least_radius_ * least_radius_);
    least_growth_ = 1.0 / 24 / (largest_radius * largest_radius);
    const double most = 1.0 / 24 / (least_radius_ * least_radius_);
    middle_growth_ = (least_growth_ + most) / 2;
    growth_range_ = (most - least_growth_) / 2;
}

Vertex Ground::at(const Piece& piece, double t) const {
    const geodesy::Segment<Lane>& s = piece.segment;
    if (t <= 0) {
        return s.a;
    }
    if (t >= 1) {
        return {s.a.x + s.d.x, s.a.y + s.d.y, s.a.z + s.d.z, s.a.h + s.d.h};
    }
    const auto o = geodesy::near_curve(e_.near, s, Lane(t - 0.5)).offset;
    // back on the ellipsoid along the normal, as in near_foot()
    const Lane q(e_.near.q);
    const geodesy::Vector<Lane> y{s.a.x + o.x, s.a.y + o.y, q * (s.a.z + o.z)};
    const Lane height =
        Lane(0.5) * s.h * (o.x * (s.a.x + y.x) + o.y * (s.a.y + y.y) + o.z * (q * s.a.z + y.z));
    return geodesy::near_vertex(e_.near, s.a.x + (o.x - height * y.x), s.a.y + (o.y - height * y.y),
                                s.a.z + (o.z - height * y.z));
}

PieceFoot Ground::foot(const Vertex& p, const Piece& piece) const {
    const RoughFoot rough = rough_foot(p, piece);
    return rough.excess > 0 ? far_foot(p, piece) : PieceFoot{rough.distance, rough.t};
}

// Beyond its reach near_foot() still finds a place within centimetres of the nearest one. With ten
// metres, that is no farther than the nearest by more than their square over twice the distance.
RoughFoot Ground::rough_foot(const Vertex& p, const Piece& piece) const {
    const geodesy::Segment<Lane>& s = piece.segment;
    const Lane x = p.x - s.m.x, y = p.y - s.m.y, z = p.z - s.m.z;
    if ((x * x + y * y + z * z).v <= rough_reach_ * rough_reach_) {
        const auto near = geodesy::near_foot(e_.near, s, p);
        if (near.distance.v <= e_.near.reach) {
            return {near.distance.v, near.t.v, 0};
        }
        if (near.distance.v <= rough_reach_) {
            return {distance(p, at(piece, near.t.v)), near.t.v,
                    55 * scale_ * scale_ / e_.near.reach};
        }
    }
    const PieceFoot far = far_foot(p, piece);
    return {far.distance, far.t, 0};
}

LatLonPlace Ground::place(const Vertex& p) const {
    double lat = 0, lon = 0, height = 0;
    const double* const in[] = {&p.x.v, &p.y.v, &p.z.v};
    double* const out[] = {&lat, &lon, &height};
    kernels_.kernel(Operation::from_ecef)(in, out, 1, e_);
    return {lat, lon};
}

Vertex Ground::towards(double x, double y, double z) const {
    const double norm = std::hypot(x / e_.a, y / e_.a, z / e_.b);
    return geodesy::near_vertex(e_.near, Lane(x / norm), Lane(y / norm), Lane(z / norm));
}

double Ground::ray_distance(const Vertex& p, const Vertex& q) const {
    const double chord =
        std::hypot((p.x - q.x).v / e_.a, (p.y - q.y).v / e_.a, (p.z - q.z).v / e_.b);
    return 2 * std::asin(std::min(1.0, chord / 2)) * std::max(e_.a, e_.b) * (1 + 1e-12) + error();
}

double Ground::far_distance(const Vertex& p, const Vertex& q) const {
    const LatLonPlace from = place(p), to = place(q);
    double distance = 0;
    const double* const in[] = {&from.lat, &from.lon, &to.lat, &to.lon};
    double* const out[] = {&distance};
    kernels_.kernel(Operation::distance)(in, out, 1, e_);
    return distance;
}

PieceFoot Ground::far_foot(const Vertex& p, const Piece& piece) const {
    if (!(piece.length > 0)) {
        return {distance(p, piece.segment.a), 0};
    }
    const LatLonPlace begin = place(at(piece, 0)), end = place(at(piece, 1)), from = place(p);
    const shapes::GeodesicEdge edge(e_, begin.lat, begin.lon, end.lat, end.lon);
    const shapes::EdgeFoot found = edge.foot(from.lat, from.lon);
    return {found.distance, found.fraction};
}

SecondDerivatives Ground::second_derivatives(double least, double most) const {
    constexpr double pi = std::numbers::pi;
    if (!(least > 0 && rate_ * most < pi)) {
        return {unlimited, unlimited, unlimited};
    }
    const double sine = std::min(std::sin(rate_ * least), std::sin(rate_ * most));
    const double last = rate_ * most;
    const double down = last > pi / 2 ? -rate_ / std::tan(last) : 0;
    return {down, most_curved(least), rate_ / sine};
}

double Ground::most_curved(double least) const {
    const double angle = least_rate_ * least;
    if (!(angle > 0)) {
        return unlimited;
    }
    return angle < 1.5707963 ? least_rate_ / std::tan(angle) : 0;
}

}  // namespace geodist::tracks
