#include "shapes/planar_touch.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <optional>

#include "simd/math.hpp"

namespace geodist::shapes {

namespace {

// Are two places next to each other and to a pole, where longitudes may be far apart?
bool meet_at_pole(double lat1, double lon1, double lat2, double lon2) {
    return std::min(std::abs(lat1), std::abs(lat2)) >= 90 - 4 * planar_width &&
           planar_gap(lat1, lon1, lat2, lon2) <= planar_width;
}

// The fraction of an edge at a vertex, moved by some turns, that is next to it. In the tangent
// plane of the vertex the edge is straight, too; but not around a pole.
std::optional<double> fraction_near(const PlanarEdge& edge, double lat, double lon, double turn) {
    if (meet_at_pole(edge.lat1, edge.lon1, lat, lon)) {
        return 0;
    }
    if (meet_at_pole(edge.lat2, edge.lon2, lat, lon)) {
        return 1;
    }
    const double x1 = (edge.lon1 - lon) - turn, x2 = (edge.lon2 - lon) - turn;
    const double y1 = edge.lat1 - lat, y2 = edge.lat2 - lat;
    const double left = x1 * y2, right = x2 * y1, length = std::abs(x2 - x1) + std::abs(y2 - y1);
    const double least_cosine = 1 - std::abs(lat) / 90;
    if (least_cosine * std::abs(left - right) >
        planar_width * length + 1e-15 * (std::abs(left) + std::abs(right))) {
        return std::nullopt;  // most are farther from the whole line
    }
    const double cosine = std::cos(lat * simd::degree);
    const double u1 = cosine * x1, u2 = cosine * x2, du = u2 - u1, dy = y2 - y1;
    const double square = du * du + dy * dy;
    const double t = square > 0 ? std::clamp(-(u1 * du + y1 * dy) / square, 0.0, 1.0) : 0;
    if (std::hypot(u1 + t * du, y1 + t * dy) > planar_width) {
        return std::nullopt;
    }
    return std::hypot(u1, y1) <= planar_width ? 0 : std::hypot(u2, y2) <= planar_width ? 1 : t;
}

// Degrees of longitude between edges that are next to each other: near a pole, half a turn.
double widest_gap(const PlanarEdge& a, const PlanarEdge& b) {
    const auto highest = [](const PlanarEdge& edge) {
        return std::max(std::abs(edge.lat1), std::abs(edge.lat2));
    };
    // a cosine is at least that of the straight line
    const double cosine = 1 - std::min(highest(a), highest(b)) / 90;
    return cosine > 0 ? std::min(2 * planar_width / cosine, 180.0) : 180;
}

// visit(place, turn) for each vertex of one edge that is next to the other.
template <class Visit>
void visit_near_vertices(const PlanarEdge& a, const PlanarEdge& b, Visit visit) {
    const double lat_a[] = {a.lat1, a.lat2}, lon_a[] = {a.lon1, a.lon2};
    const double lat_b[] = {b.lat1, b.lat2}, lon_b[] = {b.lon1, b.lon2};
    const PlanarTurns turns(a, b, widest_gap(a, b));
    for (int number = turns.first; number <= turns.last; ++number) {
        const double turn = 360.0 * number;
        for (std::size_t i = 0; i < 2; ++i) {
            const auto end = static_cast<double>(i);
            if (const auto at = fraction_near(b, lat_a[i], lon_a[i], -turn)) {
                visit(PlanarPlace{end, *at, lat_a[i], lon_a[i]}, turn);
            }
            if (const auto at = fraction_near(a, lat_b[i], lon_b[i], turn)) {
                const bool is_vertex = *at == 0 || *at == 1;
                const std::size_t own = *at == 1 ? 1 : 0;
                visit(is_vertex ? PlanarPlace{*at, end, lat_a[own], lon_a[own]}
                                : PlanarPlace{*at, end, lat_b[i], lon_b[i] + turn},
                      turn);
            }
        }
    }
}

bool are_one(const PlanarPlace& x, const PlanarPlace& y) {
    return planar_gap(x.lat, x.lon, y.lat, y.lon) <= 4 * planar_width;
}

void extend(PlanarMeeting& meeting, const PlanarPlace& place) {
    if (are_one(meeting.begin, place) || are_one(meeting.end, place)) {
        if (meeting.is_crossing) {
            meeting = {place, place, meeting.turn, false};
        }
        return;
    }
    if (place.first < meeting.begin.first) {
        meeting.begin = place;
        meeting.is_crossing = false;
    } else if (place.first > meeting.end.first) {
        meeting.end = place;
        meeting.is_crossing = false;
    }
}

}  // namespace

double planar_gap(double lat1, double lon1, double lat2, double lon2) {
    const double r1 = 90 - std::abs(lat1), r2 = 90 - std::abs(lat2);
    if (std::max(r1, r2) <= 4 * planar_width && (lat1 < 0) == (lat2 < 0)) {
        const double half = std::sin(std::remainder(lon1 - lon2, 360.0) / 2 * simd::degree);
        return std::sqrt((r1 - r2) * (r1 - r2) + 4 * r1 * r2 * half * half);
    }
    return std::hypot(lat2 - lat1, (lon2 - lon1) * std::cos(lat1 * simd::degree));
}

void find_planar_touches(const PlanarEdge& a, const PlanarEdge& b,
                         std::vector<PlanarMeeting>& found) {
    const auto first = static_cast<std::ptrdiff_t>(found.size());
    find_planar_meetings(a, b, found);
    visit_near_vertices(a, b, [&](const PlanarPlace& place, double turn) {
        const auto known =
            std::find_if(found.begin() + first, found.end(), [&](const PlanarMeeting& at) {
                return at.turn == turn || are_one(at.begin, place) || are_one(at.end, place);
            });
        if (known == found.end()) {
            found.push_back({place, place, turn, false});
        } else {
            extend(*known, place);
        }
    });
}

bool do_planar_edges_touch(const PlanarEdge& a, const PlanarEdge& b) {
    if (do_planar_edges_meet(a, b)) {
        return true;
    }
    bool found = false;
    visit_near_vertices(a, b, [&](const PlanarPlace&, double) { found = true; });
    return found;
}

}  // namespace geodist::shapes
