#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "shapes/line_relations.hpp"
#include "shapes/planar_pair.hpp"
#include "shapes/runs.hpp"

namespace geodist::shapes {

namespace {

// What one edge of b has in common with all of a: fractions of it.
struct SharedPart {
    std::size_t edge;
    double from, to;
};

bool begins_before(const SharedPart& x, const SharedPart& y) {
    return std::pair(x.edge, x.from) < std::pair(y.edge, y.from);
}

class PlanarLinesAlong {
  public:
    PlanarLinesAlong(const PreparedPair& sides, PairSearch& search, std::size_t row_a,
                     std::size_t row_b)
        : sides_(sides), row_a_(row_a), row_b_(row_b) {
        for (const PlanarRowMeeting& meeting : sides.planar.meetings(row_a, row_b, search.pace())) {
            const auto [from, to] = std::minmax(meeting.begin.b.fraction, meeting.end.b.fraction);
            parts_.push_back({meeting.begin.b.edge, from, to});
        }
        std::ranges::sort(parts_, begins_before);
    }

    [[nodiscard]] bool cover() const {
        bool all = true;
        visit_edges([&](std::size_t edge, std::size_t end) { all = all && covers(edge, end); });
        return all;
    }

    // Is there more of b than ends of a?
    [[nodiscard]] bool is_within() const {
        bool found = false;
        visit_edges([&](std::size_t edge, std::size_t end) {
            found = found || !edge_of_b(edge, end).is_point() || !is_at_end(edge);
        });
        return found;
    }

  private:
    // visit(first vertex, last vertex); a point is an edge to itself.
    template <class Visit>
    void visit_edges(Visit visit) const {
        if (sides_.b.are_points()) {
            visit(row_b_, row_b_);
            return;
        }
        for_each_run_of(sides_.b.view(), row_b_, [&](const Run& run) {
            if (run.edges() == 0) {
                visit(run.first, run.first);
            }
            for (std::size_t edge = run.first; edge < run.first + run.edges(); ++edge) {
                visit(edge, run.end_of(edge));
            }
        });
    }

    [[nodiscard]] PlanarEdge edge_of_b(std::size_t edge, std::size_t end) const {
        const ShapesView& b = sides_.b.view();
        return {b.lat[edge], b.lon[edge], b.lat[end], b.lon[end]};
    }

    [[nodiscard]] bool covers(std::size_t number, std::size_t end) const {
        auto part = std::ranges::lower_bound(parts_, SharedPart{number, -1, -1}, begins_before);
        const PlanarEdge edge = edge_of_b(number, end);
        double reached = 0;
        bool any = false;
        // what is next to where the one before ends
        const auto is_near = [&](double from, double to) {
            const double dlat = edge.lat2 - edge.lat1, dlon = edge.lon2 - edge.lon1;
            const double lat = edge.lat1 + from * dlat;
            return to <= from || planar_gap(lat, 0, lat + (to - from) * dlat, (to - from) * dlon) <=
                                     4 * planar_width;
        };
        for (; part != parts_.end() && part->edge == number; ++part) {
            any = true;
            if (!is_near(reached, part->from)) {
                return false;
            }
            reached = std::max(reached, part->to);
        }
        return any && is_near(reached, 1);
    }

    // Is a point of b at an end of a, which belongs to its boundary? Where several lines end, it
    // does if their number is odd.
    [[nodiscard]] bool is_at_end(std::size_t vertex) const {
        if (sides_.a.are_points()) {
            return false;
        }
        const ShapesView& a = sides_.a.view();
        const PlanarEdge point = edge_of_b(vertex, vertex);
        std::size_t ends = 0;
        for_each_run_of(a, row_a_, [&](const Run& run) {
            for (const std::size_t end : {run.first, run.last - 1}) {
                ends += run.edges() > 0 && do_planar_edges_touch(point, {a.lat[end], a.lon[end],
                                                                         a.lat[end], a.lon[end]});
            }
        });
        return ends % 2 == 1;
    }

    const PreparedPair& sides_;
    std::size_t row_a_, row_b_;
    std::vector<SharedPart> parts_;
};

}  // namespace

bool planar_line_relates(const PreparedPair& sides, PairSearch& search, std::size_t row_a,
                         std::size_t row_b, Relation relation) {
    const PlanarLinesAlong lines(sides, search, row_a, row_b);
    return lines.cover() && (relation == Relation::covers || lines.is_within());
}

}  // namespace geodist::shapes
