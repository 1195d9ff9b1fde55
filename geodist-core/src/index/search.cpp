#include "index/search.hpp"

#include <algorithm>

namespace geodist::index {

// Those within the limit, the farthest first, so that the nearest is the next to be taken.
template <class Leaves>
void Search<Leaves>::push_children(Node node, const Query& query, double limit) {
    alignas(64) double squares[fanout];
    const Boxes& boxes = tree_.boxes.children(node);
    std::uint32_t near = kernels_.near_boxes(boxes.low[0], fanout, query.space, limit, squares) &
                         tree_.boxes.child_bits(node);
    const std::size_t base = steps_.size();
    for (; near != 0; near &= near - 1) {
        const auto i = static_cast<std::uint32_t>(std::countr_zero(near));
        const Step step{squares[i], BoxTree::child(node, i)};
        if (node.level == 1) {
            tree_.leaves.prefetch_space(step.node.number);
        } else {
            prefetch(&tree_.boxes.children(step.node), sizeof(Boxes) / 64);
        }
        steps_.push_back(step);
        std::size_t at = steps_.size() - 1;
        for (; at > base && steps_[at - 1].square < step.square; --at) {
            steps_[at] = steps_[at - 1];
        }
        steps_[at] = step;
    }
}

template <class Leaves>
void Search<Leaves>::insert(double square, std::size_t k) {
    if (k == 1) {
        top_ = square;
        return;
    }
    if (nearest_.size() < k) {
        nearest_.push_back(square);
        std::push_heap(nearest_.begin(), nearest_.end());
        if (nearest_.size() == k) {
            top_ = nearest_.front();
        }
        return;
    }
    // The new one takes the place of the largest.
    std::size_t hole = 0;
    for (std::size_t child = 1; child < k; child = 2 * hole + 1) {
        child += child + 1 < k && nearest_[child + 1] > nearest_[child] ? 1 : 0;
        if (nearest_[child] <= square) {
            break;
        }
        nearest_[hole] = nearest_[child];
        hole = child;
    }
    nearest_[hole] = square;
    top_ = nearest_.front();
}

template <class Leaves>
void Search<Leaves>::look_at_leaf(std::uint32_t number, const Query& query, std::size_t k,
                                  const Bounds& bounds) {
    alignas(64) double squares[Leaves::capacity];
    std::uint32_t near = tree_.leaves.near(kernels_, number, query, limit_, squares);
    for (; near != 0; near &= near - 1) {
        const auto i = static_cast<std::uint32_t>(std::countr_zero(near));
        const auto place = static_cast<Place>(number * Leaves::capacity + i);
        if (squares[i] > limit_ || tree_.is_self(query, place) ||
            tree_.is_redundant(place, equals_)) {
            continue;
        }
        tree_.leaves.prefetch_item(place);
        found_.push_back({squares[i], place});
        if (squares[i] < top_) {
            insert(squares[i], k);
        }
    }
    if (top_ < counted_) {
        counted_ = top_;
        // Also where it is not sharp yet: it is larger than those that are.
        limit_ = std::min(limit_, bounds.limit(top_));
    }
}

template <class Leaves>
bool Search<Leaves>::nearest(const Query& query, std::size_t k, const Bounds& bounds,
                             double limit) {
    const std::size_t enough = 64 + 4 * k;
    equals_ = query.hidden_after(k);
    found_.clear();
    nearest_.clear();
    steps_.clear();
    top_ = counted_ = unlimited;
    limit_ = limit;
    if (!tree_.is_empty()) {
        look_at_leaf(query.start_leaf, query, k, bounds);
        steps_.push_back({0, tree_.boxes.root()});
    }
    std::size_t next_check = enough;
    while (!steps_.empty()) {
        pace_.step();
        const Step step = steps_.back();
        steps_.pop_back();
        if (step.square > limit_ ||
            (step.square == top_ && tree_.is_redundant(step.node, equals_))) {
            continue;
        }
        if (step.node.level != 0) {
            push_children(step.node, query, limit_);
            continue;
        }
        if (step.node.number != query.start_leaf) {
            look_at_leaf(step.node.number, query, k, bounds);
        }
        if (found_.size() > next_check) {
            std::erase_if(found_, [&](const Candidate& x) { return x.square > limit_; });
            if (found_.size() > enough && top_ < unlimited) {
                return false;
            }
            next_check = std::max(enough, 2 * found_.size());
        }
    }
    std::erase_if(found_, [&](const Candidate& x) { return x.square > limit_; });
    return top_ == unlimited || bounds.is_sharp(top_);
}

template <class Leaves>
bool Search<Leaves>::has_within(const Query& query, double square) {
    if (tree_.is_empty() || square < 0) {
        return false;
    }
    const auto is_near = [&](std::uint32_t number) {
        alignas(64) double squares[Leaves::capacity];
        return tree_.leaves.near(kernels_, number, query, square, squares) != 0;
    };
    if (is_near(query.start_leaf)) {
        return true;
    }
    steps_.clear();
    steps_.push_back({0, tree_.boxes.root()});
    while (!steps_.empty()) {
        pace_.step();
        const Step step = steps_.back();
        steps_.pop_back();
        if (step.node.level != 0) {
            push_children(step.node, query, square);
        } else if (is_near(step.node.number)) {
            return true;
        }
    }
    return false;
}

template class Search<PointLeaves>;

}  // namespace geodist::index
