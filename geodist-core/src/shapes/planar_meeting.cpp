#include "shapes/planar_meeting.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <optional>
#include <utility>

#include "shapes/planar_side.hpp"

namespace geodist::shapes {

namespace {

// Degrees nearer to 0 than this count as 0, so that no product of differences underflows.
constexpr double smallest = 1e-100;

double without_dust(double degrees) { return std::abs(degrees) < smallest ? 0 : degrees; }

bool are_alike(double one, double other) {
    return (one < 0 && other < 0) || (one > 0 && other > 0);
}

// Where a value goes from one sign to the other between 0 and 1.
double zero_between(double at_0, double at_1) {
    return std::clamp(at_0 / (at_0 - at_1), std::numeric_limits<double>::min(),
                      1 - std::numeric_limits<double>::epsilon() / 2);
}

// Two edges, the second moved.
class EdgePair {
  public:
    using Vertices = std::array<PlanarVertex, 2>;

    EdgePair(const PlanarEdge& a, const PlanarEdge& b, double turn)
        : a_(vertices_of_edge(a)), b_(vertices_of_edge(b)), turn_(turn) {}

    // Only do_meet() may be asked before the rest.
    [[nodiscard]] bool do_meet() {
        if (!do_boxes_meet()) {
            return false;
        }
        for (std::size_t i = 0; i < 2; ++i) {
            b_side_[i] = planar_side(a_[0], a_[1], b_[i], turn_);
        }
        if (are_alike(b_side_[0], b_side_[1])) {
            return false;
        }
        for (std::size_t i = 0; i < 2; ++i) {
            a_side_[i] = planar_side(b_[0], b_[1], a_[i], -turn_);
        }
        return !are_alike(a_side_[0], a_side_[1]) && (!are_collinear() || do_overlap());
    }

    [[nodiscard]] PlanarMeeting meeting() const {
        if (are_collinear()) {
            return overlap();
        }
        for (std::size_t i = 0; i < 2; ++i) {
            if (b_side_[i] == 0) {
                return single(at_b(i));
            }
        }
        for (std::size_t i = 0; i < 2; ++i) {
            if (a_side_[i] == 0) {
                return single(at_a(i));
            }
        }
        return crossing();
    }

  private:
    static Vertices vertices_of_edge(const PlanarEdge& edge) {
        return {{{edge.lat1, edge.lon1}, {edge.lat2, edge.lon2}}};
    }

    [[nodiscard]] bool do_boxes_meet() const {
        const auto [south_a, north_a] = std::minmax(a_[0].lat, a_[1].lat);
        const auto [south_b, north_b] = std::minmax(b_[0].lat, b_[1].lat);
        const auto [west_a, east_a] = std::minmax(a_[0].lon, a_[1].lon);
        const auto [west_b, east_b] = std::minmax(b_[0].lon, b_[1].lon);
        return south_a <= north_b && south_b <= north_a &&
               planar_order(west_b, turn_, east_a) <= 0 && planar_order(east_b, turn_, west_a) >= 0;
    }

    [[nodiscard]] bool are_collinear() const {
        return a_side_[0] == 0 && a_side_[1] == 0 && b_side_[0] == 0 && b_side_[1] == 0;
    }

    // The order of vertices along a line: from west to east, or from south to north. Of the four
    // vertices 0 and 1 are those of a.
    [[nodiscard]] double order(std::size_t one, std::size_t other) const {
        const PlanarVertex x = vertex(one), y = vertex(other);
        const double turn = (one < 2 ? 0 : turn_) - (other < 2 ? 0 : turn_);
        const double east = planar_order(x.lon, turn, y.lon);
        return east != 0 ? east : x.lat - y.lat;
    }
    [[nodiscard]] PlanarVertex vertex(std::size_t i) const { return i < 2 ? a_[i] : b_[i - 2]; }

    struct Ends {
        std::size_t first, last;
    };
    // What edges on one line have in common, if they do.
    [[nodiscard]] Ends common() const {
        const Ends a = order(0, 1) <= 0 ? Ends{0, 1} : Ends{1, 0};
        const Ends b = order(2, 3) <= 0 ? Ends{2, 3} : Ends{3, 2};
        return {order(a.first, b.first) >= 0 ? a.first : b.first,
                order(a.last, b.last) <= 0 ? a.last : b.last};
    }
    [[nodiscard]] bool do_overlap() const {
        const Ends ends = common();
        return order(ends.first, ends.last) <= 0;
    }
    [[nodiscard]] PlanarMeeting overlap() const {
        Ends ends = common();
        if (order(0, 1) > 0) {
            std::swap(ends.first, ends.last);
        }
        const auto at = [&](std::size_t i) { return i < 2 ? at_a(i) : at_b(i - 2); };
        if (order(ends.first, ends.last) == 0) {
            return single(at(ends.first));
        }
        return {at(ends.first), at(ends.last), turn_, false};
    }

    [[nodiscard]] PlanarMeeting single(const PlanarPlace& place) const {
        return {place, place, turn_, false};
    }
    [[nodiscard]] PlanarPlace at_a(std::size_t i) const {
        return {static_cast<double>(i), fraction(b_, a_[i], -turn_), a_[i].lat, a_[i].lon};
    }
    [[nodiscard]] PlanarPlace at_b(std::size_t i) const {
        const double first = fraction(a_, b_[i], turn_);
        if (first == 0 || first == 1) {
            const PlanarVertex own = a_[first == 0 ? 0 : 1];
            return {first, static_cast<double>(i), own.lat, own.lon};
        }
        return {first, static_cast<double>(i), b_[i].lat, b_[i].lon + turn_};
    }
    // Of a vertex on an edge.
    static double fraction(const Vertices& edge, PlanarVertex at, double turn) {
        for (std::size_t i = 0; i < 2; ++i) {
            if (edge[i].lat == at.lat && planar_order(at.lon, turn, edge[i].lon) == 0) {
                return static_cast<double>(i);
            }
        }
        const double width = edge[1].lon - edge[0].lon, height = edge[1].lat - edge[0].lat;
        const bool is_wide = std::abs(width) > std::abs(height);
        return is_wide ? zero_between((at.lon - edge[0].lon) + turn, (at.lon - edge[1].lon) + turn)
                       : zero_between(at.lat - edge[0].lat, at.lat - edge[1].lat);
    }

    [[nodiscard]] PlanarMeeting crossing() const {
        const auto along = [](const Vertices& edge, const Vertices& other, double turn) {
            return zero_between(exact_planar_side(other[0], other[1], edge[0], turn),
                                exact_planar_side(other[0], other[1], edge[1], turn));
        };
        const double first = along(a_, b_, -turn_), second = along(b_, a_, turn_);
        const auto between = [first](double from, double to) {
            return first < 0.5 ? from + first * (to - from) : to - (1 - first) * (to - from);
        };
        const PlanarPlace place{first, second, between(a_[0].lat, a_[1].lat),
                                between(a_[0].lon, a_[1].lon)};
        return {place, place, turn_, true};
    }

    Vertices a_, b_;
    double turn_;
    double a_side_[2]{}, b_side_[2]{};  // of the vertices, seen from the other edge
};

PlanarEdge clean(const PlanarEdge& edge) {
    return {without_dust(edge.lat1), without_dust(edge.lon1), without_dust(edge.lat2),
            without_dust(edge.lon2)};
}

// The fraction of the end of an edge that is at a pole.
std::optional<double> end_at_pole(const PlanarEdge& edge, double pole) {
    return edge.lat1 == pole   ? std::optional(0.0)
           : edge.lat2 == pole ? std::optional(1.0)
                               : std::nullopt;
}

bool is_along_pole(const PlanarEdge& edge) {
    return std::abs(edge.lat1) == 90 && edge.lat1 == edge.lat2;
}

// Edges that end at one pole meet there, whatever their longitudes; one that is all there does in
// all of its length.
void add_poles(const PlanarEdge& a, const PlanarEdge& b, std::size_t first,
               std::vector<PlanarMeeting>& found) {
    for (const double pole : {-90.0, 90.0}) {
        const auto on_a = end_at_pole(a, pole), on_b = end_at_pole(b, pole);
        const bool is_known = std::any_of(
            found.begin() + static_cast<std::ptrdiff_t>(first), found.end(),
            [&](const PlanarMeeting& at) { return at.begin.lat == pole || at.end.lat == pole; });
        if (!on_a || !on_b || is_known) {
            continue;
        }
        const auto place = [&](double on_first, double on_second) {
            return PlanarPlace{on_first, on_second, pole, on_first == 0 ? a.lon1 : a.lon2};
        };
        const bool is_all_a = is_along_pole(a) && !a.is_point();
        const bool is_all_b = is_along_pole(b) && !b.is_point();
        found.push_back(
            {place(*on_a, *on_b), place(is_all_a ? 1 : *on_a, is_all_b ? 1 : *on_b), 0, false});
    }
}

}  // namespace

void find_planar_meetings(const PlanarEdge& one, const PlanarEdge& other,
                          std::vector<PlanarMeeting>& found) {
    const PlanarEdge a = clean(one), b = clean(other);
    const std::size_t first = found.size();
    if (!is_along_pole(a) && !is_along_pole(b)) {
        const PlanarTurns turns(a, b);
        for (int number = turns.first; number <= turns.last; ++number) {
            const double turn = 360.0 * number;
            if (EdgePair pair(a, b, turn); pair.do_meet()) {
                found.push_back(pair.meeting());
            }
        }
        // all that begins at a pole has one place there
        const auto again =
            std::remove_if(found.begin() + static_cast<std::ptrdiff_t>(first), found.end(),
                           [](const PlanarMeeting& at) {
                               return !at.is_stretch() && std::abs(at.begin.lat) == 90;
                           });
        found.erase(again, found.end());
    }
    add_poles(a, b, first, found);
}

bool do_planar_edges_meet(const PlanarEdge& one, const PlanarEdge& other) {
    const PlanarEdge a = clean(one), b = clean(other);
    const PlanarTurns turns(a, b);
    for (int number = turns.first; number <= turns.last; ++number) {
        const double turn = 360.0 * number;
        if (EdgePair(a, b, turn).do_meet()) {
            return true;
        }
    }
    return std::ranges::any_of(std::array{-90.0, 90.0}, [&](double pole) {
        return end_at_pole(a, pole) && end_at_pole(b, pole);
    });
}

}  // namespace geodist::shapes
