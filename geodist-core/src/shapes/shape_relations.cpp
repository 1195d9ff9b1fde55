#include <geodist/error.hpp>
#include <geodist/shape_pairs.hpp>

#include <algorithm>
#include <cstdint>
#include <span>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "runtime/interrupt.hpp"
#include "shapes/line_relations.hpp"
#include "shapes/planar_stretches.hpp"
#include "shapes/stretches.hpp"

namespace geodist {

namespace {

using shapes::CutSide;

// Do two rows consist of the same vertices in the same order?
bool are_same_rows(const ShapesView& a, std::size_t row_a, const ShapesView& b, std::size_t row_b) {
    if (a.kinds[row_a] != b.kinds[row_b] || a.edges != b.edges || a.oriented != b.oriented) {
        return false;
    }
    // level by level: so many items of both, from here on
    std::size_t from[] = {row_a, row_b}, count = 1;
    const std::span<const std::int64_t> levels[][2] = {
        {a.rows, b.rows}, {a.parts, b.parts}, {a.rings, b.rings}};
    for (const auto& [of_a, of_b] : levels) {
        const std::int64_t first_a = of_a[from[0]], first_b = of_b[from[1]];
        for (std::size_t i = 1; i <= count; ++i) {
            if (of_a[from[0] + i] - first_a != of_b[from[1] + i] - first_b) {
                return false;
            }
        }
        count = static_cast<std::size_t>(of_a[from[0] + count] - first_a);
        from[0] = static_cast<std::size_t>(first_a);
        from[1] = static_cast<std::size_t>(first_b);
    }
    return std::ranges::equal(a.lat.subspan(from[0], count), b.lat.subspan(from[1], count)) &&
           std::ranges::equal(a.lon.subspan(from[0], count), b.lon.subspan(from[1], count));
}

class RelationOfPair {
  public:
    RelationOfPair(const shapes::PreparedPair& sides, shapes::PairSearch& search, std::size_t row_a,
                   std::size_t row_b)
        : sides_(sides), search_(search), row_a_(row_a), row_b_(row_b) {}

    [[nodiscard]] bool holds(Relation relation) {
        if (sides_.a.is_absent(row_a_) || sides_.b.is_absent(row_b_)) {
            return false;
        }
        if (!sides_.a.is_polygon(row_a_)) {
            return shapes::line_relates(sides_, search_, row_a_, row_b_, relation);
        }
        if (are_same_polygon()) {
            return true;
        }
        if (has_vertex_outside()) {
            return false;
        }
        bool is_within = false;  // anywhere, but for the border
        for (const LatLon& middle : middles(CutSide::b)) {
            const Place place = sides_.in_a.place(row_a_, middle.lat, middle.lon);
            if (place == Place::outside) {
                return false;
            }
            is_within = is_within || place == Place::inside;
            if (place == Place::boundary && sides_.b.is_polygon(row_b_) &&
                leaves_out_beside(middle)) {
                return false;
            }
        }
        if (sides_.b.is_polygon(row_b_)) {
            return !has_gap();
        }
        return relation == Relation::covers || is_within;
    }

  private:
    // Each border would touch the other all along.
    [[nodiscard]] bool are_same_polygon() const {
        return sides_.a.is_polygon(row_a_) && sides_.b.is_polygon(row_b_) &&
               are_same_rows(sides_.a.view(), row_a_, sides_.b.view(), row_b_);
    }
    // Is one of a few vertices of b, which tell of most that a does not cover?
    [[nodiscard]] bool has_vertex_outside() const {
        constexpr std::size_t few_vertices = 16;
        const std::size_t first = sides_.b.begin(row_b_), end = sides_.b.end(row_b_);
        const std::size_t step = (end - first + few_vertices - 1) / few_vertices;
        for (std::size_t slot = first; slot < end; slot += step) {
            const std::size_t vertex = sides_.b.edge(sides_.b.at_vertex(slot).slot);
            if (!sides_.in_a.covers(row_a_, sides_.b.view().lat[vertex],
                                    sides_.b.view().lon[vertex])) {
                return true;
            }
        }
        return false;
    }
    // Along a border that both have, the inside of b may be on the other side: b may fill a hole.
    [[nodiscard]] bool leaves_out_beside(const LatLon& at) const {
        constexpr double beside = 1e-8;  // degrees
        constexpr double ways[][2] = {{beside, 0}, {-beside, 0}, {0, beside}, {0, -beside}};
        return std::ranges::any_of(ways, [&](const auto& way) {
            const double lat = std::clamp(at.lat + way[0], -90.0, 90.0), lon = at.lon + way[1];
            return sides_.in_b.place(row_b_, lat, lon) == Place::inside &&
                   sides_.in_a.place(row_a_, lat, lon) == Place::outside;
        });
    }
    // Is there something of b that a leaves out, with the border of b in a? Then a border of a is
    // inside of b, and no other part of a covers it.
    [[nodiscard]] bool has_gap() {
        const auto places = middles(CutSide::a);
        return std::any_of(places.begin(), places.end(), [&](const LatLon& at) {
            return sides_.in_b.place(row_b_, at.lat, at.lon) == Place::inside &&
                   sides_.in_a.parts_with(row_a_, at.lat, at.lon) < 2 && leaves_out_beside(at);
        });
    }
    // A point of each stretch of a row between the places where it meets the other.
    [[nodiscard]] std::vector<LatLon> middles(CutSide cut_side) {
        const bool is_a = cut_side == CutSide::a;
        std::vector<LatLon> places;
        const auto take = [&](const auto& stretches) {
            for (const auto& stretch : stretches) {
                places.push_back(stretch.middle);
            }
        };
        const shapes::Operand& side = is_a ? sides_.a : sides_.b;
        const std::size_t row = is_a ? row_a_ : row_b_;
        if (sides_.planar.decides(row_a_, row_b_) && !side.are_points()) {
            take(shapes::cut_planar_row(side.view(), row,
                                        sides_.planar.meetings(row_a_, row_b_, search_.pace()),
                                        cut_side));
        } else {
            take(shapes::cut_row(sides_, side, row,
                                 shapes::cuts_of(sides_, search_, row_a_, row_b_, cut_side)));
        }
        return places;
    }

    const shapes::PreparedPair& sides_;
    shapes::PairSearch& search_;
    std::size_t row_a_, row_b_;
};

}  // namespace

void shapes_relate(const ShapesView& a, const ShapesView& b, Relation relation,
                   std::span<std::uint8_t> out, const Ellipsoid& ellipsoid,
                   const RunOptions& options) {
    runtime::InterruptClock clock(options);
    const RunOptions shared = clock.shared();
    const shapes::PreparedPair sides(a, b, ellipsoid, shared);
    shapes::check_results(out.size(), shapes::pair_count(sides.a.rows(), sides.b.rows()));
    shapes::visit_pairs(
        sides, false, shared,
        [&](shapes::PairSearch& search, std::size_t pair, std::size_t row_a, std::size_t row_b) {
            out[pair] = RelationOfPair(sides, search, row_a, row_b).holds(relation);
        });
}

void shapes_relate(const ShapesView& a, const ShapesView& b, std::span<const std::int64_t> rows_a,
                   std::span<const std::int64_t> rows_b, Relation relation,
                   std::span<std::uint8_t> out, const Ellipsoid& ellipsoid,
                   const RunOptions& options) {
    const shapes::RowPairs listed{rows_a, rows_b};
    shapes::check_rows(listed, a, b);
    shapes::check_results(out.size(), rows_a.size());
    runtime::InterruptClock clock(options);
    const RunOptions shared = clock.shared();
    const shapes::PreparedPair sides(a, b, ellipsoid, shared);
    shapes::visit_rows(
        sides, listed, shared,
        [&](shapes::PairSearch& search, std::size_t pair, std::size_t row_a, std::size_t row_b) {
            out[pair] = RelationOfPair(sides, search, row_a, row_b).holds(relation);
        });
}

}  // namespace geodist
