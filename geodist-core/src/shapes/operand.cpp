#include "shapes/operand.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>

#include <geodist/columns.hpp>
#include "batch/columns.hpp"
#include "kernels/dispatch.hpp"

namespace geodist::shapes {

Operand::Operand(const ShapesView& view, const std::shared_ptr<const geodesy::PreparedEllipsoid>& e,
                 const RunOptions& options)
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
    check_shapes(view);
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
        for (std::size_t first = 0; first < rows_; first += block) {
            prepare_points(first, std::min(block, rows_ - first), out.from(first));
        }
    });
}

void Operand::prepare_points(std::size_t first, std::size_t n,
                             const kernels::VertexOutput& out) const {
    const kernels::KernelTable& table = kernels::active_kernels();
    const double* lon = view_.lon.data() + first;
    std::array<double, block> reduced;
    if (!table.pairs.within(lon, n, batch::kernel_limit(ColumnKind::longitude))) {
        std::transform(lon, lon + n, reduced.begin(), batch::reduce_angle);
        lon = reduced.data();
    }
    table.segment.vertices(view_.lat.data() + first, lon, out, n, *e_);
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

double Operand::widen(Box& box, std::size_t slot) const {
    const std::size_t end = !are_points_ && has_item(slot) ? slot + 1 : slot;
    const double from[3] = {pieces_.x[slot], pieces_.y[slot], pieces_.z[slot]};
    const double to[3] = {pieces_.x[end], pieces_.y[end], pieces_.z[end]};
    double square = 0;
    for (std::size_t c = 0; c < 3; ++c) {
        square += (to[c] - from[c]) * (to[c] - from[c]);
    }
    const double margin = curvature_ * square + rounding_;
    for (std::size_t c = 0; c < 3; ++c) {
        box.low[c] = std::min(box.low[c], std::min(from[c], to[c]) - margin);
        box.high[c] = std::max(box.high[c], std::max(from[c], to[c]) + margin);
    }
    return square;
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
            Box box = box_of_vertex(slot);
            for (std::size_t i = slot; i < std::min(slot + leaf, last); ++i) {
                longest_[row] = std::max(longest_[row], widen(box, i));
            }
            boxes_.push_back(box);
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

Operand::Edge Operand::edge_at(std::size_t slot) const {
    const std::size_t from = edge(slot);
    std::size_t to = from;
    if (!are_points_) {
        const auto after = std::upper_bound(view_.rings.begin(), view_.rings.end(),
                                            static_cast<std::int64_t>(from));
        const auto first = static_cast<std::size_t>(*(after - 1));
        to = from + 1 < static_cast<std::size_t>(*after) ? from + 1 : first;
    }
    return {view_.lat[from], batch::reduce_angle(view_.lon[from]), view_.lat[to],
            batch::reduce_angle(view_.lon[to]), from == to};
}

}  // namespace geodist::shapes
