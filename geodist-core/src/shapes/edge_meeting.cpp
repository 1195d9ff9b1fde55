#include <algorithm>
#include <optional>

#include "batch/columns.hpp"
#include "geodesy/segment.hpp"
#include "runtime/float_environment.hpp"
#include "shapes/few_vertices.hpp"
#include "shapes/geodesic_edge.hpp"
#include "simd/portable.hpp"

namespace geodist::shapes {

namespace {

// Halves two edges until what is left is short or apart.
class MeetingSearch {
  public:
    MeetingSearch(const GeodesicEdge& a, const GeodesicEdge& b) : a_(a), b_(b) {}

    std::optional<EdgeMeeting> find() { return find(whole(0), whole(1), 0); }

  private:
    struct Part {
        double from, to;  // fractions
        EdgeVertex begin, end;
    };

    [[nodiscard]] EdgeVertex vertex(std::size_t edge, double fraction) const {
        const LatLon at = (edge == 0 ? a_ : b_).position(fraction);
        FewVertices found{};
        found.set(0, (edge == 0 ? a_ : b_).ellipsoid(), at.lat, batch::reduce_angle(at.lon));
        return found.vertex(0);
    }
    [[nodiscard]] Part whole(std::size_t edge) const {
        return {0, 1, vertex(edge, 0), vertex(edge, 1)};
    }
    [[nodiscard]] double length(std::size_t edge, const Part& part) const {
        return (edge == 0 ? a_ : b_).length() * (part.to - part.from);
    }

    // Half the sum of the lengths is as far as both reach from the middles of their chords.
    static bool are_apart(const Part& a, const Part& b, double lengths) {
        const auto gap = [](portable::Vec p, portable::Vec q, portable::Vec r, portable::Vec s) {
            return 0.5 * ((p.v + q.v) - (r.v + s.v));
        };
        const double x = gap(a.begin.x, a.end.x, b.begin.x, b.end.x);
        const double y = gap(a.begin.y, a.end.y, b.begin.y, b.end.y);
        const double z = gap(a.begin.z, a.end.z, b.begin.z, b.end.z);
        return x * x + y * y + z * z > 0.25 * lengths * lengths;
    }

    std::optional<EdgeMeeting> find(const Part& a, const Part& b, int depth) {
        const auto& e = a_.ellipsoid();
        const double first = length(0, a), second = length(1, b);
        if (are_apart(a, b, (first + second) * (1 + 1e-9) + 1e-12 * e.a)) {
            return std::nullopt;
        }
        if (std::max(first, second) <= e.near.piece || depth == 60) {
            return near(a, b);
        }
        const std::size_t longer = first >= second ? 0 : 1;
        const Part& part = longer == 0 ? a : b;
        const double middle = 0.5 * (part.from + part.to);
        const EdgeVertex at = vertex(longer, middle);
        const Part halves[] = {{part.from, middle, part.begin, at},
                               {middle, part.to, at, part.end}};
        for (const Part& half : halves) {
            if (const auto found =
                    longer == 0 ? find(half, b, depth + 1) : find(a, half, depth + 1)) {
                return found;
            }
        }
        return std::nullopt;
    }

    [[nodiscard]] std::optional<EdgeMeeting> near(const Part& a, const Part& b) const {
        const auto& e = a_.ellipsoid();
        const auto found =
            geodesy::near_meeting(e.near, geodesy::near_segment(e.near, a.begin, a.end),
                                  geodesy::near_segment(e.near, b.begin, b.end));
        // what rounding leaves between two halves belongs to both
        const auto is_on = [](double t, const Part& part) {
            constexpr double slack = 1e-6;
            return t >= (part.from > 0 ? -slack : 0) && t <= (part.to < 1 ? 1 + slack : 1);
        };
        const double s = found.s.v, t = found.t.v;
        if (!is_on(s, a) || !is_on(t, b)) {
            return std::nullopt;
        }
        const double first = std::clamp(a.from + s * (a.to - a.from), 0.0, 1.0);
        const double second = std::clamp(b.from + t * (b.to - b.from), 0.0, 1.0);
        const LatLon at = a_.position(first);
        return EdgeMeeting{first, second, at.lat, at.lon};
    }

    const GeodesicEdge &a_, &b_;
};

}  // namespace

std::optional<EdgeMeeting> meeting(const GeodesicEdge& a, const GeodesicEdge& b) {
    const runtime::FloatEnvironment environment;
    return MeetingSearch(a, b).find();
}

}  // namespace geodist::shapes
