#include "shapes/meetings.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace geodist::shapes {

namespace {

bool is_end(double t) { return t == 0 || t == 1; }

bool is_before(const NearestSpots& x, const NearestSpots& y) {
    return std::pair(position_of(x.a), position_of(x.b)) <
           std::pair(position_of(y.a), position_of(y.b));
}

using PiecePair = std::pair<std::size_t, std::size_t>;

PiecePair pieces_of(const NearestSpots& meeting) { return {meeting.a.slot, meeting.b.slot}; }

// The pieces that have a place: two, where one ends and the next begins.
struct PiecesAt {
    std::array<std::size_t, 2> slot{};
    std::size_t count = 1;

    PiecesAt(const Operand& side, const Spot& spot) {
        slot[0] = spot.slot;
        if (side.are_points()) {
            return;
        }
        if (spot.t == 0 && spot.slot > 0 && side.has_item(spot.slot - 1)) {
            slot[count++] = spot.slot - 1;
        } else if (spot.t == 1 && side.has_item(spot.slot + 1)) {
            slot[count++] = spot.slot + 1;
        }
    }
};

// Places along a at which pieces touch, by their pairs.
class Touches {
  public:
    Touches(const PreparedPair& sides, const std::vector<NearestSpots>& meetings) {
        for (const NearestSpots& meeting : meetings) {
            if (meeting.is_crossing) {
                continue;
            }
            const PiecesAt a(sides.a, meeting.a), b(sides.b, meeting.b);
            for (std::size_t i = 0; i < a.count; ++i) {
                for (std::size_t k = 0; k < b.count; ++k) {
                    touches_.emplace_back(PiecePair{a.slot[i], b.slot[k]}, position_of(meeting.a));
                }
            }
        }
        std::sort(touches_.begin(), touches_.end());
        for (std::size_t i = 0; i < touches_.size();) {
            std::size_t end = i + 1;
            while (end < touches_.size() && touches_[end].first == touches_[i].first) {
                ++end;
            }
            if (touches_[end - 1].second - touches_[i].second > slack) {
                shared_.push_back(touches_[i].second);
                shared_.push_back(touches_[end - 1].second);
            }
            i = end;
        }
        std::sort(shared_.begin(), shared_.end());
    }

    [[nodiscard]] bool has(const PiecePair& pieces) const {
        const auto at =
            std::lower_bound(touches_.begin(), touches_.end(), pieces,
                             [](const auto& x, const PiecePair& y) { return x.first < y; });
        return at != touches_.end() && at->first == pieces;
    }
    // Is that an end of what two pieces have in common?
    [[nodiscard]] bool is_of_shared(double position) const {
        const auto at = std::lower_bound(shared_.begin(), shared_.end(), position - slack);
        return at != shared_.end() && *at <= position + slack;
    }

  private:
    static constexpr double slack = 1e-9;  // pieces

    std::vector<std::pair<PiecePair, double>> touches_;
    std::vector<double> shared_;
};

// Pieces that touch do not cross as well: what seems so is the same place, or one of many where
// they run along each other. And where they do, the ends of pieces are none of edges.
void drop_what_pieces_make(const PreparedPair& sides, std::vector<NearestSpots>& meetings) {
    const Touches touches(sides, meetings);
    std::erase_if(meetings, [&](const NearestSpots& meeting) {
        if (meeting.is_crossing) {
            return touches.has(pieces_of(meeting));
        }
        const bool is_of_edge =
            (is_end(meeting.a.t) && !sides.a.is_within_edge(meeting.a.slot, meeting.a.t)) ||
            (is_end(meeting.b.t) && !sides.b.is_within_edge(meeting.b.slot, meeting.b.t));
        return !is_of_edge && touches.is_of_shared(position_of(meeting.a));
    });
}

}  // namespace

std::vector<NearestSpots> find_meetings(const PreparedPair& sides, PairSearch& search,
                                        std::size_t row_a, std::size_t row_b) {
    const double touching = touch(sides.e->a);
    std::vector<NearestSpots> meetings;
    search.meetings(row_a, row_b, touching, meetings);
    drop_what_pieces_make(sides, meetings);
    std::sort(meetings.begin(), meetings.end(), is_before);
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
