#include "shapes/far_pair_search.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <utility>

#include "batch/columns.hpp"
#include "shapes/foot_limits.hpp"
#include "shapes/geodesic_edge.hpp"

namespace geodist::shapes {

namespace {

constexpr std::size_t leaf_slots = Operand::leaf;
// Pairs of vertices before those are dropped that have lost interest meanwhile.
constexpr std::size_t many_vertex_pairs = 1024;

double margin_of(const PairContext& c) { return 1e-6 / 6378137 * c.e.a; }

// Latitudes and longitudes of a few slots.
struct Degrees {
    double lat[leaf_slots], lon[leaf_slots];

    Degrees(const PairContext& c, const kernels::VertexColumns& at, std::size_t n) {
        double height[leaf_slots];
        const double* const in[] = {at.x, at.y, at.z};
        double* const out[] = {lat, lon, height};
        c.kernels.kernel(Operation::from_ecef)(in, out, n, c.e);
    }
};

double distance_between(const PairContext& c, LatLon p, LatLon q) {
    const double* const in[] = {&p.lat, &p.lon, &q.lat, &q.lon};
    double distance;
    double* const out[] = {&distance};
    c.kernels.kernel(Operation::distance)(in, out, 1, c.e);
    return distance;
}

bool is_lone_point(const Operand& side, std::size_t slot) {
    return side.edge_at(side.at_vertex(slot).slot).is_point;
}

// Where a vertex is, as the caller has it.
LatLon position_of(const Operand& side, std::size_t slot) {
    const Operand::At at = side.at_vertex(slot);
    const Operand::Edge edge = side.edge_at(at.slot);
    return at.t == 0 ? LatLon{edge.lat1, edge.lon1}
                     : LatLon{edge.lat2, batch::reduce_angle(edge.lon2)};
}

std::size_t center_of(const Operand::Tree& tree, RowNode node) {
    return (tree.first_slot(node) + tree.end_slot(node)) / 2;
}

}  // namespace

// Of planar edges f'' <= 1/f + k, k the curvature, and places within both may be the nearest: from
// there to a vertex of the one, and on to one of the other, is no more than that along both sags.
double FarPairSearch::gain(double distance) const {
    return gain_within(longest_, distance, 2.1 * (c_.a.sag() + c_.b.sag()));
}

// At `most` and farther, the gain is no larger.
void FarPairSearch::narrow() {
    const double most = std::min(best_->limit(), upper_);
    square_ = c_.bounds.outer(most + gain(most));
}

void FarPairSearch::push(const Step& step) {
    if (!is_of_interest(step.lower)) {
        return;
    }
    steps_.push_back(step);
    std::push_heap(steps_.begin(), steps_.end(),
                   [](const Step& x, const Step& y) { return x.lower > y.lower; });
}

void FarPairSearch::look(const Side& a, const Side& b, double enough, NearestSoFar& best) {
    a_ = a.tree;
    b_ = b.tree;
    enough_ = enough;
    best_ = &best;
    longest_ = c_.bounds.upper(std::max(c_.a.longest_square(a.row), c_.b.longest_square(b.row)));
    upper_ = std::numeric_limits<double>::infinity();
    steps_.clear();
    pairs_.clear();
    next_check_ = many_vertex_pairs;
    measured_.a.clear();
    measured_.b.clear();
    narrow();
    push({0, a_.root(), b_.root()});
    while (!steps_.empty() && upper_ > enough_) {
        pace_.step();
        std::pop_heap(steps_.begin(), steps_.end(),
                      [](const Step& x, const Step& y) { return x.lower > y.lower; });
        const Step step = steps_.back();
        steps_.pop_back();
        if (!is_of_interest(step.lower)) {
            break;
        }
        if (step.a.level == 0 && step.b.level == 0) {
            look_at_leaves(step.a, step.b);
        } else {
            split(step);
        }
    }
    drop_pairs();
    std::sort(pairs_.begin(), pairs_.end(), [](const VertexPair& x, const VertexPair& y) {
        return x.distance != y.distance ? x.distance < y.distance
                                        : (x.a != y.a ? x.a < y.a : x.b < y.b);
    });
    for (const VertexPair& pair : pairs_) {
        pace_.step();
        if (!is_of_interest(pair.distance) || best_->found().distance <= enough_) {
            break;
        }
        measure(pair);
    }
}

// The one of more slots.
void FarPairSearch::split(const Step& step) {
    const bool first =
        step.b.level == 0 || (step.a.level != 0 && a_.end_slot(step.a) - a_.first_slot(step.a) >=
                                                       b_.end_slot(step.b) - b_.first_slot(step.b));
    const Operand::Tree& tree = first ? a_ : b_;
    const Operand::Tree& others = first ? b_ : a_;
    const RowNode node = first ? step.a : step.b, other = first ? step.b : step.a;
    const Box box = others.box(other);
    std::array<Step, Operand::fanout> steps;
    std::size_t n = 0;
    bool is_sharp = true;
    for (std::uint32_t i = tree.first_child(node); i < tree.end_child(node); ++i) {
        const RowNode child{node.level - 1, i};
        const double square = square_between(tree.box(child), box);
        if (square <= square_) {
            steps[n++] = {c_.bounds.lower(square), first ? child : other, first ? other : child};
            is_sharp = is_sharp && c_.bounds.is_sharp(square);
        }
    }
    if (!is_sharp) {
        bound_by_triangles(tree, others, other, steps, n, first);
    }
    for (std::size_t i = 0; i < n; ++i) {
        push(steps[i]);
    }
}

void FarPairSearch::bound_by_triangles(const Operand::Tree& tree, const Operand::Tree& others,
                                       RowNode other, std::array<Step, Operand::fanout>& steps,
                                       std::size_t n, bool is_first) const {
    alignas(64) double in[4][leaf_slots], distance[leaf_slots];
    static_assert(Operand::fanout == leaf_slots);
    const Degrees to(c_, others.side->vertices(center_of(others, other)), 1);
    const auto child = [&](std::size_t i) { return is_first ? steps[i].a : steps[i].b; };
    for (std::size_t i = 0; i < n; ++i) {
        const Degrees at(c_, tree.side->vertices(center_of(tree, child(i))), 1);
        in[0][i] = at.lat[0];
        in[1][i] = at.lon[0];
        in[2][i] = to.lat[0];
        in[3][i] = to.lon[0];
    }
    const double* const columns[] = {in[0], in[1], in[2], in[3]};
    double* const out[] = {distance};
    c_.kernels.kernel(Operation::distance)(columns, out, n, c_.e);
    const double margin = radius_of(others, other) + margin_of(c_);
    for (std::size_t i = 0; i < n; ++i) {
        steps[i].lower = std::max(steps[i].lower, distance[i] - radius_of(tree, child(i)) - margin);
    }
}

// No point below a node is farther from its center.
double FarPairSearch::radius_of(const Operand::Tree& tree, RowNode node) const {
    const Box box = tree.box(node);
    const kernels::VertexColumns at = tree.side->vertices(center_of(tree, node));
    const double from[3] = {*at.x, *at.y, *at.z};
    double square = 0;
    for (std::size_t c = 0; c < 3; ++c) {
        const double gap = std::max(from[c] - box.low[c], box.high[c] - from[c]);
        square += gap * gap;
    }
    return c_.bounds.upper(square);
}

void FarPairSearch::look_at_leaves(RowNode node_a, RowNode node_b) {
    const std::size_t first_a = a_.first_slot(node_a), n_a = a_.end_slot(node_a) - first_a;
    const std::size_t first_b = b_.first_slot(node_b), n_b = b_.end_slot(node_b) - first_b;
    const kernels::VertexColumns at_a = a_.side->vertices(first_a);
    const kernels::VertexColumns at_b = b_.side->vertices(first_b);
    std::array<std::array<std::size_t, 2>, leaf_slots * leaf_slots> near;
    std::size_t n = 0;
    for (std::size_t i = 0; i < n_a; ++i) {
        for (std::size_t k = 0; k < n_b; ++k) {
            const double x = at_a.x[i] - at_b.x[k], y = at_a.y[i] - at_b.y[k],
                         z = at_a.z[i] - at_b.z[k];
            if (x * x + y * y + z * z <= square_) {
                near[n++] = {i, k};
            }
        }
    }
    if (n == 0) {
        return;
    }
    const Degrees a(c_, at_a, n_a), b(c_, at_b, n_b);
    alignas(64) double in[4][leaf_slots * leaf_slots], distance[leaf_slots * leaf_slots];
    for (std::size_t i = 0; i < n; ++i) {
        in[0][i] = a.lat[near[i][0]];
        in[1][i] = a.lon[near[i][0]];
        in[2][i] = b.lat[near[i][1]];
        in[3][i] = b.lon[near[i][1]];
    }
    const double* const columns[] = {in[0], in[1], in[2], in[3]};
    double* const out[] = {distance};
    c_.kernels.kernel(Operation::distance)(columns, out, n, c_.e);
    const double least = *std::min_element(distance, distance + n) + margin_of(c_);
    if (least < upper_) {
        upper_ = least;
        narrow();
    }
    for (std::size_t i = 0; i < n; ++i) {
        if (is_of_interest(distance[i] - margin_of(c_))) {
            pairs_.push_back(
                {distance[i] - margin_of(c_), first_a + near[i][0], first_b + near[i][1]});
        }
    }
    if (pairs_.size() > next_check_) {
        drop_pairs();
        next_check_ = std::max(many_vertex_pairs, 2 * pairs_.size());
    }
}

void FarPairSearch::drop_pairs() {
    std::erase_if(pairs_, [&](const VertexPair& x) { return !is_of_interest(x.distance); });
}

// Of the pieces at both vertices.
void FarPairSearch::measure_curves(const VertexPair& pair) {
    const std::size_t first_a = a_.side->first_at_vertex(pair.a).slot;
    const std::size_t first_b = b_.side->first_at_vertex(pair.b).slot;
    for (std::size_t i = first_a; i <= pair.a; ++i) {
        for (std::size_t k = first_b; k <= pair.b; ++k) {
            if (a_.side->has_item(i) && b_.side->has_item(k)) {
                curves_->measure(i, k, *best_);
            }
        }
    }
}

void FarPairSearch::measure(const VertexPair& pair) {
    if (c_.is_curved) {
        measure_curves(pair);
        return;
    }
    measure_feet(a_, pair.a, b_, pair.b, true);
    if (!is_lone_point(*a_.side, pair.a) || !is_lone_point(*b_.side, pair.b)) {
        measure_feet(b_, pair.b, a_, pair.a, false);
    }
}

// Of a vertex, on the edges of the other side at a vertex there.
void FarPairSearch::measure_feet(const Operand::Tree& from, std::size_t vertex,
                                 const Operand::Tree& to, std::size_t near_vertex, bool is_of_a) {
    if (from.side->is_within_edge(vertex, 0)) {
        return;
    }
    std::optional<LatLon> at;
    const Operand::At own = from.side->at_vertex(vertex);
    const auto foot_on = [&](const Operand::Edge& edge, LatLon point) {
        if (edge.is_point) {
            return std::pair(distance_between(c_, point, {edge.lat1, edge.lon1}), 0.0);
        }
        const EdgeFoot foot = GeodesicEdge(c_.e, edge.lat1, edge.lon1, edge.lat2, edge.lon2)
                                  .foot(point.lat, point.lon);
        return std::pair(foot.distance, foot.fraction);
    };
    const auto measure_on = [&](std::size_t slot) {
        const std::size_t edge = to.side->edge(slot);
        auto& measured = is_of_a ? measured_.a : measured_.b;
        if (!measured.insert(std::uint64_t{vertex} << 32 | edge).second) {
            return;
        }
        if (!at) {
            at = position_of(*from.side, vertex);
        }
        const auto [distance, fraction] = foot_on(to.side->edge_at(slot), *at);
        const Spot here{own.slot, own.t, true}, there{slot, fraction, true};
        best_->take({distance, is_of_a ? here : there, is_of_a ? there : here});
    };
    if (to.side->has_item(near_vertex)) {
        measure_on(near_vertex);
    }
    if (const std::size_t before = to.side->first_at_vertex(near_vertex).slot;
        before != near_vertex) {
        measure_on(before);
    }
}

}  // namespace geodist::shapes
