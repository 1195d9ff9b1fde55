#include "shapes/meetings.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <utility>

namespace geodist::shapes {

namespace {

std::pair<std::size_t, std::size_t> pieces_of(const NearestSpots& meeting) {
    return {meeting.a.slot, meeting.b.slot};
}

// Two pieces that touch do not cross as well: what seems so is the same place, or one of many where
// they run along each other. Touches come with the distance they have, crossings with none.
void drop_crossings_of_touching(std::vector<NearestSpots>& meetings,
                                const std::vector<bool>& is_touch) {
    std::vector<std::pair<std::size_t, std::size_t>> touching;
    for (std::size_t i = 0; i < meetings.size(); ++i) {
        if (is_touch[i]) {
            touching.push_back(pieces_of(meetings[i]));
        }
    }
    std::sort(touching.begin(), touching.end());
    std::size_t kept = 0;
    for (std::size_t i = 0; i < meetings.size(); ++i) {
        if (is_touch[i] ||
            !std::binary_search(touching.begin(), touching.end(), pieces_of(meetings[i]))) {
            meetings[kept++] = meetings[i];
        }
    }
    meetings.resize(kept);
}

bool is_end(double t) { return t == 0 || t == 1; }

}  // namespace

std::vector<NearestSpots> find_meetings(const PreparedPair& sides, PairSearch& search,
                                        std::size_t row_a, std::size_t row_b) {
    const double touching = touch / wgs84().a() * sides.e->a;
    std::vector<NearestSpots> meetings;
    search.meetings(row_a, row_b, touching, meetings);
    std::vector<bool> is_touch;
    is_touch.reserve(meetings.size());
    for (const NearestSpots& meeting : meetings) {
        is_touch.push_back(is_end(meeting.a.t) || is_end(meeting.b.t));
    }
    drop_crossings_of_touching(meetings, is_touch);
    std::sort(meetings.begin(), meetings.end(),
              [](const NearestSpots& x, const NearestSpots& y) {
                  return std::pair(position_of(x.a), position_of(x.b)) <
                         std::pair(position_of(y.a), position_of(y.b));
              });
    // The same place found from several pieces: where two are next to each other in space, the
    // first in this order stays.
    struct Point {
        double x, y, z;
        std::size_t number;
    };
    std::vector<Point> points;
    for (std::size_t i = 0; i < meetings.size(); ++i) {
        const auto [x, y, z] = in_space(*sides.e, sides.a, meetings[i].a);
        points.push_back({x, y, z, i});
    }
    std::sort(points.begin(), points.end(), [](const Point& p, const Point& q) {
        return std::pair(p.x, p.number) < std::pair(q.x, q.number);
    });
    const double apart = 4 * touching;
    std::vector<bool> is_again(meetings.size());
    for (std::size_t i = 0; i < points.size(); ++i) {
        for (std::size_t k = i + 1; k < points.size() && points[k].x - points[i].x <= apart; ++k) {
            const double y = points[k].y - points[i].y, z = points[k].z - points[i].z;
            if (y * y + z * z <= apart * apart) {
                is_again[std::max(points[i].number, points[k].number)] = true;
            }
        }
    }
    std::size_t kept = 0;
    for (std::size_t i = 0; i < meetings.size(); ++i) {
        if (!is_again[i]) {
            meetings[kept++] = meetings[i];
        }
    }
    meetings.resize(kept);
    return meetings;
}

}  // namespace geodist::shapes
