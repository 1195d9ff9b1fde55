#include "index/near_search.hpp"

#include <limits>

namespace geodist::index {

void NearSearch::insert(Neighbour neighbour) {
    std::size_t i = size_ < k_ ? size_++ : k_ - 1;
    for (; i > 0 && is_nearer(neighbour, found_[i - 1]); --i) {
        found_[i] = found_[i - 1];
    }
    found_[i] = neighbour;
    if (size_ == k_) {
        worst_ = found_[k_ - 1];
    }
}

void NearSearch::look_at_leaf(std::uint32_t number, const Query& query) {
    alignas(64) double distances[PointLeaves::capacity];
    std::uint32_t near =
        tree_.leaves.near_distances(kernels_, number, query, limit_, constants_, distances);
    bool any = false;
    for (; near != 0; near &= near - 1) {
        const auto i = static_cast<std::uint32_t>(std::countr_zero(near));
        const auto place = static_cast<Place>(number * PointLeaves::capacity + i);
        const Neighbour neighbour{distances[i], tree_.leaves.row(place)};
        if (is_nearer(neighbour, worst_) && !tree_.is_self(query, place)) {
            insert(neighbour);
            any = true;
        }
    }
    if (any) {
        walk_.begin_at(number);
        limit_to(std::min(limit_, outer(worst_.distance)));
    }
}

bool NearSearch::nearest(const Query& query, std::size_t k, double max_distance) {
    if (!is_on_ground_ || k > most) {
        return false;
    }
    k_ = k;
    size_ = 0;
    worst_ = {max_distance, std::numeric_limits<std::uint32_t>::max()};
    limit_to(std::min(constants_.limit, outer(max_distance)));
    walk_.nearest_first(
        query, query.hidden_after(k), [&] { return reach_; },
        [&](std::uint32_t leaf) {
            look_at_leaf(leaf, query);
            return true;
        });
    return outer(worst_.distance) <= constants_.limit;
}

}  // namespace geodist::index
