#include "index/search.hpp"

#include <algorithm>
#include <bit>

namespace geodist::index {

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
            (squares[i] == top_ && tree_.is_redundant(place, equals_))) {
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
        limit_to(std::min(limit_, bounds.limit(top_)));
    }
}

template <class Leaves>
bool Search<Leaves>::nearest(const Query& query, std::size_t k, const Bounds& bounds,
                             double limit) {
    const std::size_t enough = 64 + 4 * k;
    equals_ = query.hidden_after(k);
    found_.clear();
    nearest_.clear();
    top_ = counted_ = unlimited;
    limit_to(limit);
    std::size_t next_check = enough;
    bool too_many = false;
    walk_.nearest_first(
        query, equals_, [&] { return reach_; },
        [&](std::uint32_t leaf) {
            look_at_leaf(leaf, query, k, bounds);
            if (found_.size() > next_check) {
                std::erase_if(found_, [&](const Candidate& x) { return x.square > limit_; });
                too_many = found_.size() > enough && top_ < unlimited;
                next_check = std::max(enough, 2 * found_.size());
            }
            return !too_many;
        });
    if (too_many) {
        return false;
    }
    std::erase_if(found_, [&](const Candidate& x) { return x.square > limit_; });
    return top_ == unlimited || bounds.is_sharp(top_);
}

template <class Leaves>
bool Search<Leaves>::has_within(const Query& query, double square) {
    if (square < 0) {
        return false;
    }
    const float reach = box_limit(square);
    bool found = false;
    walk_.nearest_first(
        query, Walk<Leaves>::all, [&] { return reach; },
        [&](std::uint32_t leaf) {
            alignas(64) double squares[Leaves::capacity];
            found = tree_.leaves.near(kernels_, leaf, query, square, squares) != 0;
            if (found) {
                walk_.begin_at(leaf);
            }
            return !found;
        });
    return found;
}

template class Search<PointLeaves>;

}  // namespace geodist::index
