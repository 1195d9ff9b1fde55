#include "index/bound_search.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace geodist::index {

template <class Leaves>
const std::vector<Neighbour>& BoundSearch<Leaves>::find(const Query& query, Extreme extreme,
                                                        std::size_t k, const Bounds& bounds,
                                                        double max_distance) {
    query_ = &query;
    from_ = tree_.leaves.in_metres(query);
    bounds_ = &bounds;
    extreme_ = extreme;
    k_ = k;
    worst_ = max_distance;
    best_.clear();
    steps_.clear();
    if (!tree_.is_empty()) {
        steps_.push_back({-std::numeric_limits<double>::infinity(), tree_.boxes.root()});
    }
    const std::size_t hidden_after = query.hidden_after(k);
    const auto later = [](const Step& x, const Step& y) { return x.bound > y.bound; };
    while (!steps_.empty()) {
        pace_.step();
        std::pop_heap(steps_.begin(), steps_.end(), later);
        const Step step = steps_.back();
        steps_.pop_back();
        if (is_hopeless(step.bound) || step.bound > worst_) {
            break;
        }
        if (tree_.is_redundant(step.node, hidden_after)) {
            continue;
        }
        if (step.node.level == 0) {
            look_at_leaf(step.node);
            continue;
        }
        const std::size_t before = steps_.size();
        expand(step.node);
        for (std::size_t end = before + 1; end <= steps_.size(); ++end) {
            std::push_heap(steps_.begin(), steps_.begin() + static_cast<std::ptrdiff_t>(end),
                           later);
        }
    }
    pace_.sort(best_, is_nearer);
    if (extreme == Extreme::farthest) {
        for (Neighbour& neighbour : best_) {
            neighbour.distance = -neighbour.distance;
        }
    }
    return best_;
}

// What the (negated) distances of the box's points are at least.
template <class Leaves>
double BoundSearch<Leaves>::bound_of(std::size_t group, std::size_t i, double square,
                                     double opposite_square, double distance, Place middle) const {
    const auto to_middle = tree_.leaves.in_metres(middle);
    const double radius = bounds_->upper(far_corner(tree_.boxes, group, i, to_middle.data()));
    if (extreme_ == Extreme::nearest) {
        return std::max(bounds_->lower(square), distance - radius);
    }
    // From the query through the point to the point opposite the query.
    const double round = bounds_->longest() - bounds_->lower(opposite_square);
    const double direct = bounds_->upper(far_corner(tree_.boxes, group, i, from_.data()));
    return -std::min({direct, round, distance + radius});
}

template <class Leaves>
void BoundSearch<Leaves>::expand(Node node) {
    alignas(64) float squares[fanout], opposite_squares[fanout];
    const std::size_t group = tree_.boxes.group(node);
    const auto look = [&](const std::array<double, 3>& from, float* to) {
        kernels_.near_boxes(tree_.boxes.boxes[group].low[0], tree_.boxes.heads[group].origin,
                            from.data(), 0, to);
    };
    look(from_, squares);
    look({-from_[0], -from_[1], -from_[2]}, opposite_squares);
    pairs_.clear();
    const std::size_t count = tree_.boxes.child_count(node);
    for (std::size_t i = 0; i < count; ++i) {
        const Node child = BoxTree::child(node, i);
        const std::size_t begin = tree_.begin(child), end = tree_.end(child);
        pairs_.add(*query_, static_cast<Place>(begin + (end - begin) / 2));
    }
    const auto distances = pairs_.solve();
    for (std::size_t i = 0; i < count; ++i) {
        const double bound =
            bound_of(group, i, box_square(squares[i]), box_square(opposite_squares[i]),
                     distances[i], pairs_.place(i));
        if (!is_hopeless(bound) && bound <= worst_) {
            steps_.push_back({bound, BoxTree::child(node, i)});
        }
    }
}

template <class Leaves>
void BoundSearch<Leaves>::look_at_leaf(Node node) {
    pairs_.clear();
    for (std::size_t place = tree_.begin(node); place < tree_.end(node); ++place) {
        if (!tree_.is_self(*query_, static_cast<Place>(place))) {
            pairs_.add(*query_, static_cast<Place>(place));
        }
    }
    const auto distances = pairs_.solve();
    for (std::size_t i = 0; i < distances.size(); ++i) {
        const double distance = extreme_ == Extreme::nearest ? distances[i] : -distances[i];
        if (distance <= worst_) {
            insert({distance, tree_.leaves.row(pairs_.place(i))}, pairs_.place(i));
        }
    }
}

template <class Leaves>
void BoundSearch<Leaves>::insert(Neighbour neighbour, Place place) {
    if (best_.size() == k_) {
        if (!is_nearer(neighbour, best_.front())) {
            return;
        }
        std::pop_heap(best_.begin(), best_.end(), is_nearer);
        best_.pop_back();
    }
    best_.push_back(neighbour);
    place_ = place;
    std::push_heap(best_.begin(), best_.end(), is_nearer);
}

template class BoundSearch<PointLeaves>;

}  // namespace geodist::index
