#include "shapes/pair_search.hpp"

#include <algorithm>
#include <cmath>

#include "kernels/dispatch.hpp"
#include "shapes/geodesic_edge.hpp"

namespace geodist::shapes {

namespace {

constexpr std::size_t leaf_size = Operand::leaf;

struct Feet {
    alignas(64) double distance[leaf_size], t[leaf_size], side[leaf_size], x[leaf_size],
        y[leaf_size], z[leaf_size];
};

// A chord is shorter than what it spans.
double chord_limit(double distance) { return distance * distance * (1 + 1e-12); }

}  // namespace

PairContext::PairContext(const Operand& first, const Operand& second, const Ellipsoid& figure,
                         const geodesy::PreparedEllipsoid& prepared)
    : a(first),
      b(second),
      ellipsoid(figure),
      e(prepared),
      kernels(kernels::active_kernels()),
      bounds(figure),
      is_curved(first.is_planar() || second.is_planar()) {}

PairSearch::PairSearch(const PairContext& context, index::Pace& pace)
    : c_(context),
      pace_(pace),
      curve_pairs_(context.is_curved ? std::make_unique<CurvePairs>(context) : nullptr),
      mixed_(context),
      far_(context, pace, curve_pairs_.get()) {}

void PairSearch::begin(std::size_t row_a, std::size_t row_b, double limit, bool first_edge,
                       double enough) {
    if (row_a != row_a_) {
        a_ = c_.a.tree(row_a);
        row_a_ = row_a;
    }
    b_ = c_.b.tree(row_b);
    best_.begin(c_.b, limit, first_edge);
    enough_ = enough;
    square_ = chord_limit(limit);
    upper_ = HUGE_VAL;
    if (c_.is_curved) {
        curves_.clear();
        curve_pairs_->begin();
    }
}

NearestSpots PairSearch::nearest(std::size_t row_a, std::size_t row_b, double within,
                                 double enough) {
    begin(row_a, row_b, std::min(within, c_.e.near.reach), false, enough);
    return look(row_a, row_b, within);
}

NearestSpots PairSearch::nearest_first_edge(std::size_t row_a, std::size_t row_b, double within) {
    begin(row_a, row_b, std::min(within, c_.e.near.reach), true, -1);
    return look(row_a, row_b, within);
}

NearestSpots PairSearch::look(std::size_t row_a, std::size_t row_b, double within) {
    look_near();
    measure_curves();
    if (best_.is_empty() && within > c_.e.near.reach) {
        best_.widen(within);
        if (c_.is_curved) {
            curve_pairs_->begin();  // what was too far is not any more
        }
        far_.look({a_, row_a}, {b_, row_b}, enough_, best_);
    }
    return best_.found();
}

void PairSearch::meetings(std::size_t row_a, std::size_t row_b, double touching,
                          std::vector<NearestSpots>& found) {
    begin(row_a, row_b, touching, false, -1);
    all_ = &found;
    look_near();
    all_ = nullptr;
}

void PairSearch::take(const NearestSpots& found) {
    if (all_ != nullptr) {
        all_->push_back(found);
    } else if (best_.take(found)) {
        square_ = chord_limit(best_.limit());
    }
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
        if (step.square > square_ || is_settled(step)) {
            continue;
        }
        if (step.a.level == 0 && step.b.level == 0) {
            look_at_leaves(step.a, step.b);
        } else {
            split_near(step);
        }
    }
}

// Is there nothing in b before the edge that was found?
bool PairSearch::is_settled(const NearStep& step) const {
    return best_.is_settled(c_.b.edge(c_.b.first_at_vertex(b_.first_slot(step.b)).slot));
}

// The larger of the two; the nearest child is looked at first, of equally near ones the first.
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
              [](const NearStep& x, const NearStep& y) {
                  // one side of both is the same
                  return x.square != y.square ? x.square > y.square
                                              : x.a.index + x.b.index > y.a.index + y.b.index;
              });
}

void PairSearch::look_at_leaves(RowNode node_a, RowNode node_b) {
    if (c_.is_curved && all_ == nullptr) {
        look_at_curves(node_a, node_b);
        return;
    }
    if (c_.is_curved && !c_.a.are_points() && !c_.b.are_points()) {
        look_at_mixed_meetings(node_a, node_b);
        return;
    }
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
            if (!to.has_item(first + k) || !(feet.distance[k] <= best_.limit())) {
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
    alignas(64) double s[leaf_size], t[leaf_size];
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

void PairSearch::look_at_mixed_meetings(RowNode node_a, RowNode node_b) {
    const Box box_b = b_.box(node_b);
    const std::size_t end_b = b_.end_slot(node_b);
    for (std::size_t i = a_.first_slot(node_a); i < a_.end_slot(node_a); ++i) {
        if (!c_.a.has_item(i)) {
            continue;
        }
        const Box box = c_.a.box_of_item(i);
        if (square_between(box, box_b) > square_) {
            continue;
        }
        for (std::size_t k = b_.first_slot(node_b); k < end_b; ++k) {
            if (c_.b.has_item(k) && square_between(box, c_.b.box_of_item(k)) <= square_) {
                mixed_.find(i, k, best_.limit(), *all_);
            }
        }
    }
}

// Pairs of pieces that may be the nearest. Distances between the geodesics of pieces are off by the
// sags of both.
void PairSearch::look_at_curves(RowNode node_a, RowNode node_b) {
    const std::size_t first_a = a_.first_slot(node_a), first_b = b_.first_slot(node_b);
    const std::size_t n_a = std::min(a_.end_slot(node_a), c_.a.end_of_items(a_.end)) - first_a;
    const std::size_t n_b = std::min(b_.end_slot(node_b), c_.b.end_of_items(b_.end)) - first_b;
    if (n_a == 0 || n_b == 0) {
        return;
    }
    constexpr std::size_t most = leaf_size + 1;
    const double sag = c_.a.sag() + c_.b.sag(), slack = 1e-6 / 6378137 * c_.e.a;
    const double far = chord_limit(std::min(best_.limit(), upper_) + sag + slack);
    const Box box_a = a_.box(node_a), box_b = b_.box(node_b);
    double least[leaf_size][leaf_size];
    for (auto& row : least) {
        std::fill_n(row, leaf_size, HUGE_VAL);
    }
    Feet feet;
    const kernels::FootOutput out{feet.distance, feet.t, feet.side, feet.x, feet.y, feet.z};
    const auto feet_on = [&](const Operand& from, std::size_t vertex, const Operand& to,
                             std::size_t first, std::size_t n) {
        const kernels::VertexColumns at = from.vertices(vertex);
        if (to.are_points()) {
            const kernels::VertexColumns point = to.vertices(first);
            c_.kernels.segment.pairs(at, point, point, out, n, c_.e.near);
        } else {
            c_.kernels.segment.to_line(at, to.vertices(first), out, n, c_.e.near);
        }
    };
    // vertex i of a leaf ends piece i - 1 and begins piece i
    for (std::size_t i = 0; i < std::min(most, n_a + (c_.a.are_points() ? 0 : 1)); ++i) {
        if (square_between(c_.a.box_of_vertex(first_a + i), box_b) > far) {
            continue;
        }
        feet_on(c_.a, first_a + i, c_.b, first_b, n_b);
        for (std::size_t k = 0; k < n_b; ++k) {
            for (const std::size_t piece : {i - 1, i}) {
                if (piece < n_a) {
                    least[piece][k] = std::min(least[piece][k], feet.distance[k]);
                }
            }
        }
    }
    for (std::size_t k = 0; k < std::min(most, n_b + (c_.b.are_points() ? 0 : 1)); ++k) {
        if (square_between(c_.b.box_of_vertex(first_b + k), box_a) > far) {
            continue;
        }
        feet_on(c_.b, first_b + k, c_.a, first_a, n_a);
        for (std::size_t i = 0; i < n_a; ++i) {
            for (const std::size_t piece : {k - 1, k}) {
                if (piece < n_b) {
                    least[i][piece] = std::min(least[i][piece], feet.distance[i]);
                }
            }
        }
    }
    alignas(64) double s[leaf_size], t[leaf_size];
    for (std::size_t i = 0; i < n_a && !c_.a.are_points() && !c_.b.are_points(); ++i) {
        if (!c_.a.has_item(first_a + i) ||
            square_between(c_.a.box_of_item(first_a + i), box_b) > 0) {
            continue;
        }
        c_.kernels.segment.meetings(c_.a.vertices(first_a + i), c_.b.vertices(first_b), {s, t}, n_b,
                                    c_.e.near);
        for (std::size_t k = 0; k < n_b; ++k) {
            if (c_.b.has_item(first_b + k) && c_.a.is_on_piece(first_a + i, s[k]) &&
                c_.b.is_on_piece(first_b + k, t[k])) {
                least[i][k] = 0;
            }
        }
    }
    for (std::size_t i = 0; i < n_a; ++i) {
        for (std::size_t k = 0; k < n_b; ++k) {
            const double lower = least[i][k] - sag - slack;
            if (!c_.a.has_item(first_a + i) || !c_.b.has_item(first_b + k) ||
                !(lower <= std::min(best_.limit(), upper_))) {
                continue;
            }
            curves_.push_back({lower, first_a + i, first_b + k});
            if (least[i][k] + sag + slack < upper_) {
                upper_ = least[i][k] + sag + slack;
                square_ = std::min(square_, chord_limit(upper_));
            }
        }
    }
}

void PairSearch::measure_curves() {
    std::erase_if(curves_, [this](const PiecePair& pair) { return pair.lower > upper_; });
    std::sort(curves_.begin(), curves_.end(), [](const PiecePair& x, const PiecePair& y) {
        return x.lower != y.lower ? x.lower < y.lower : (x.a != y.a ? x.a < y.a : x.b < y.b);
    });
    for (const PiecePair& pair : curves_) {
        pace_.step();
        if (pair.lower > best_.limit() || is_done()) {
            return;
        }
        curve_pairs_->measure(pair.a, pair.b, best_);
    }
}

}  // namespace geodist::shapes
