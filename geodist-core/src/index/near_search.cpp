#include "index/near_search.hpp"

#include <algorithm>
#include <bit>
#include <limits>

namespace geodist::index {

// Where one is looked for: `near` has the nearest of a leaf.
bool NearSearch::take_nearest(std::uint32_t near, double distance, const PointLeaf& leaf) {
    if (distance > worst_) {
        return false;
    }
    std::uint32_t row = distance == worst_ ? worst_row_ : std::numeric_limits<std::uint32_t>::max();
    bool better = false;
    for (; near != 0; near &= near - 1) {
        const std::uint32_t found = leaf.row[std::countr_zero(near)];
        if (found < row) {
            row = found;
            better = true;
        }
    }
    if (better) {
        size_ = 1;
        distances_[0] = worst_ = distance;
        rows_[0] = worst_row_ = row;
    }
    return better;
}

bool NearSearch::insert(double distance, std::uint32_t row) {
    if (distance > worst_ || (distance == worst_ && row >= worst_row_)) {
        return false;
    }
    std::size_t i = size_ < k_ ? size_++ : k_ - 1;
    for (; i > 0 &&
           (distances_[i - 1] > distance || (distances_[i - 1] == distance && rows_[i - 1] > row));
         --i) {
        distances_[i] = distances_[i - 1];
        rows_[i] = rows_[i - 1];
    }
    distances_[i] = distance;
    rows_[i] = row;
    if (size_ == k_) {
        worst_ = distances_[k_ - 1];
        worst_row_ = rows_[k_ - 1];
    }
    return true;
}

void NearSearch::look_at_leaf(std::uint32_t number, const Query& query) {
    const PointLeaf& leaf = tree_.leaves.leaves[number];
    bool any = false;
    if (k_ == 1 && query.self == Query::nobody) {
        double least = 0;
        const std::uint32_t near =
            tree_.leaves.nearest_points(kernels_, number, query, limit_, constants_, &least);
        any = near != 0 && take_nearest(near, least, leaf);
    } else {
        alignas(64) double distances[PointLeaves::capacity];
        std::uint32_t near =
            tree_.leaves.near_distances(kernels_, number, query, limit_, constants_, distances);
        for (; near != 0; near &= near - 1) {
            const auto i = static_cast<std::uint32_t>(std::countr_zero(near));
            any |= query.self != leaf.row[i] && insert(distances[i], leaf.row[i]);
        }
    }
    if (any) {
        walk_.begin_at(number);
        limit_to(std::min(limit_, outer(worst_)));
    }
}

bool NearSearch::nearest(const Query& query, std::size_t k, double max_distance) {
    if (!is_on_ground_ || k > most) {
        return false;
    }
    k_ = k;
    size_ = 0;
    worst_ = max_distance;
    worst_row_ = std::numeric_limits<std::uint32_t>::max();
    limit_to(std::min(constants_.limit, outer(max_distance)));
    walk_.nearest_first(
        query, query.hidden_after(k), [&] { return reach_; },
        [&](std::uint32_t leaf) {
            look_at_leaf(leaf, query);
            return true;
        });
    return outer(worst_) <= constants_.limit;
}

}  // namespace geodist::index
