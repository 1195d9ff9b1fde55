#include "index/queries.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>

#include "index/hilbert.hpp"
#include "index/index_view.hpp"

namespace geodist::index {

namespace {

constexpr std::size_t few = 512;  // a sort by comparisons is quicker

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
        block.load(*own_, begin, n, metric.prepared(), metric.kernels());
    }
}

void Queries::load(const QueryPoints& points, std::size_t begin, std::size_t n,
                   const Metric& metric, const std::uint64_t* keys, std::size_t leaves) {
    extent_ = 0;
    order_.clear();
    queries_.resize(n);
    keys_.resize(n);
    PointBlock block;
    for (std::size_t done = 0; done < n; done += PointBlock::capacity) {
        const std::size_t m = std::min(PointBlock::capacity, n - done);
        points.load(block, begin + done, m, metric);
        for (std::size_t i = 0; i < m; ++i) {
            const double x = block.space[0][i], y = block.space[1][i], z = block.space[2][i];
            if (std::isnan(x + y + z)) {
                continue;
            }
            Query& query = queries_[done + i];
            query = {block.lat[i], block.lon[i], block.altitude[i], {x, y, z}};
            query.number = static_cast<std::uint32_t>(done + i);
            extent_ = std::max({extent_, std::abs(x), std::abs(y), std::abs(z)});
            keys_[done + i] = hilbert_key(x, y, z);
            order_.push_back(done + i);
        }
    }
    sort();
    if (leaves != 0) {
        find_start_leaves(keys, leaves);
    }
}

// The leaf of each query by its key, with steps that double from the one before. Keys alike in
// their leading bits may be out of order: then it is a leaf near by.
void Queries::find_start_leaves(const std::uint64_t* keys, std::size_t leaves) {
    std::size_t leaf = 0;
    for (const std::uint64_t item : order_) {
        const std::uint64_t key = keys_[item & low_bits];
        std::size_t step = 1;
        while (leaf + step < leaves && keys[leaf + step] <= key) {
            leaf += step;
            step *= 2;
        }
        for (; step > 0; step /= 2) {
            if (leaf + step < leaves && keys[leaf + step] <= key) {
                leaf += step;
            }
        }
        queries_[item & low_bits].start_leaf = static_cast<std::uint32_t>(leaf);
    }
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
    if (order_.size() < few) {
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
