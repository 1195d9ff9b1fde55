#include "shapes/line_relations.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <utility>
#include <vector>

#include "batch/columns.hpp"
#include "shapes/planar_touch.hpp"
#include "shapes/stretches.hpp"

namespace geodist::shapes {

namespace {

// Two geodesics that share two places near to each other are one between them. So a stretch of b
// that begins and ends where it meets a is on a if its middle is. A planar edge, too, is farthest
// from a geodesic between two such places near their middle.
class LinesAlong {
  public:
    LinesAlong(const PreparedPair& sides, PairSearch& search, std::size_t row_a, std::size_t row_b)
        : sides_(sides),
          row_a_(row_a),
          touching_(sides.context.touch_counts(row_a, row_b) ? touch(sides.e->a) : 0) {
        search.meetings(row_a, row_b, touching_, meetings_);
        std::sort(meetings_.begin(), meetings_.end(),
                  [](const auto& x, const auto& y) { return position_of(x.b) < position_of(y.b); });
    }

    // Where a and b meet, along b.
    [[nodiscard]] std::vector<Spot> cuts() const {
        std::vector<Spot> cuts;
        cuts.reserve(meetings_.size());
        for (const NearestSpots& meeting : meetings_) {
            cuts.push_back(meeting.b);
        }
        return cuts;
    }

    // Of stretches in their order: a piece that covers one may go on along the next, without
    // meeting it once more where another one crosses it.
    [[nodiscard]] bool cover(const Stretch& stretch) {
        const double position = position_of(stretch.begin);
        auto meeting =
            std::lower_bound(meetings_.begin(), meetings_.end(), position - slack,
                             [](const auto& x, double at) { return position_of(x.b) < at; });
        for (; meeting != meetings_.end() && position_of(meeting->b) <= position + slack;
             ++meeting) {
            add_pieces(meeting->a.slot);
        }
        std::sort(pieces_.begin(), pieces_.end());
        const auto twice = std::unique(pieces_.begin(), pieces_.end());
        pieces_.erase(twice, pieces_.end());
        std::erase_if(pieces_, [&](std::size_t piece) { return !is_near(stretch.middle, piece); });
        return !pieces_.empty();
    }

    // Is a place at an end of a, which belongs to its boundary? Where several lines end, it does if
    // their number is odd: by places in space, as a place may have several longitudes.
    [[nodiscard]] bool is_at_end(const LatLon& place) const {
        const Operand& side = sides_.a;
        if (side.are_points()) {
            return false;
        }
        std::vector<std::pair<std::array<double, 3>, std::size_t>> ends;
        const auto add = [&](std::size_t slot) {
            const kernels::VertexColumns at = side.vertices(slot);
            ends.push_back({{*at.x, *at.y, *at.z}, slot});
        };
        std::size_t first = side.begin(row_a_);
        for (std::size_t slot = first; slot < side.end(row_a_); ++slot) {
            if (side.has_item(slot)) {
                continue;
            }
            if (!side.edge_at(first).is_point) {
                add(first);
                add(slot);
            }
            first = slot + 1;
        }
        std::sort(ends.begin(), ends.end());
        for (std::size_t i = 0; i < ends.size();) {
            const auto& [at, slot] = ends[i];
            std::size_t next = i;
            while (next < ends.size() && ends[next].first == at) {
                ++next;
            }
            if ((next - i) % 2 == 1 &&
                distance(place, side.vertices(slot), side.vertices(slot)) <= touching_) {
                return true;
            }
            i = next;
        }
        return false;
    }

  private:
    static constexpr double slack = 1e-9;  // pieces

    // What a meeting names, and the pieces beside it: one of them may go on.
    void add_pieces(std::size_t slot) {
        const Operand& side = sides_.a;
        const std::size_t first = std::max(slot, side.begin(row_a_) + 1) - 1;
        for (std::size_t i = first; i <= slot + 1 && i < side.end(row_a_); ++i) {
            if (side.has_item(i)) {
                pieces_.push_back(i);
            }
        }
    }

    [[nodiscard]] bool is_near(const LatLon& place, std::size_t piece) const {
        if (sides_.a.is_planar()) {
            const EdgePart edge = sides_.a.part_at(piece);
            return do_planar_edges_touch({edge.lat1, edge.lon1, edge.lat2, edge.lon2},
                                         {place.lat, place.lon, place.lat, place.lon});
        }
        const kernels::VertexColumns begin = sides_.a.vertices(piece);
        return distance(place, begin, sides_.a.are_points() ? begin : begin.from(1)) <= touching_;
    }

    [[nodiscard]] double distance(const LatLon& place, const kernels::VertexColumns& begin,
                                  const kernels::VertexColumns& end) const {
        double x, y, z, h, metres, t, side, foot_x, foot_y, foot_z;
        const kernels::SegmentKernels& kernels = sides_.context.kernels.segment;
        const double lon = batch::reduce_angle(place.lon);
        kernels.vertices(&place.lat, &lon, {&x, &y, &z, &h}, 1, *sides_.e);
        kernels.pairs({&x, &y, &z, &h}, begin, end, {&metres, &t, &side, &foot_x, &foot_y, &foot_z},
                      1, sides_.e->near);
        return metres;
    }

    const PreparedPair& sides_;
    std::size_t row_a_;
    double touching_;
    std::vector<NearestSpots> meetings_;
    std::vector<std::size_t> pieces_;  // that may cover the next stretch
};

}  // namespace

bool line_relates(const PreparedPair& sides, PairSearch& search, std::size_t row_a,
                  std::size_t row_b, Relation relation) {
    if (sides.b.is_polygon(row_b)) {
        return false;
    }
    if (sides.planar.decides(row_a, row_b)) {
        return planar_line_relates(sides, search, row_a, row_b, relation);
    }
    LinesAlong lines(sides, search, row_a, row_b);
    const std::vector<Stretch> stretches = cut_row(sides, sides.b, row_b, lines.cuts());
    if (!std::all_of(stretches.begin(), stretches.end(),
                     [&](const Stretch& stretch) { return lines.cover(stretch); })) {
        return false;
    }
    return relation == Relation::covers ||
           std::any_of(stretches.begin(), stretches.end(), [&](const Stretch& stretch) {
               return !stretch.is_point() || !lines.is_at_end(stretch.middle);
           });
}

}  // namespace geodist::shapes
