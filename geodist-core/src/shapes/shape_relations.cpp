#include <geodist/error.hpp>
#include <geodist/shape_pairs.hpp>

#include <algorithm>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "runtime/interrupt.hpp"
#include "shapes/line_relations.hpp"
#include "shapes/stretches.hpp"

namespace geodist {

namespace {

using shapes::CutSide;
using shapes::Stretch;

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
        bool is_within = false;  // anywhere, but for the border
        for (const Stretch& stretch :
             shapes::cut_row(sides_, sides_.b, row_b_,
                             shapes::cuts_of(sides_, search_, row_a_, row_b_, CutSide::b))) {
            const Place place = sides_.in_a.place(row_a_, stretch.middle.lat, stretch.middle.lon);
            if (place == Place::outside) {
                return false;
            }
            is_within = is_within || place == Place::inside;
        }
        if (sides_.b.is_polygon(row_b_)) {
            return !has_gap();
        }
        return relation == Relation::covers || is_within;
    }

  private:
    // Is there something of b that a leaves out, with the border of b in a? Then a border of a is
    // inside of b, and no other part of a covers it.
    [[nodiscard]] bool has_gap() {
        const auto stretches = shapes::cut_row(
            sides_, sides_.a, row_a_, shapes::cuts_of(sides_, search_, row_a_, row_b_, CutSide::a));
        return std::any_of(stretches.begin(), stretches.end(), [&](const Stretch& stretch) {
            const auto [lat, lon] = stretch.middle;
            return sides_.in_b.place(row_b_, lat, lon) == Place::inside &&
                   sides_.in_a.parts_with(row_a_, lat, lon) < 2;
        });
    }

    const shapes::PreparedPair& sides_;
    shapes::PairSearch& search_;
    std::size_t row_a_, row_b_;
};

// Planar edges are known to a millimetre, which is not enough here.
void check_edges(const shapes::PreparedPair& sides, std::size_t row_a, std::size_t row_b) {
    const auto is_line = [](const shapes::Operand& side, std::size_t row) {
        const auto kind = side.are_points() ? GeometryKind::point
                                            : static_cast<GeometryKind>(side.view().kinds[row]);
        return kind == GeometryKind::line_string || kind == GeometryKind::multi_line_string;
    };
    const bool is_planar_a = sides.a.view().edges == Edges::planar;
    const bool is_planar_b = sides.b.view().edges == Edges::planar && is_line(sides.b, row_b);
    if (is_line(sides.a, row_a) && (is_planar_a || is_planar_b)) {
        throw InvalidGeometryError(
            "geodist cannot tell what a line covers where edges are planar (row " +
                std::to_string(row_a) + "); give edges='geodesic' to the shapes",
            std::nullopt, row_a);
    }
}

void check_row(std::int64_t row, std::size_t rows) {
    if (row < 0 || std::cmp_greater_equal(row, rows)) {
        throw std::out_of_range("the column has no row " + std::to_string(row));
    }
}

}  // namespace

void shapes_relate(const ShapesView& a, const ShapesView& b, Relation relation,
                   std::span<std::uint8_t> out, const Ellipsoid& ellipsoid,
                   const RunOptions& options) {
    runtime::InterruptClock clock(options);
    const RunOptions shared = clock.shared();
    const shapes::PreparedPair sides(a, b, ellipsoid, shared);
    shapes::check_results(out.size(), shapes::pair_count(sides.a.rows(), sides.b.rows()));
    for (std::size_t pair = 0; pair < out.size(); ++pair) {
        check_edges(sides, sides.a.row_of(pair), sides.b.row_of(pair));
    }
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
    if (rows_a.size() != rows_b.size() || rows_a.size() != out.size()) {
        throw std::invalid_argument("there must be two rows and one result for each pair");
    }
    runtime::InterruptClock clock(options);
    const RunOptions shared = clock.shared();
    const shapes::PreparedPair sides(a, b, ellipsoid, shared);
    for (std::size_t i = 0; i < out.size(); ++i) {
        check_row(rows_a[i], sides.a.rows());
        check_row(rows_b[i], sides.b.rows());
        check_edges(sides, static_cast<std::size_t>(rows_a[i]),
                    static_cast<std::size_t>(rows_b[i]));
    }
    shapes::visit_rows(
        sides, {rows_a, rows_b}, shared,
        [&](shapes::PairSearch& search, std::size_t pair, std::size_t row_a, std::size_t row_b) {
            out[pair] = RelationOfPair(sides, search, row_a, row_b).holds(relation);
        });
}

}  // namespace geodist
