#include "shapes/geodesic_edge.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "batch/columns.hpp"
#include "kernels/dispatch.hpp"
#include "kernels/kernels.hpp"
#include "kernels/segment_table.hpp"
#include "runtime/float_environment.hpp"
#include "shapes/few_vertices.hpp"
#include "shapes/foot_limits.hpp"
#include "simd/math.hpp"

namespace geodist::shapes {

namespace {

template <Operation operation>
void run_one(const geodesy::PreparedEllipsoid& e, const double (&in)[arity(operation).inputs],
             double (&out)[arity(operation).outputs]) {
    std::array<const double*, arity(operation).inputs> inputs;
    std::array<double*, arity(operation).outputs> outputs;
    for (std::size_t c = 0; c < inputs.size(); ++c) {
        inputs[c] = &in[c];
    }
    for (std::size_t c = 0; c < outputs.size(); ++c) {
        outputs[c] = &out[c];
    }
    kernels::active_kernels().kernel(operation)(inputs.data(), outputs.data(), 1, e);
}

struct NearFoot {
    double distance, t;
};

NearFoot foot_on_segment(const geodesy::PreparedEllipsoid& e, const FewVertices& segment,
                         const kernels::VertexColumns& point) {
    double out[6] = {};
    kernels::active_kernels().segment.to_line(
        point, segment.columns(), {out, out + 1, out + 2, out + 3, out + 4, out + 5}, 1, e.near);
    return {out[0], out[1]};
}

}  // namespace

GeodesicEdge::GeodesicEdge(const geodesy::PreparedEllipsoid& e, double lat1, double lon1,
                           double lat2, double lon2)
    : e_(&e), lat1_(lat1), lon1_(lon1), lat2_(lat2), lon2_(lon2) {
    const runtime::FloatEnvironment environment;
    double found[3] = {};
    run_one<Operation::inverse>(
        e, {lat1, batch::reduce_angle(lon1), lat2, batch::reduce_second(lon1, lon2)}, found);
    length_ = found[0];
    azi1_ = found[1];
    azi2_ = found[2];
}

GeodesicEdge::Direction GeodesicEdge::at(double s) const {
    if (s <= 0) {
        return {lat1_, batch::reduce_angle(lon1_), azi1_};
    }
    if (s >= length_) {
        return {lat2_, batch::reduce_angle(lon2_), azi2_};
    }
    double found[3] = {};
    run_one<Operation::direct>(*e_, {lat1_, batch::reduce_angle(lon1_), azi1_, s}, found);
    return {found[0], found[1], found[2]};
}

LatLon GeodesicEdge::position(double fraction) const {
    if (fraction <= 0) {
        return {lat1_, lon1_};
    }
    if (fraction >= 1) {
        return {lat2_, lon2_};
    }
    const runtime::FloatEnvironment environment;
    const Direction found = at(fraction * length_);
    return {found.lat, found.lon};
}

double GeodesicEdge::azimuth(double fraction) const {
    const runtime::FloatEnvironment environment;
    return at(fraction * length_).azimuth;
}

// The search for the nearest point of one edge.
class FootSearch {
  public:
    FootSearch(const GeodesicEdge& edge, double lat, double lon)
        : edge_(edge), e_(*edge.e_), limits_(*edge.e_), lat_(lat), lon_(batch::reduce_angle(lon)) {
        point_.set(0, e_, lat_, lon_);
        ends_.set(0, e_, edge.lat1_, batch::reduce_angle(edge.lon1_));
        ends_.set(1, e_, edge.lat2_, batch::reduce_angle(edge.lon2_));
    }

    EdgeFoot find() {
        const double length = edge_.length_;
        if (!(length > 0)) {
            return {to(0).distance, 0, edge_.lat1_, edge_.lon1_};
        }
        if (is_near()) {
            take_near();
        } else if (is_in_ball()) {
            newton(0, length, sphere_foot());
        } else {
            const Sample first = to(0), last = to(length);
            take(first);
            take(last);
            if (best_.distance > 0) {
                search(first, last, 0);
            }
        }
        const double fraction = best_.s / length;
        const LatLon place = edge_.position(fraction);
        return {best_.distance, fraction, place.lat, place.lon};
    }

  private:
    // At a place on the edge: f, f' and f''.
    struct Sample {
        double s, distance, slope, bend;
    };

    [[nodiscard]] Sample to(double s) const {
        const auto from = edge_.at(s);
        double found[6] = {};
        run_one<Operation::inverse_full>(
            e_,
            {from.lat, batch::reduce_angle(from.lon), lat_, batch::reduce_second(from.lon, lon_)},
            found);
        const double gamma = std::remainder(found[1] - from.azimuth, 360.0) * simd::degree;
        const double sine = std::sin(gamma);
        const double bend = found[3] > 0 ? sine * sine * found[4] / found[3] : HUGE_VAL;
        return {s, found[0], -std::cos(gamma), bend};
    }

    // Of distances that rounding may have made different, the later: a last step that does not
    // shorten it still finds the place.
    void take(const Sample& sample) {
        if (sample.distance <= best_.distance + 1e-15 * e_.a) {
            const double least = std::min(best_.distance, sample.distance);
            best_ = sample;
            best_.distance = least;
        }
    }

    [[nodiscard]] static double chord(const EdgeVertex& a, const EdgeVertex& b) {
        return std::sqrt((a.x.v - b.x.v) * (a.x.v - b.x.v) + (a.y.v - b.y.v) * (a.y.v - b.y.v) +
                         (a.z.v - b.z.v) * (a.z.v - b.z.v));
    }

    // A short edge and a point next to it need no more.
    [[nodiscard]] bool is_near() const {
        const EdgeVertex point = point_.vertex(0);
        return edge_.length_ <= e_.near.piece && chord(point, ends_.vertex(0)) < e_.near.reach &&
               chord(point, ends_.vertex(1)) < e_.near.reach;
    }
    void take_near() {
        const NearFoot found = foot_on_segment(e_, ends_, point_.columns());
        best_ = {found.t * edge_.length_, found.distance, 0, 0};
    }

    // Are both ends nearer than r1, by the longest geodesic that such a chord can have? And is the
    // plane of the edge well known?
    [[nodiscard]] bool is_in_ball() const {
        const double small = std::min(e_.a, e_.b), big = std::max(e_.a, e_.b);
        const double radius = small * small / big;
        const double limit = 2 * radius * std::sin(limits_.convex / (2 * radius));
        const EdgeVertex point = point_.vertex(0);
        return chord(point, ends_.vertex(0)) < limit && chord(point, ends_.vertex(1)) < limit &&
               edge_.length_ < limits_.longest;
    }

    // Where the foot would be on the auxiliary sphere.
    [[nodiscard]] double sphere_foot() const {
        const auto scaled = [this](const EdgeVertex& v) {
            return geodesy::Vector<double>{v.x.v / e_.a, v.y.v / e_.a, v.z.v / e_.b};
        };
        const auto dot = [](const auto& u, const auto& v) {
            return u.x * v.x + u.y * v.y + u.z * v.z;
        };
        const auto a = scaled(ends_.vertex(0)), b = scaled(ends_.vertex(1)),
                   p = scaled(point_.vertex(0));
        // along: at right angles to a, in the plane of the edge
        const double c = dot(a, b);
        const geodesy::Vector<double> along{b.x - c * a.x, b.y - c * a.y, b.z - c * a.z};
        const double sine = std::sqrt(dot(along, along));
        const double arc = std::atan2(dot(p, along) / sine, dot(p, a));
        return std::clamp(edge_.length_ * (arc / std::atan2(sine, c)), 0.0, edge_.length_);
    }

    // The one minimum on [low, high], where f is convex.
    void newton(double low, double high, double s) {
        const double first = low, last = high;
        for (int step = 0; step < 100; ++step) {
            const Sample found = to(s);
            if (found.distance < 0.75 * e_.near.reach) {
                if (finish_near(low, high, s)) {
                    return;
                }
                continue;
            }
            take(found);
            if ((s == first && found.slope >= 0) || (s == last && found.slope <= 0)) {
                return;
            }
            (found.slope < 0 ? low : high) = s;
            const double change =
                found.bend > 0 ? -found.slope / found.bend : std::copysign(HUGE_VAL, -found.slope);
            if ((std::abs(change) < limits_.step &&
                 change * change < 1e-4 * found.distance * found.distance) ||
                high - low < 1e-14 * e_.a) {
                const double place = std::clamp(s + change, first, last), x = place - s;
                // where the step is whole, slope + bend x is 0
                const double slope =
                    x == change ? 0.5 * found.slope : found.slope + 0.5 * found.bend * x;
                take({place, found.distance + slope * x, 0, 0});
                return;
            }
            const double next = s + change;
            if (next <= low && low == first) {
                s = first;
            } else if (next >= high && high == last) {
                s = last;
            } else {
                s = next > low && next < high ? next : 0.5 * (low + high);
            }
        }
    }

    // By a short piece about s. If the foot is not on it, s becomes the next place to look at.
    bool finish_near(double& low, double& high, double& s) {
        const double half = 0.25 * e_.near.piece;
        const double from = std::max(low, s - half), to = std::min(high, s + half);
        FewVertices piece{};
        const auto begin = edge_.at(from), end = edge_.at(to);
        piece.set(0, e_, begin.lat, begin.lon);
        piece.set(1, e_, end.lat, end.lon);
        const NearFoot near = foot_on_segment(e_, piece, point_.columns());
        const double place = from + near.t * (to - from);
        if ((near.t > 0 || from == low) && (near.t < 1 || to == high)) {
            take({place, near.distance, 0, 0});
            return true;
        }
        (near.t <= 0 ? high : low) = s;
        s = place;
        return false;
    }

    // All minima between two samples that can be below the best.
    void search(const Sample& a, const Sample& b, int depth) {
        const double length = b.s - a.s;
        if (a.distance < limits_.convex && b.distance < limits_.convex) {
            if (a.slope < 0 && b.slope > 0) {
                newton(a.s, b.s, foot_from(a.distance <= b.distance ? a : b, a.s, b.s));
            }
            return;
        }
        const double least = 0.5 * (a.distance + b.distance - length);
        const double most = 0.5 * (a.distance + b.distance + length);
        const double margin = gain * e_.a;
        if (least >= limits_.concave || least >= best_.distance - margin || depth == 60 ||
            length < 1e-13 * e_.a || is_bounded(a, b, most, margin) || is_level(a, b, margin)) {
            return;
        }
        const Sample middle = to(a.s + 0.5 * length);
        take(middle);
        if (middle.slope > 0) {
            search(a, middle, depth + 1);
            search(middle, b, depth + 1);
        } else {
            search(middle, b, depth + 1);
            search(a, middle, depth + 1);
        }
    }

    // f'' >= -k on the piece: is f monotonic there, or a parabola from each end below it nowhere
    // under the best?
    [[nodiscard]] bool is_bounded(const Sample& a, const Sample& b, double most,
                                  double margin) const {
        if (most >= 0.999 * simd::pi / limits_.rate) {
            return false;
        }
        const double length = b.s - a.s;
        const double k =
            most * limits_.rate > simd::pi / 2 ? -limits_.rate / std::tan(limits_.rate * most) : 0;
        if (a.slope - k * length > 0 || b.slope + k * length < 0) {
            return true;
        }
        const double difference = a.slope - b.slope - k * length;
        if (difference >= 0) {
            return false;
        }
        const double t =
            (b.distance - a.distance - b.slope * length - 0.5 * k * length * length) / difference;
        return t <= 0 || t >= length ||
               a.distance + (a.slope - 0.5 * k * t) * t >= best_.distance - margin;
    }

    // The same where f is level over a great length, as from a pole to the equator, by its third
    // derivative. With w = M/m, s and theta the distance and azimuth at P, dw/ds = -K - w^2 and,
    // by Jacobi's equation, |dw/dtheta| <= |grad K| m^-2 (integral of m^3 ds); |grad K| is about
    // 2 |e2| / R^3 at most. Next to the shell |w| R < 0.2, so the third derivative is at most
    // Kmax (2 |f'| + 3 |e2|).
    [[nodiscard]] bool is_level(const Sample& a, const Sample& b, double margin) const {
        const double length = b.s - a.s;
        const double nearest = std::min(a.distance, b.distance) - length;
        const double farthest = std::max(a.distance, b.distance) + length;
        if (nearest < 0.9 * limits_.convex || farthest > 1.1 * limits_.concave) {
            return false;
        }
        const double slope =
            std::max(std::abs(a.slope), std::abs(b.slope)) + 0.2 * limits_.rate * length;
        const double third = limits_.rate * limits_.rate * (2 * slope + 3 * std::abs(e_.e2));
        const double half = 0.5 * length;
        const auto lowest = [&](double distance, double fall, double bend) {
            return distance + half * (std::min(fall, 0.0) +
                                      half * (0.5 * std::min(bend, 0.0) - half * third / 6));
        };
        return std::min(lowest(a.distance, a.slope, a.bend),
                        lowest(b.distance, -b.slope, b.bend)) >= best_.distance - margin;
    }

    // The foot as seen from a sample, on a sphere.
    [[nodiscard]] double foot_from(const Sample& sample, double low, double high) const {
        const double arc = sample.distance * limits_.rate;
        const double s =
            sample.s + std::atan2(std::sin(arc) * -sample.slope, std::cos(arc)) / limits_.rate;
        return s > low && s < high ? s : 0.5 * (low + high);
    }

    // Nothing that is nearer by less is looked for.
    static constexpr double gain = 2e-9 / 6378137;

    const GeodesicEdge& edge_;
    const geodesy::PreparedEllipsoid& e_;
    FootLimits limits_;
    double lat_, lon_;
    FewVertices point_{}, ends_{};
    Sample best_{0, HUGE_VAL, 0, 0};
};

EdgeFoot GeodesicEdge::foot(double lat, double lon) const {
    const runtime::FloatEnvironment environment;
    if (std::isnan(lat) || std::isnan(lon)) {
        return {NAN, NAN, NAN, NAN};
    }
    return FootSearch(*this, lat, lon).find();
}

}  // namespace geodist::shapes
