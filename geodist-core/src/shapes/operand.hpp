// One side of a call that measures shapes against shapes: its edges as pieces, and boxes over them
// for each row.
#pragma once

#include <geodist/run_options.hpp>
#include <geodist/shapes.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <vector>

#include "geodesy/prepared_ellipsoid.hpp"
#include "kernels/segment_table.hpp"
#include "shapes/edge_part.hpp"
#include "shapes/pieces.hpp"
#include "shapes/runs.hpp"

namespace geodist::shapes {

struct Box {
    double low[3], high[3];
};

// The square of the distance between boxes.
[[nodiscard]] inline double square_between(const Box& x, const Box& y) {
    double square = 0;
    for (std::size_t c = 0; c < 3; ++c) {
        const double below = x.low[c] - y.high[c], above = y.low[c] - x.high[c];
        const double gap = below > above ? below : above;
        square += gap > 0 ? gap * gap : 0;
    }
    return square;
}

// A group of slots of a row, which are vertices of Pieces: `leaf` of them at level 0, so many
// groups of the level below above.
struct RowNode {
    std::uint32_t level, index;
};

// Has check_shapes() seen the column?
enum class Checked : bool { no, yes };

class Operand {
  public:
    static constexpr std::size_t leaf = 8, fanout = 8;

    Operand(const ShapesView& view, const std::shared_ptr<const geodesy::PreparedEllipsoid>& e,
            const RunOptions& options, Checked checked = Checked::no);

    [[nodiscard]] const ShapesView& view() const { return view_; }
    [[nodiscard]] std::size_t rows() const { return rows_; }
    // The row of this side that belongs to a pair.
    [[nodiscard]] std::size_t row_of(std::size_t pair) const { return rows_ == 1 ? 0 : pair; }
    // Of points alone, each row a slot.
    [[nodiscard]] bool are_points() const { return are_points_; }
    // Does a row consist of lines or rings?
    [[nodiscard]] bool has_edges(std::size_t row) const {
        return !are_points_ && shapes::has_edges(static_cast<GeometryKind>(view_.kinds[row]));
    }
    // Are there edges that are no geodesics?
    [[nodiscard]] bool is_planar() const { return !are_points_ && view_.edges == Edges::planar; }
    // How far edges may be from the geodesics of their pieces.
    [[nodiscard]] double sag() const { return pieces_.sag; }
    // Is there nothing to measure?
    [[nodiscard]] bool is_absent(std::size_t row) const;
    [[nodiscard]] bool is_missing(std::size_t row) const;
    [[nodiscard]] bool is_polygon(std::size_t row) const {
        return !are_points_ && is_areal(static_cast<GeometryKind>(view_.kinds[row]));
    }
    [[nodiscard]] bool has_polygons() const { return has_polygons_; }

    [[nodiscard]] std::size_t begin(std::size_t row) const {
        return are_points_ ? row : row_slots_[row];
    }
    [[nodiscard]] std::size_t end(std::size_t row) const {
        return are_points_ ? row + 1 : row_slots_[row + 1];
    }
    // The last vertex of a row only ends a piece, unless it is a point.
    [[nodiscard]] std::size_t end_of_items(std::size_t end) const {
        return are_points_ ? end : end - 1;
    }
    // Does a piece begin at a slot, or a point?
    [[nodiscard]] bool has_item(std::size_t slot) const {
        return are_points_ || pieces_.edge[slot] != Pieces::none;
    }
    // The vertex of the caller's at which the edge of a slot begins.
    [[nodiscard]] std::size_t edge(std::size_t slot) const {
        return are_points_ ? slot : pieces_.edge[slot];
    }
    [[nodiscard]] double fraction(std::size_t slot, double t) const {
        return are_points_ ? 0 : fraction_of_edge(pieces_, slot, t);
    }
    [[nodiscard]] kernels::VertexColumns vertices(std::size_t slot) const {
        return pieces_.columns().from(slot);
    }
    // Of a side of points, vertices() has something only after this. Any thread may call it.
    void prepare() const;
    // The same of some points, from `first` on.
    void prepare_points(std::size_t first, std::size_t n, const kernels::VertexOutput& out) const;
    // Is that part of a piece on it? What rounding leaves between two pieces of an edge is on both.
    [[nodiscard]] bool is_on_piece(std::size_t slot, double t) const {
        constexpr double slack = 1e-6;
        const std::uint32_t own = pieces_.edge[slot];
        const bool before = slot > 0 && pieces_.edge[slot - 1] == own;
        return t >= (before ? -slack : 0) && t <= (pieces_.edge[slot + 1] == own ? 1 + slack : 1);
    }
    // Is an end of a piece, 0 or 1, none of its edge?
    [[nodiscard]] bool is_within_edge(std::size_t slot, double end) const {
        if (are_points_) {
            return false;
        }
        return end == 0 ? slot > 0 && pieces_.edge[slot - 1] == pieces_.edge[slot]
                        : pieces_.edge[slot + 1] == pieces_.edge[slot];
    }
    // The slot of the first piece of an edge.
    [[nodiscard]] std::size_t first_of_edge(std::size_t slot) const {
        while (is_within_edge(slot, 0)) {
            --slot;
        }
        return slot;
    }
    // The slot and the part of its piece at which a vertex is.
    struct At {
        std::size_t slot;
        double t;
    };
    [[nodiscard]] At at_vertex(std::size_t slot) const {
        return has_item(slot) ? At{slot, 0.0} : At{slot - 1, 1.0};
    }
    // The same on the piece that ends there, if one does.
    [[nodiscard]] At first_at_vertex(std::size_t slot) const {
        return !are_points_ && slot > 0 && has_item(slot - 1) ? At{slot - 1, 1.0} : At{slot, 0.0};
    }
    // The square of the longest chord of a piece of a row.
    [[nodiscard]] double longest_square(std::size_t row) const {
        return are_points_ ? 0 : longest_[row];
    }
    [[nodiscard]] Box box_of_vertex(std::size_t slot) const;
    [[nodiscard]] Box box_of_item(std::size_t slot) const;

    // Around all of a row that is not absent.
    [[nodiscard]] Box box_of_row(std::size_t row) const {
        if (are_points_) {
            return box_of_vertex(row);
        }
        return boxes_[(row + 1 < rows_ ? row_boxes_[row + 1] : boxes_.size()) - 1];
    }

    // The boxes of a row.
    struct Tree {
        const Operand* side = nullptr;
        std::size_t begin = 0, end = 0;  // slots
        std::uint32_t levels = 0;
        std::array<std::size_t, 12> first{}, nodes{};  // of each level, among all boxes

        [[nodiscard]] RowNode root() const { return {levels - 1, 0}; }
        [[nodiscard]] Box box(RowNode node) const {
            return side->are_points_ ? side->box_of_vertex(begin)
                                     : side->boxes_[first[node.level] + node.index];
        }
        [[nodiscard]] std::size_t first_slot(RowNode node) const {
            return begin + node.index * slots_of(node.level);
        }
        [[nodiscard]] std::size_t end_slot(RowNode node) const {
            const std::size_t last = begin + (node.index + 1) * slots_of(node.level);
            return last < end ? last : end;
        }
        [[nodiscard]] std::uint32_t first_child(RowNode node) const {
            return node.index * static_cast<std::uint32_t>(fanout);
        }
        [[nodiscard]] std::uint32_t end_child(RowNode node) const {
            const std::size_t last = first_child(node) + fanout, all = nodes[node.level - 1];
            return static_cast<std::uint32_t>(last < all ? last : all);
        }

      private:
        static std::size_t slots_of(std::uint32_t level) {
            static_assert(leaf == 8 && fanout == 8);
            return std::size_t{8} << 3 * level;
        }
    };
    [[nodiscard]] Tree tree(std::size_t row) const;

    // An edge as the caller has it, but for whole turns, or a point. lon2: as reduce_second().
    struct Edge {
        double lat1, lon1, lat2, lon2;
        bool is_point;
    };
    [[nodiscard]] Edge edge_at(std::size_t slot) const;

    // The piece of a slot, or a point, on the ellipsoid.
    [[nodiscard]] EdgePart part_at(std::size_t slot) const;

  private:
    // The vertex at which the edge ends that begins at one.
    [[nodiscard]] std::size_t end_of_edge(std::size_t edge) const;
    void find_rows();
    void build_boxes();
    // By what begins at the slot.
    void widen(Box& box, std::size_t slot) const;
    // Raises `longest` to the square of the longest chord.
    [[nodiscard]] Box box_of_leaf(std::size_t first, std::size_t last, double& longest) const;

    ShapesView view_;
    std::shared_ptr<const geodesy::PreparedEllipsoid> e_;
    std::size_t rows_;
    bool are_points_, has_polygons_ = false;
    double curvature_;  // a piece of chord c lies within curvature c^2 of it
    double rounding_;   // of coordinates, metres
    mutable std::once_flag once_;
    mutable Pieces pieces_;  // of points, the vertices alone
    std::vector<std::size_t> row_slots_, row_boxes_;
    std::vector<Box> boxes_;
    std::vector<double> longest_;
};

}  // namespace geodist::shapes
