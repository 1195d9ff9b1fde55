#include "shapes/operand.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>

#include <geodist/columns.hpp>
#include "batch/columns.hpp"
#include "kernels/dispatch.hpp"

namespace geodist::shapes {

namespace {

constexpr std::uint32_t end_of_run = 0xffffffff;

Pieces vertices_of_points(const ShapesView& points, const geodesy::PreparedEllipsoid& e) {
    const std::size_t n = points.lat.size();
    Pieces pieces;
    for (std::vector<double>* const column : {&pieces.x, &pieces.y, &pieces.z, &pieces.h}) {
        column->resize(n);
    }
    const kernels::KernelTable& table = kernels::active_kernels();
    const kernels::VertexOutput out{pieces.x.data(), pieces.y.data(), pieces.z.data(),
                                    pieces.h.data()};
    constexpr std::size_t block = 2048;
    std::vector<double> reduced;
    for (std::size_t i = 0; i < n; i += block) {
        const std::size_t size = std::min(block, n - i);
        const double* lon = points.lon.data() + i;
        if (!table.pairs.within(lon, size, batch::kernel_limit(ColumnKind::longitude))) {
            reduced.resize(block);
            std::transform(lon, lon + size, reduced.begin(), batch::reduce_angle);
            lon = reduced.data();
        }
        table.segment.vertices(points.lat.data() + i, lon, out.from(i), size, e);
    }
    return pieces;
}

}  // namespace

Operand::Operand(const ShapesView& view,
                 const std::shared_ptr<const geodesy::PreparedEllipsoid>& e,
                 const RunOptions& options)
    : view_(view),
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
        pieces_ = vertices_of_points(view, *e);
        return;
    }
    pieces_ = cut_edges(view, *e, e->near.piece, options);
    has_polygons_ = std::any_of(view.kinds.begin(), view.kinds.end(), is_polygon_kind);
    find_items();
    build_boxes();
}

// Runs follow each other as the rings do that have vertices.
void Operand::find_items() {
    items_.assign(pieces_.x.size(), Item::piece);
    row_slots_.reserve(rows_ + 1);
    row_slots_.push_back(0);
    std::size_t slot = 0;
    const auto at = [](std::span<const std::int64_t> offsets, std::size_t i) {
        return static_cast<std::size_t>(offsets[i]);
    };
    for (std::size_t row = 0; row < rows_; ++row) {
        const std::size_t last = at(view_.parts, at(view_.rows, row + 1));
        for (std::size_t ring = at(view_.parts, at(view_.rows, row)); ring < last; ++ring) {
            const std::size_t vertices = at(view_.rings, ring + 1) - at(view_.rings, ring);
            if (vertices == 1) {
                items_[slot++] = Item::point;
            } else if (vertices > 1) {
                while (pieces_.edge[slot] != end_of_run) {
                    ++slot;
                }
                items_[slot++] = Item::none;
            }
        }
        row_slots_.push_back(slot);
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

// By what begins at the slot.
void Operand::widen(Box& box, std::size_t slot) const {
    const std::size_t end = item(slot) == Item::piece ? slot + 1 : slot;
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
}

void Operand::build_boxes() {
    row_boxes_.reserve(rows_);
    boxes_.reserve(items_.size() / 7 + 2 * rows_);
    for (std::size_t row = 0; row < rows_; ++row) {
        const std::size_t first = begin(row), last = end(row);
        row_boxes_.push_back(boxes_.size());
        if (first == last) {
            continue;
        }
        for (std::size_t slot = first; slot < last; slot += leaf) {
            Box box = box_of_vertex(slot);
            for (std::size_t i = slot; i < std::min(slot + leaf, last); ++i) {
                widen(box, i);
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
    return are_points_ ? std::isnan(pieces_.x[row]) : view_.kinds[row] == 0;
}

bool Operand::is_absent(std::size_t row) const {
    return is_missing(row) || begin(row) == end(row);
}

std::size_t Operand::end_of_edge(std::size_t slot) const {
    const std::size_t vertex = edge(slot);
    if (item(slot) != Item::piece) {
        return vertex;
    }
    const auto after = std::upper_bound(view_.rings.begin(), view_.rings.end(),
                                        static_cast<std::int64_t>(vertex));
    const auto last = static_cast<std::size_t>(*after);
    return vertex + 1 < last ? vertex + 1 : static_cast<std::size_t>(*(after - 1));
}

Operand::Edge Operand::edge_at(std::size_t slot) const {
    const std::size_t from = edge(slot), to = end_of_edge(slot);
    return {view_.lat[from], view_.lon[from], view_.lat[to], view_.lon[to],
            item(slot) != Item::piece};
}

Operand::Share Operand::share_of(std::size_t slot) const {
    const std::uint32_t own = edge(slot);
    std::size_t first = slot, last = slot + 1;
    while (first > 0 && item(first - 1) == Item::piece && edge(first - 1) == own) {
        --first;
    }
    while (item(slot) == Item::piece && last < items_.size() && item(last) == Item::piece &&
           edge(last) == own) {
        ++last;
    }
    return {slot - first, last - first};
}

}  // namespace geodist::shapes
