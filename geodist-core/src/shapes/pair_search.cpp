#include "shapes/pair_search.hpp"

#include <algorithm>
#include <cmath>

#include "kernels/dispatch.hpp"
#include "shapes/geodesic_edge.hpp"

namespace geodist::shapes {

namespace {

constexpr std::size_t leaf = Operand::leaf;

struct Feet {
    alignas(64) double distance[leaf], t[leaf], side[leaf], x[leaf], y[leaf], z[leaf];
};

double margin_of(const PairContext& c) { return 1e-6 / 6378137 * c.e.a; }

}  // namespace

PairContext::PairContext(const Operand& first, const Operand& second, const Ellipsoid& figure,
                         const geodesy::PreparedEllipsoid& prepared)
    : a(first),
      b(second),
      ellipsoid(figure),
      e(prepared),
      kernels(kernels::active_kernels()),
      bounds(figure) {}

PairSearch::PairSearch(const PairContext& context, index::Pace& pace) : c_(context), pace_(pace) {}

void PairSearch::begin(std::size_t row_a, std::size_t row_b, double limit, double enough) {
    a_ = c_.a.tree(row_a);
    b_ = c_.b.tree(row_b);
    found_ = {};
    enough_ = enough;
    limit_ = limit;
    square_ = limit * limit * (1 + 1e-12);
}

NearestSpots PairSearch::nearest(std::size_t row_a, std::size_t row_b, double within,
                                 double enough) {
    const double reach = c_.e.near.reach;
    begin(row_a, row_b, std::min(within, reach), enough);
    look_near();
    if (std::isinf(found_.distance) && within > reach) {
        limit_ = within;
        load_far(a_, row_a, far_a_);
        load_far(b_, row_b, far_b_);
        look_far();
    }
    return found_;
}

void PairSearch::meetings(std::size_t row_a, std::size_t row_b, double touching,
                          std::vector<NearestSpots>& found) {
    begin(row_a, row_b, touching, -1);
    all_ = &found;
    look_near();
    all_ = nullptr;
}

void PairSearch::take(const NearestSpots& found) {
    if (all_ != nullptr) {
        all_->push_back(found);
        return;
    }
    found_ = found;
    limit_ = found.distance;
    // a chord is shorter than what it spans
    square_ = limit_ * limit_ * (1 + 1e-12);
}

void PairSearch::look_near() {
    near_.clear();
    const NearStep root{square_between(a_.box(a_.root()), b_.box(b_.root())), a_.root(), b_.root()};
    if (root.square <= square_) {
        near_.push_back(root);
    }
    while (!near_.empty() && !is_done()) {
        pace_.step();
        const NearStep step = near_.back();
        near_.pop_back();
        if (step.square > square_) {
            continue;
        }
        if (step.a.level == 0 && step.b.level == 0) {
            look_at_leaves(step.a, step.b);
        } else {
            split_near(step);
        }
    }
}

// The larger of the two; the nearest child is looked at first.
void PairSearch::split_near(const NearStep& step) {
    const bool first =
        step.b.level == 0 || (step.a.level != 0 && a_.end_slot(step.a) - a_.first_slot(step.a) >=
                                                       b_.end_slot(step.b) - b_.first_slot(step.b));
    const Operand::Tree& tree = first ? a_ : b_;
    const RowNode node = first ? step.a : step.b;
    const Box other = first ? b_.box(step.b) : a_.box(step.a);
    const std::size_t base = near_.size();
    for (std::uint32_t i = tree.first_child(node); i < tree.end_child(node); ++i) {
        const RowNode child{node.level - 1, i};
        const double square = square_between(tree.box(child), other);
        if (square <= square_) {
            near_.push_back({square, first ? child : step.a, first ? step.b : child});
        }
    }
    std::sort(near_.begin() + static_cast<std::ptrdiff_t>(base), near_.end(),
              [](const NearStep& x, const NearStep& y) { return x.square > y.square; });
}

void PairSearch::look_at_leaves(RowNode node_a, RowNode node_b) {
    const Box box_a = a_.box(node_a), box_b = b_.box(node_b);
    look_at_meetings(node_a, node_b, box_b);
    if (!is_done()) {
        look_at_feet<true>(a_, node_a, b_, node_b, box_b);
    }
    if (!is_done()) {
        look_at_feet<false>(b_, node_b, a_, node_a, box_a);
    }
}

// Each vertex of one leaf with all items of the other, in that box.
template <bool a_has_vertex>
void PairSearch::look_at_feet(const Operand::Tree& vertices, RowNode of_vertices,
                              const Operand::Tree& items, RowNode of_items, const Box& box) {
    const Operand& from = *vertices.side;
    const Operand& to = *items.side;
    const std::size_t first = items.first_slot(of_items);
    // behind the last vertex of a row there is nothing
    const std::size_t n = std::min(items.end_slot(of_items), to.end_of_items(items.end)) - first;
    if (n == 0 || (!a_has_vertex && from.are_points() && to.are_points())) {
        return;  // of two points the first way round has told
    }
    Feet feet;
    const kernels::FootOutput out{feet.distance, feet.t, feet.side, feet.x, feet.y, feet.z};
    for (std::size_t i = vertices.first_slot(of_vertices); i < vertices.end_slot(of_vertices);
         ++i) {
        if (square_between(from.box_of_vertex(i), box) > square_) {
            continue;
        }
        const kernels::VertexColumns vertex = from.vertices(i);
        if (to.are_points()) {
            const kernels::VertexColumns point = to.vertices(first);
            c_.kernels.segment.pairs(vertex, point, point, out, n, c_.e.near);
        } else {
            c_.kernels.segment.to_line(vertex, to.vertices(first), out, n, c_.e.near);
        }
        for (std::size_t k = 0; k < n; ++k) {
            if (!to.has_item(first + k) || !(feet.distance[k] <= limit_)) {
                continue;
            }
            if (feet.distance[k] == limit_ && !std::isinf(found_.distance)) {
                continue;
            }
            const Operand::At at = from.at_vertex(i);
            const Spot there{first + k, feet.t[k], false}, here{at.slot, at.t, false};
            take({feet.distance[k], a_has_vertex ? here : there, a_has_vertex ? there : here});
        }
        if (is_done()) {
            return;
        }
    }
}

void PairSearch::look_at_meetings(RowNode node_a, RowNode node_b, const Box& box) {
    const std::size_t first = b_.first_slot(node_b);
    const std::size_t n = std::min(b_.end_slot(node_b), b_.end - 1) - first;
    if (n == 0 || c_.a.are_points() || c_.b.are_points()) {
        return;
    }
    alignas(64) double s[leaf], t[leaf];
    for (std::size_t i = a_.first_slot(node_a); i < a_.end_slot(node_a); ++i) {
        if (!c_.a.has_item(i) || square_between(c_.a.box_of_item(i), box) > 0) {
            continue;
        }
        c_.kernels.segment.meetings(c_.a.vertices(i), c_.b.vertices(first), {s, t}, n, c_.e.near);
        for (std::size_t k = 0; k < n; ++k) {
            if (c_.b.has_item(first + k) && c_.a.is_on_piece(i, s[k]) &&
                c_.b.is_on_piece(first + k, t[k])) {
                take({0,
                      {i, std::clamp(s[k], 0.0, 1.0), false},
                      {first + k, std::clamp(t[k], 0.0, 1.0), false},
                      true});
                if (is_done()) {
                    return;
                }
            }
        }
    }
}

void PairSearch::load_far(const Operand::Tree& tree, std::size_t row, FarRow& far) const {
    if (far.row == row) {
        return;
    }
    const std::size_t n = tree.end - tree.begin;
    far.row = row;
    far.lat.resize(n);
    far.lon.resize(n);
    std::vector<double> height(n);
    const kernels::VertexColumns from = tree.side->vertices(tree.begin);
    const double* const in[] = {from.x, from.y, from.z};
    double* const out[] = {far.lat.data(), far.lon.data(), height.data()};
    c_.kernels.kernel(Operation::from_ecef)(in, out, n, c_.e);
}

std::size_t PairSearch::center_of(const Operand::Tree& tree, FarNode node) const {
    if (node.level < 0) {
        return node.index;
    }
    const RowNode own{static_cast<std::uint32_t>(node.level), node.index};
    return (tree.first_slot(own) + tree.end_slot(own)) / 2 - tree.begin;
}

// No point below a node is farther from its center.
double PairSearch::radius_of(const Operand::Tree& tree, FarNode node) const {
    const Operand& side = *tree.side;
    const std::size_t center = tree.begin + center_of(tree, node);
    const Box box = node.level < 0 ? side.box_of_item(center)
                                   : tree.box({static_cast<std::uint32_t>(node.level), node.index});
    const kernels::VertexColumns at = side.vertices(center);
    const double from[3] = {*at.x, *at.y, *at.z};
    double square = 0;
    for (std::size_t c = 0; c < 3; ++c) {
        const double gap = std::max(from[c] - box.low[c], box.high[c] - from[c]);
        square += gap * gap;
    }
    return c_.bounds.upper(square);
}

void PairSearch::push_far(const FarStep& step) {
    if (step.lower > std::min(limit_, upper_)) {
        return;
    }
    far_.push_back(step);
    std::push_heap(far_.begin(), far_.end(),
                   [](const FarStep& x, const FarStep& y) { return x.lower > y.lower; });
}

void PairSearch::look_far() {
    far_.clear();
    measured_.clear();
    upper_ = std::numeric_limits<double>::infinity();
    const FarNode root_a{static_cast<std::int32_t>(a_.levels) - 1, 0};
    const FarNode root_b{static_cast<std::int32_t>(b_.levels) - 1, 0};
    push_far({0, root_a, root_b, radius_of(a_, root_a), radius_of(b_, root_b)});
    while (!far_.empty() && !is_done()) {
        pace_.step();
        std::pop_heap(far_.begin(), far_.end(),
                      [](const FarStep& x, const FarStep& y) { return x.lower > y.lower; });
        const FarStep step = far_.back();
        far_.pop_back();
        if (step.lower > std::min(limit_, upper_)) {
            return;
        }
        if (step.a.level < 0 && step.b.level < 0) {
            measure_edges(a_.begin + step.a.index, b_.begin + step.b.index);
        } else {
            split_far(step);
        }
    }
}

// The larger of the two.
void PairSearch::split_far(const FarStep& step) {
    const bool first = step.b.level < 0 || (step.a.level >= 0 && step.radius_a >= step.radius_b);
    const Operand::Tree& tree = first ? a_ : b_;
    const FarRow &own = first ? far_a_ : far_b_, &other_row = first ? far_b_ : far_a_;
    const FarNode node = first ? step.a : step.b, other = first ? step.b : step.a;
    const double other_radius = first ? step.radius_b : step.radius_a;
    const std::size_t to = center_of(first ? b_ : a_, other);
    std::array<FarNode, leaf> children{};
    alignas(64) double in[4][leaf], distance[leaf];
    std::size_t n = 0;
    const auto add = [&](FarNode child) {
        const std::size_t center = center_of(tree, child);
        in[0][n] = own.lat[center];
        in[1][n] = own.lon[center];
        in[2][n] = other_row.lat[to];
        in[3][n] = other_row.lon[to];
        children[n++] = child;
    };
    if (node.level > 0) {
        const RowNode parent{static_cast<std::uint32_t>(node.level), node.index};
        for (std::uint32_t i = tree.first_child(parent); i < tree.end_child(parent); ++i) {
            add({node.level - 1, i});
        }
    } else {
        const RowNode parent{0, node.index};
        for (std::size_t i = tree.first_slot(parent); i < tree.end_slot(parent); ++i) {
            if (tree.side->has_item(i)) {
                add({-1, static_cast<std::uint32_t>(i - tree.begin)});
            }
        }
    }
    const double* const columns[] = {in[0], in[1], in[2], in[3]};
    double* const out[] = {distance};
    c_.kernels.kernel(Operation::distance)(columns, out, n, c_.e);
    const double margin = margin_of(c_);
    for (std::size_t i = 0; i < n; ++i) {
        upper_ = std::min(upper_, distance[i] + margin);
        const double radius = radius_of(tree, children[i]);
        const double lower = distance[i] - radius - other_radius - margin;
        push_far(first ? FarStep{lower, children[i], other, radius, other_radius}
                       : FarStep{lower, other, children[i], other_radius, radius});
    }
}

// Edges of the caller's; planar ones by their pieces, which are not what joins their ends.
void PairSearch::measure_edges(std::size_t slot_a, std::size_t slot_b) {
    const auto is_whole = [](const Operand& side) {
        return side.are_points() || side.view().edges == Edges::geodesic;
    };
    const bool whole_a = is_whole(c_.a), whole_b = is_whole(c_.b);
    const std::uint64_t key_a = whole_a ? c_.a.edge(slot_a) : slot_a;
    const std::uint64_t key_b = whole_b ? c_.b.edge(slot_b) : slot_b;
    if (!measured_.insert(key_a << 32 | key_b).second) {
        return;
    }
    const auto edge_of = [](const Operand& side, const Operand::Tree& tree, const FarRow& far,
                            bool whole, std::size_t slot) {
        if (whole) {
            return side.edge_at(slot);
        }
        const std::size_t i = slot - tree.begin;
        return Operand::Edge{far.lat[i], far.lon[i], far.lat[i + 1], far.lon[i + 1], false};
    };
    const Operand::Edge a = edge_of(c_.a, a_, far_a_, whole_a, slot_a);
    const Operand::Edge b = edge_of(c_.b, b_, far_b_, whole_b, slot_b);
    const auto better = [&](double distance, double t_a, double t_b) {
        if (distance <= limit_ && (distance < found_.distance || std::isinf(found_.distance))) {
            take({distance, {slot_a, t_a, whole_a}, {slot_b, t_b, whole_b}});
        }
    };
    if (a.is_point && b.is_point) {
        const double* const in[] = {&a.lat1, &a.lon1, &b.lat1, &b.lon1};
        double distance;
        double* const out[] = {&distance};
        c_.kernels.kernel(Operation::distance)(in, out, 1, c_.e);
        better(distance, 0, 0);
        return;
    }
    if (!b.is_point) {
        const GeodesicEdge edge(c_.e, b.lat1, b.lon1, b.lat2, b.lon2);
        const auto begin = edge.foot(a.lat1, a.lon1);
        better(begin.distance, 0, begin.fraction);
        if (!a.is_point) {
            const auto end = edge.foot(a.lat2, a.lon2);
            better(end.distance, 1, end.fraction);
        }
    }
    if (!a.is_point) {
        const GeodesicEdge edge(c_.e, a.lat1, a.lon1, a.lat2, a.lon2);
        const auto begin = edge.foot(b.lat1, b.lon1);
        better(begin.distance, begin.fraction, 0);
        if (!b.is_point) {
            const auto end = edge.foot(b.lat2, b.lon2);
            better(end.distance, end.fraction, 1);
        }
    }
}

}  // namespace geodist::shapes
