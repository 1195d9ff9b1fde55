#include "index/queries.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>

#include "index/index_view.hpp"

namespace geodist::index {

namespace {

constexpr std::size_t few = 512;  // queries: a sort by comparisons is quicker

// The node over the leaf that a query begins in.
Node group_of(const Query& query) {
    return {1, static_cast<std::uint32_t>(query.start_leaf / fanout)};
}

}  // namespace

std::size_t QueryPoints::own_row(std::size_t i) const {
    const std::size_t row = own_->row(static_cast<Place>(i));
    if (row >= rows_) {
        throw_damaged_rows();
    }
    return row;
}

void QueryPoints::load(PointBlock& block, std::size_t begin, std::size_t n,
                       const Metric& metric) const {
    if (own_ == nullptr) {
        block.load(columns_, begin, n, metric.prepared(), metric.kernels());
    } else {
        block.load(*own_, begin, n);
    }
}

void Queries::load(const QueryPoints& points, std::size_t begin, std::size_t n,
                   const Metric& metric, const BoxTree& boxes, SpaceForm form, LeafMemory leaves,
                   bool start) {
    boxes_ = &boxes;
    form_ = form;
    leaves_ = leaves;
    kernels_ = &metric.kernels().tree;
    know_groups_ = start && !points.are_in_order() && boxes.shape.leaves != 0;
    // All of a tree of one group of leaves is soon in the caches anyway.
    const bool sorted = !points.are_in_order() && (n > few || boxes.shape.leaves > fanout);
    extent_ = 0;
    order_.clear();
    queries_.resize(n);
    keys_.resize(sorted ? n : 0);
    PointBlock block;
    for (std::size_t done = 0; done < n; done += PointBlock::capacity) {
        const std::size_t m = std::min(PointBlock::capacity, n - done);
        points.load(block, begin + done, m, metric);
        if (sorted) {
            block.find_keys(form.are_bits(), m, *kernels_, keys_.data() + done);
        }
        for (std::size_t i = 0; i < m; ++i) {
            if (!block.is_there(i)) {
                continue;
            }
            Query& query = queries_[done + i];
            query = {block.lat[i],
                     block.lon[i],
                     block.altitude[i],
                     {block.space[0][i], block.space[1][i], block.space[2][i]}};
            query.number = static_cast<std::uint32_t>(done + i);
            if (know_groups_) {
                query.start_leaf = 0;  // of the only group, or until that is known
            }
            const std::array<double, 3> space = form.metres(query);
            extent_ =
                std::max({extent_, std::abs(space[0]), std::abs(space[1]), std::abs(space[2])});
            order_.push_back(done + i);
        }
    }
    if (sorted) {
        sort();
        if (know_groups_) {
            find_start_groups();
        }
    }
}

// The group of leaves of each query by its key, with steps that double from the one before. Keys
// alike in their leading bits may be out of order: then it is a group near by.
void Queries::find_start_groups() {
    const BoxesHead* const heads = boxes_->heads;
    const std::size_t groups = (boxes_->shape.leaves + fanout - 1) / fanout;
    std::size_t group = 0;
    for (const std::uint64_t item : order_) {
        const std::uint64_t key = keys_[item & low_bits];
        std::size_t step = 1;
        while (group + step < groups && heads[group + step].key <= key) {
            group += step;
            step *= 2;
        }
        for (; step > 0; step /= 2) {
            if (group + step < groups && heads[group + step].key <= key) {
                group += step;
            }
        }
        queries_[item & low_bits].start_leaf = static_cast<std::uint32_t>(group * fanout);
    }
}

// Within the group: the first leaf whose box the point is in, or the nearest.
void Queries::find_start_leaf(Query& query) const {
    constexpr std::uint32_t last = fanout - 1;
    const Node group = group_of(query);
    const std::array<double, 3> from = form_.metres(query);
    alignas(64) float squares[fanout];
    kernels_->near_boxes(boxes_->boxes[group.number].low[0], boxes_->heads[group.number].origin,
                         from.data(), 0, squares);
    // Without a branch that depends on where the point is: bits compare as the squares do, and the
    // last of them give way to the box's number.
    std::uint32_t best = ~std::uint32_t{0};
    for (std::uint32_t i = 0; i < fanout; ++i) {
        best = std::min(best, (std::bit_cast<std::uint32_t>(squares[i]) & ~last) | i);
    }
    const std::size_t count = boxes_->child_count(group);
    query.start_leaf = BoxTree::child(group, std::min<std::size_t>(best & last, count - 1)).number;
    leaves_.prefetch(query.start_leaf);
}

const Query& Queries::next(std::size_t i) {
    constexpr std::size_t queries_ahead = 24, groups_ahead = 16, leaves_ahead = 8;
    if (i + queries_ahead < order_.size()) {
        prefetch(&at(i + queries_ahead), 1);
    }
    if (know_groups_) {
        if (i + groups_ahead < order_.size()) {
            boxes_->prefetch_children(group_of(at(i + groups_ahead)));
        }
        for (std::size_t j = i == 0 ? 0 : i + leaves_ahead;
             j <= i + leaves_ahead && j < order_.size(); ++j) {
            find_start_leaf(at(j));
        }
    }
    return at(i);
}

// By the leading bits of where the keys differ, three passes of a radix sort.
void Queries::sort() {
    if (order_.size() < 2) {
        return;
    }
    constexpr int row_bits = std::bit_width(low_bits), pass_bits = 11, passes = 3;
    std::uint64_t least = ~std::uint64_t{0}, largest = 0;
    for (const std::uint64_t row : order_) {
        least = std::min(least, keys_[row]);
        largest = std::max(largest, keys_[row]);
    }
    const int shift =
        std::max(0, static_cast<int>(std::bit_width(largest - least)) - passes * pass_bits);
    for (std::uint64_t& item : order_) {
        item |= (keys_[item] - least) >> shift << row_bits;
    }
    if (order_.size() <= few) {
        std::sort(order_.begin(), order_.end());
        return;
    }
    spare_.resize(order_.size());
    constexpr std::uint64_t mask = (1U << pass_bits) - 1;
    for (int pass = 0; pass < passes; ++pass) {
        const int from = row_bits + pass * pass_bits;
        std::array<std::uint32_t, mask + 2> next{};
        for (const std::uint64_t item : order_) {
            ++next[(item >> from & mask) + 1];
        }
        for (std::size_t digit = 1; digit < next.size(); ++digit) {
            next[digit] += next[digit - 1];
        }
        for (const std::uint64_t item : order_) {
            spare_[next[item >> from & mask]++] = item;
        }
        order_.swap(spare_);
    }
}

}  // namespace geodist::index
