#include "shapes/edge_feet.hpp"

#include <algorithm>
#include <cmath>

#include "runtime/scratch.hpp"
#include "simd/math.hpp"
#include "simd/portable.hpp"

namespace geodist::shapes {

struct EdgeFeet::Work {
    std::uint32_t active[capacity], outer[capacity], near[capacity], ends[capacity];
    alignas(64) Column s;               // of each point
    Column lat1, lon1, azimuth, along;  // of what is active
    Column from_lat, from_lon, from_azimuth, to_lat, to_lon;
    Column distance, azi1, azi2, m12, M12, M21, slope, bend;
    Column near_from, near_to, x[3], y[3], z[3], h[3];
};

namespace {

constexpr int rounds = 6;

}  // namespace

EdgeFeet::End EdgeFeet::end(double fraction) const {
    const LatLon at = edge_->position(fraction);
    return {at.lat, without_turns(at.lon), edge_->azimuth(fraction)};
}

EdgeFeet::EdgeFeet(const GeodesicEdge& edge, const kernels::KernelTable& kernels)
    : edge_(&edge), kernels_(&kernels), length_(edge.length()), limits_(edge.ellipsoid()) {
    const geodesy::PreparedEllipsoid& e = edge.ellipsoid();
    tangent_ = std::tan(limits_.rate * length_ / 2);
    is_known_ = length_ > 0 && length_ < limits_.longest;
    double x[2], y[2], z[2], h[2];
    const double lat[2] = {ends_[0].lat, ends_[1].lat}, lon[2] = {ends_[0].lon, ends_[1].lon};
    kernels.segment.vertices(lat, lon, {x, y, z, h}, 2, e);
    const double scale[] = {1 / e.a, 1 / e.a, 1 / e.b};
    const double* const space[] = {x, y, z};
    double sums = 0, differences = 0;
    for (std::size_t c = 0; c < 3; ++c) {
        middle_[c] = (space[c][0] + space[c][1]) * scale[c];
        along_[c] = (space[c][1] - space[c][0]) * scale[c];
        sums += middle_[c] * middle_[c];
        differences += along_[c] * along_[c];
    }
    for (std::size_t c = 0; c < 3; ++c) {
        middle_[c] *= scale[c] / std::sqrt(sums);
        along_[c] *= scale[c] / std::sqrt(differences);
    }
    tangent_of_half_ = std::sqrt(differences / sums);
    half_ = std::atan(tangent_of_half_);
}

// One call of find().
class EdgeFeet::Search {
  public:
    Search(const EdgeFeet& feet, const Points& points, const Found& found, Work& work)
        : f_(feet), e_(feet.edge_->ellipsoid()), points_(points), found_(found), w_(work) {
        std::fill_n(w_.lat1, points.size, feet.ends_[0].lat);
        std::fill_n(w_.lon1, points.size, feet.ends_[0].lon);
        std::fill_n(w_.azimuth, points.size, feet.ends_[0].azimuth);
    }

    void run() {
        start();
        active_ = points_.size;
        for (std::size_t i = 0; i < active_; ++i) {
            w_.active[i] = static_cast<std::uint32_t>(i);
        }
        for (int round = 0; round < rounds && active_ > 0; ++round) {
            measure();
            step();
            finish_near();
        }
        compare_ends();
        for (std::size_t i = 0; i < active_; ++i) {
            search(w_.active[i]);
        }
    }

  private:
    // Feet on the auxiliary sphere.
    void start() {
        const double ratio = 0.5 * f_.length_ / f_.half_, length = f_.length_;
        const auto& m = f_.middle_;
        const auto& d = f_.along_;
        const kernels::VertexColumns& p = points_.vertices;
        for (std::size_t i = 0; i < points_.size; ++i) {
            const double across = p.x[i] * m[0] + p.y[i] * m[1] + p.z[i] * m[2];
            const double along = p.x[i] * d[0] + p.y[i] * d[1] + p.z[i] * d[2];
            const double size = std::abs(along);
            const double arc = simd::atan2_rough(portable::Vec(size), portable::Vec(across)).v;
            const double inner = 0.5 * length + std::copysign(arc * ratio, along);
            const double end = along < 0 ? 0 : length;
            w_.s[i] =
                size < f_.tangent_of_half_ * across && inner > 0 && inner < length ? inner : end;
        }
    }

    // Of what is active: places on the edge, the geodesics from there to the points, f' and f''.
    void measure() {
        // inner places first
        std::size_t inner = 0, outer = 0;
        for (std::size_t i = 0; i < active_; ++i) {
            const std::uint32_t point = w_.active[i];
            const bool is_inner = w_.s[point] > 0 && w_.s[point] < f_.length_;
            w_.active[inner] = w_.outer[outer] = point;
            inner += is_inner ? 1 : 0;
            outer += is_inner ? 0 : 1;
        }
        std::copy_n(w_.outer, outer, w_.active + inner);
        for (std::size_t i = 0; i < active_; ++i) {
            const std::uint32_t point = w_.active[i];
            w_.along[i] = w_.s[point];
            w_.to_lat[i] = points_.lat[point];
            w_.to_lon[i] = points_.lon[point];
        }
        if (inner > 0) {
            const double* const in[] = {w_.lat1, w_.lon1, w_.azimuth, w_.along};
            double* const out[] = {w_.from_lat, w_.from_lon, w_.from_azimuth};
            f_.kernels_->kernel(Operation::direct)(in, out, inner, e_);
        }
        for (std::size_t i = inner; i < active_; ++i) {
            const End& end = f_.ends_[w_.along[i] > 0 ? 1 : 0];
            w_.from_lat[i] = end.lat;
            w_.from_lon[i] = end.lon;
            w_.from_azimuth[i] = end.azimuth;
        }
        const double* const in[] = {w_.from_lat, w_.from_lon, w_.to_lat, w_.to_lon};
        double* const out[] = {w_.distance, w_.azi1, w_.azi2, w_.m12, w_.M12, w_.M21};
        f_.kernels_->kernel(Operation::inverse_full)(in, out, active_, e_);
        using Lane = portable::Vec;
        for (std::size_t i = 0; i < active_; ++i) {
            const Lane turn = simd::without_turns(Lane(w_.azi1[i]) - Lane(w_.from_azimuth[i]));
            const auto angle = simd::sincos_radians(turn * Lane(simd::degree), Lane(0.0));
            w_.slope[i] = -angle.cos.v;
            w_.bend[i] = angle.sin.v * angle.sin.v * w_.M12[i] / w_.m12[i];
        }
    }

    // Newton's, for what is active; w_.active keeps what needs another one.
    void step() {
        const double reach = 0.75 * e_.near.reach, length = f_.length_;
        const double tolerance = f_.limits_.step;
        std::size_t kept = 0;
        near_ = 0;
        for (std::size_t i = 0; i < active_; ++i) {
            const std::uint32_t point = w_.active[i];
            const double distance = w_.distance[i], s = w_.along[i];
            if (distance < reach) {
                w_.near[near_++] = point;
                continue;
            }
            const double slope = w_.slope[i], bend = w_.bend[i];
            const bool is_end = s <= 0 || s >= length;
            if (is_end) {
                const double inward = s > 0 ? -slope : slope;
                if (is_nearest_end(distance, inward)) {
                    take(point, distance, s);
                    continue;
                }
                if (inward >= 0) {
                    found_.distance[point] = distance;
                    w_.ends[ends_++] = point;
                    continue;
                }
            }
            if (!(bend > 0)) {
                search(point);
                continue;
            }
            const double change = -slope / bend;
            const double next = std::clamp(s + change, 0.0, length);
            if (std::abs(change) < tolerance && change * change < 1e-4 * distance * distance) {
                const double moved = next - s;
                const double least = distance + (slope + 0.5 * bend * moved) * moved;
                if (least < f_.limits_.convex - tolerance) {
                    take(point, least, next);
                } else {
                    search(point);
                }
                continue;
            }
            w_.s[point] = next;
            w_.active[kept++] = point;
        }
        active_ = kept;
    }

    // By an end: its distance, and how it grows inward.
    [[nodiscard]] bool is_nearest_end(double distance, double inward) const {
        if (inward < 0) {
            return false;
        }
        if (distance < f_.limits_.convex) {
            return true;
        }
        if (distance + f_.length_ > 1.998 * f_.limits_.convex) {
            return false;
        }
        using Lane = portable::Vec;
        const auto arc = simd::sincos_radians(Lane(f_.limits_.rate * distance), Lane(0.0));
        return arc.sin.v * inward >= -arc.cos.v * f_.tangent_;
    }

    // On short pieces about the places.
    void finish_near() {
        if (near_ == 0) {
            return;
        }
        const double half = 0.25 * e_.near.piece;
        for (std::size_t i = 0; i < near_; ++i) {
            const std::uint32_t point = w_.near[i];
            w_.near_from[i] = std::max(0.0, w_.s[point] - half);
            w_.near_to[i] = std::min(f_.length_, w_.s[point] + half);
            w_.x[2][i] = points_.vertices.x[point];
            w_.y[2][i] = points_.vertices.y[point];
            w_.z[2][i] = points_.vertices.z[point];
            w_.h[2][i] = points_.vertices.h[point];
        }
        vertices(w_.near_from, 0);
        vertices(w_.near_to, 1);
        const auto columns = [this](std::size_t c) {
            return kernels::VertexColumns{w_.x[c], w_.y[c], w_.z[c], w_.h[c]};
        };
        f_.kernels_->segment.pairs(columns(2), columns(0), columns(1),
                                   {w_.distance, w_.azi1, w_.azi2, w_.m12, w_.M12, w_.M21}, near_,
                                   e_.near);
        for (std::size_t i = 0; i < near_; ++i) {
            const std::uint32_t point = w_.near[i];
            const double from = w_.near_from[i], to = w_.near_to[i], t = w_.azi1[i];
            const double place = t < 1 ? from + t * (to - from) : to;
            if ((t > 0 || from <= 0) && (t < 1 || to >= f_.length_)) {
                take(point, w_.distance[i], place);
            } else {
                w_.s[point] = place;
                w_.active[active_++] = point;
            }
        }
    }

    void vertices(const double* along, std::size_t column) {
        f_.place(along, near_, w_.from_lat, w_.from_lon);
        f_.kernels_->segment.vertices(w_.from_lat, w_.from_lon,
                                      {w_.x[column], w_.y[column], w_.z[column], w_.h[column]},
                                      near_, e_);
    }

    // Ends beyond which the distance may be concave: it is the nearer one.
    void compare_ends() {
        if (ends_ == 0) {
            return;
        }
        for (std::size_t i = 0; i < ends_; ++i) {
            const std::uint32_t point = w_.ends[i];
            const End& other = f_.ends_[w_.s[point] > 0 ? 0 : 1];
            w_.from_lat[i] = other.lat;
            w_.from_lon[i] = other.lon;
            w_.to_lat[i] = points_.lat[point];
            w_.to_lon[i] = points_.lon[point];
        }
        const double* const in[] = {w_.from_lat, w_.from_lon, w_.to_lat, w_.to_lon};
        double* const out[] = {w_.distance};
        f_.kernels_->kernel(Operation::distance)(in, out, ends_, e_);
        for (std::size_t i = 0; i < ends_; ++i) {
            const std::uint32_t point = w_.ends[i];
            const double own = found_.distance[point], other = w_.distance[i];
            if (0.5 * (own + other - f_.length_) < f_.limits_.concave) {
                search(point);
            } else if (other < own) {
                take(point, other, f_.length_ - w_.s[point]);
            } else {
                take(point, own, w_.s[point]);
            }
        }
    }

    void take(std::uint32_t point, double distance, double along) const {
        found_.distance[point] = distance;
        found_.along[point] = along;
    }

    void search(std::uint32_t point) const {
        const EdgeFoot foot = f_.edge_->foot(points_.lat[point], points_.lon[point]);
        take(point, foot.distance, foot.fraction < 1 ? foot.fraction * f_.length_ : f_.length_);
    }

    const EdgeFeet& f_;
    const geodesy::PreparedEllipsoid& e_;
    const Points& points_;
    const Found& found_;
    Work& w_;
    std::size_t active_ = 0, near_ = 0, ends_ = 0;
};

double EdgeFeet::without_turns(double lon) {
    return std::abs(lon) <= 180 ? lon : std::remainder(lon, 360.0);
}

void EdgeFeet::find(const Points& points, const Found& found) const {
    if (!(length_ > 0)) {
        Column lat, lon;
        std::fill_n(lat, points.size, ends_[0].lat);
        std::fill_n(lon, points.size, ends_[0].lon);
        const double* const in[] = {lat, lon, points.lat, points.lon};
        double* const out[] = {found.distance};
        kernels_->kernel(Operation::distance)(in, out, points.size, edge_->ellipsoid());
        std::fill_n(found.along, points.size, 0.0);
        return;
    }
    if (!is_known_) {
        for (std::size_t i = 0; i < points.size; ++i) {
            const EdgeFoot foot = edge_->foot(points.lat[i], points.lon[i]);
            found.distance[i] = foot.distance;
            found.along[i] = foot.fraction < 1 ? foot.fraction * length_ : length_;
        }
        return;
    }
    const runtime::Scratch<Work> work;
    Search(*this, points, found, *work).run();
}

void EdgeFeet::place(const double* along, std::size_t n, double* lat, double* lon) const {
    Column lat1, lon1, azimuth, unused;
    std::fill_n(lat1, n, ends_[0].lat);
    std::fill_n(lon1, n, ends_[0].lon);
    std::fill_n(azimuth, n, ends_[0].azimuth);
    const double* const in[] = {lat1, lon1, azimuth, along};
    double* const out[] = {lat, lon, unused};
    kernels_->kernel(Operation::direct)(in, out, n, edge_->ellipsoid());
    for (std::size_t i = 0; i < n; ++i) {
        if (along[i] <= 0 || along[i] >= length_) {
            const End& end = ends_[along[i] > 0 ? 1 : 0];
            lat[i] = end.lat;
            lon[i] = end.lon;
        }
    }
}

}  // namespace geodist::shapes
