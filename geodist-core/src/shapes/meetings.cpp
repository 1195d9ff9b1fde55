#include "shapes/meetings.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <tuple>
#include <utility>

#include "simd/math.hpp"

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
            return !sides.context.is_curved && touches.has(pieces_of(meeting));
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
    const bool touch_counts = sides.context.touch_counts(row_a, row_b);
    std::vector<NearestSpots> meetings;
    search.meetings(row_a, row_b, touch_counts ? touching : 0, meetings);
    drop_what_pieces_make(sides, meetings);
    std::sort(meetings.begin(), meetings.end(), is_before);
    // the same place found from several pieces
    keep_first_of_place(meetings, 4 * touching, [&](const NearestSpots& meeting) {
        return sides.a.is_planar() ? in_space(*sides.e, sides.b, meeting.b)
                                   : in_space(*sides.e, sides.a, meeting.a);
    });
    return meetings;
}

std::vector<PlanarRowMeeting::Place> find_planar_places(const PreparedPair& sides,
                                                        PairSearch& search, std::size_t row_a,
                                                        std::size_t row_b) {
    std::vector<PlanarRowMeeting::Place> places;
    for (const PlanarRowMeeting& meeting : sides.planar.meetings(row_a, row_b, search.pace())) {
        places.push_back(meeting.begin);
        if (meeting.is_stretch) {
            places.push_back(meeting.end);
        }
    }
    std::ranges::sort(places, {}, [](const PlanarRowMeeting::Place& at) {
        return std::tuple(at.a.edge, at.a.fraction, at.b.edge, at.b.fraction);
    });
    // on a sphere: only places next to each other matter
    keep_first_of_place(places, 4 * touch(sides.e->a), [&](const PlanarRowMeeting::Place& place) {
        const double lat = place.a.lat * simd::degree, lon = place.a.lon * simd::degree;
        const double across = sides.e->a * std::cos(lat);
        return PlaceInSpace{across * std::cos(lon), across * std::sin(lon),
                            sides.e->a * std::sin(lat)};
    });
    return places;
}

}  // namespace geodist::shapes
