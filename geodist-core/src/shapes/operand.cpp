#include "shapes/operand.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>

#include <geodist/columns.hpp>
#include "batch/columns.hpp"
#include "shapes/vertices.hpp"

namespace geodist::shapes {

Operand::Operand(const ShapesView& view, const std::shared_ptr<const geodesy::PreparedEllipsoid>& e,
                 const RunOptions& options, Checked checked)
    : view_(view),
      e_(e),
      rows_(view.kinds.size()),
      are_points_(view.rows.empty()),
      curvature_(1.001 / 8 / std::min({e->b * e->b / e->a, e->a * e->a / e->b, e->a, e->b})),
      rounding_(1e-8 / 6378137 * e->a) {
    if (view.lat.size() != view.lon.size()) {
        throw std::invalid_argument("latitudes and longitudes differ in number");
    }
    if (are_points_) {
        rows_ = view.lat.size();
        check_points(PointColumns(view.lat, view.lon));
        return;
    }
    if (checked == Checked::no) {
        check_shapes(view);
    }
    pieces_ = cut_edges(view, *e, e->near.piece, options);
    has_polygons_ = std::any_of(view.kinds.begin(), view.kinds.end(), [](std::uint8_t kind) {
        return is_areal(static_cast<GeometryKind>(kind));
    });
    find_rows();
    build_boxes();
}

void Operand::prepare() const {
    if (!are_points_) {
        return;
    }
    std::call_once(once_, [this] {
        for (std::vector<double>* const column : {&pieces_.x, &pieces_.y, &pieces_.z, &pieces_.h}) {
            column->resize(rows_);
        }
        const kernels::VertexOutput out{pieces_.x.data(), pieces_.y.data(), pieces_.z.data(),
                                        pieces_.h.data()};
        prepare_points(0, rows_, out);
    });
}

void Operand::prepare_points(std::size_t first, std::size_t n,
                             const kernels::VertexOutput& out) const {
    put_in_space(view_.lat.data() + first, view_.lon.data() + first, n, out, *e_);
}

void Operand::find_rows() {
    row_slots_.assign(rows_ + 1, 0);
    std::size_t slot = 0;
    for_each_run(view_, [&](const Run& run) {
        while (pieces_.edge[slot] != Pieces::none) {
            ++slot;
        }
        row_slots_[run.row + 1] = ++slot;
    });
    for (std::size_t row = 0; row < rows_; ++row) {
        row_slots_[row + 1] = std::max(row_slots_[row + 1], row_slots_[row]);
    }
}

Box Operand::box_of_vertex(std::size_t slot) const {
    Box box;
    const double at[3] = {pieces_.x[slot], pieces_.y[slot], pieces_.z[slot]};
    for (std::size_t c = 0; c < 3; ++c) {
        box.low[c] = at[c] - rounding_;
        box.high[c] = at[c] + rounding_;
    }
    return box;
}

Box Operand::box_of_item(std::size_t slot) const {
    Box box = box_of_vertex(slot);
    widen(box, slot);
    return box;
}

void Operand::widen(Box& box, std::size_t slot) const {
    const std::size_t end = !are_points_ && has_item(slot) ? slot + 1 : slot;
    const double from[3] = {pieces_.x[slot], pieces_.y[slot], pieces_.z[slot]};
    const double to[3] = {pieces_.x[end], pieces_.y[end], pieces_.z[end]};
    double square = 0;
    for (std::size_t c = 0; c < 3; ++c) {
        square += (to[c] - from[c]) * (to[c] - from[c]);
    }
    const double margin = curvature_ * square + rounding_ + pieces_.sag;
    for (std::size_t c = 0; c < 3; ++c) {
        box.low[c] = std::min(box.low[c], std::min(from[c], to[c]) - margin);
        box.high[c] = std::max(box.high[c], std::max(from[c], to[c]) + margin);
    }
}

// Of what begins at the slots [first, last), `leaf` of them or fewer; no farther than the ends of
// all pieces and what the longest needs. Every loop is one over lanes.
Box Operand::box_of_leaf(std::size_t first, std::size_t last, double& longest) const {
    constexpr std::size_t most = leaf + 1;  // vertices
    const std::size_t n = last - first + (has_item(last - 1) ? 1 : 0);
    const double* const columns[3] = {pieces_.x.data() + first, pieces_.y.data() + first,
                                      pieces_.z.data() + first};
    Box box;
    double squares[leaf] = {};
    for (std::size_t c = 0; c < 3; ++c) {
        const double* at = columns[c];
        double padded[most];
        if (n < most) {
            for (std::size_t i = 0; i < most; ++i) {
                padded[i] = at[std::min(i, n - 1)];
            }
            at = padded;
        }
        for (std::size_t i = 0; i < leaf; ++i) {
            const double d = at[i + 1] - at[i];
            squares[i] += d * d;
        }
        double low[2] = {at[0], at[0]}, high[2] = {at[0], at[0]};
        for (std::size_t i = 1; i < most; i += 2) {
            for (std::size_t k = 0; k < 2; ++k) {
                low[k] = at[i + k] < low[k] ? at[i + k] : low[k];
                high[k] = at[i + k] > high[k] ? at[i + k] : high[k];
            }
        }
        box.low[c] = std::min(low[0], low[1]);
        box.high[c] = std::max(high[0], high[1]);
    }
    for (std::size_t i = first; i + 1 < first + n; ++i) {
        squares[i - first] = has_item(i) ? squares[i - first] : 0;
    }
    const double square = *std::max_element(squares, squares + leaf);
    longest = std::max(longest, square);
    const double margin = curvature_ * square + rounding_ + pieces_.sag;
    for (std::size_t c = 0; c < 3; ++c) {
        box.low[c] -= margin;
        box.high[c] += margin;
    }
    return box;
}

void Operand::build_boxes() {
    row_boxes_.reserve(rows_);
    boxes_.reserve(pieces_.size() / 7 + 2 * rows_);
    longest_.assign(rows_, 0);
    for (std::size_t row = 0; row < rows_; ++row) {
        const std::size_t first = begin(row), last = end(row);
        row_boxes_.push_back(boxes_.size());
        if (first == last) {
            continue;
        }
        for (std::size_t slot = first; slot < last; slot += leaf) {
            boxes_.push_back(box_of_leaf(slot, std::min(slot + leaf, last), longest_[row]));
        }
        for (std::size_t below = row_boxes_.back(); boxes_.size() - below > 1;) {
            const std::size_t level = boxes_.size();
            for (std::size_t i = below; i < level; i += fanout) {
                Box box = boxes_[i];
                for (std::size_t k = i + 1; k < std::min(i + fanout, level); ++k) {
                    for (std::size_t c = 0; c < 3; ++c) {
                        box.low[c] = std::min(box.low[c], boxes_[k].low[c]);
                        box.high[c] = std::max(box.high[c], boxes_[k].high[c]);
                    }
                }
                boxes_.push_back(box);
            }
            below = level;
        }
    }
}

Operand::Tree Operand::tree(std::size_t row) const {
    Tree tree;
    tree.side = this;
    tree.begin = begin(row);
    tree.end = end(row);
    std::size_t count = (tree.end - tree.begin + leaf - 1) / leaf;
    std::size_t at = are_points_ ? 0 : row_boxes_[row];
    for (;;) {
        tree.first[tree.levels] = at;
        tree.nodes[tree.levels++] = count;
        if (count <= 1) {
            return tree;
        }
        at += count;
        count = (count + fanout - 1) / fanout;
    }
}

bool Operand::is_missing(std::size_t row) const {
    return are_points_ ? std::isnan(view_.lat[row]) || std::isnan(view_.lon[row])
                       : view_.kinds[row] == 0;
}

bool Operand::is_absent(std::size_t row) const { return is_missing(row) || begin(row) == end(row); }

std::size_t Operand::end_of_edge(std::size_t edge) const {
    if (are_points_) {
        return edge;
    }
    const auto after =
        std::upper_bound(view_.rings.begin(), view_.rings.end(), static_cast<std::int64_t>(edge));
    const auto first = static_cast<std::size_t>(*(after - 1));
    return edge + 1 < static_cast<std::size_t>(*after) ? edge + 1 : first;
}

Operand::Edge Operand::edge_at(std::size_t slot) const {
    const std::size_t from = edge(slot), to = end_of_edge(from);
    const double lon = view_.lon[from];
    return {view_.lat[from], batch::reduce_angle(lon), view_.lat[to],
            batch::reduce_second(lon, view_.lon[to]), from == to};
}

EdgePart Operand::part_at(std::size_t slot) const {
    if (are_points_) {
        const double lat = view_.lat[slot], lon = batch::reduce_angle(view_.lon[slot]);
        return {lat, lon, lat, lon, 0, 1};
    }
    const std::size_t from = edge(slot), to = end_of_edge(from);
    const auto [number, count] = number_of_piece(pieces_, slot);
    const double first = static_cast<double>(number) / static_cast<double>(count);
    const double last = static_cast<double>(number + 1) / static_cast<double>(count);
    if (view_.edges == Edges::planar || from == to) {
        return {view_.lat[from], view_.lon[from], view_.lat[to], view_.lon[to], first, last};
    }
    return geodesic_part(*e_, view_.lat[from], view_.lon[from], view_.lat[to], view_.lon[to], first,
                         last);
}

}  // namespace geodist::shapes
