#include "index/near_search.hpp"

#include <algorithm>
#include <bit>
#include <limits>

namespace geodist::index {

// Of 16 distances, those of a leaf, without a branch for each.
double NearSearch::least_of(const double* distances) {
    constexpr std::size_t half = PointLeaves::capacity / 2;
    double least[half];
    for (std::size_t i = 0; i < half; ++i) {
        least[i] = std::min(distances[i], distances[i + half]);
    }
    for (std::size_t n = half / 2; n > 0; n /= 2) {
        for (std::size_t i = 0; i < n; ++i) {
            least[i] = std::min(least[i], least[i + n]);
        }
    }
    return least[0];
}

// The nearest of a leaf where one is looked for.
bool NearSearch::take_least(std::uint32_t near, const double* distances, const PointLeaf& leaf) {
    const double least = least_of(distances);
    std::uint32_t row = least == worst_ ? worst_row_ : std::numeric_limits<std::uint32_t>::max();
    bool better = false;
    for (; near != 0 && least <= worst_; near &= near - 1) {
        const auto i = static_cast<std::uint32_t>(std::countr_zero(near));
        if (distances[i] == least && leaf.row[i] < row) {
            row = leaf.row[i];
            better = true;
        }
    }
    if (better) {
        size_ = 1;
        distances_[0] = worst_ = least;
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
    alignas(64) double distances[PointLeaves::capacity];
    std::uint32_t near =
        tree_.leaves.near_distances(kernels_, number, query, limit_, constants_, distances);
    if (near == 0) {
        return;
    }
    const PointLeaf& leaf = tree_.leaves.leaves[number];
    bool any = false;
    if (k_ == 1 && query.self == Query::nobody) {
        any = take_least(near, distances, leaf);
    } else {
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
