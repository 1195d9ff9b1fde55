#include "index/queries.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>

#include "index/hilbert.hpp"

namespace geodist::index {

namespace {

constexpr std::size_t few = 512;  // a sort by comparisons is quicker

}  // namespace

void Queries::load(const IndexPoints& points, std::size_t begin, std::size_t n,
                   const Meter& meter) {
    tree_ = &meter.tree;
    reach_ = 0;
    order_.clear();
    queries_.resize(n);
    keys_.resize(n);
    Block block;
    for (std::size_t done = 0; done < n; done += Block::capacity) {
        const std::size_t m = std::min(Block::capacity, n - done);
        block.load(points, begin + done, m, meter.prepared, meter.kernels);
        for (std::size_t i = 0; i < m; ++i) {
            const double x = block.space[0][i], y = block.space[1][i], z = block.space[2][i];
            if (std::isnan(x + y + z)) {
                continue;
            }
            Query& query = queries_[done + i];
            query = {block.lat[i], block.lon[i], block.altitude[i], {x, y, z}};
            query.row = static_cast<std::uint32_t>(done + i);
            reach_ = std::max({reach_, std::abs(x), std::abs(y), std::abs(z)});
            keys_[done + i] = hilbert_key(x, y, z);
            order_.push_back(done + i);
        }
    }
    sort();
    if (tree_->shape.leaves != 0) {
        find_homes();
    }
}

// The leaf of each query by its key, with steps that double from the one before. Keys alike in
// their leading bits may be out of order: then it is a leaf near by.
void Queries::find_homes() {
    const std::uint64_t* const keys = tree_->keys;
    const std::size_t leaves = tree_->shape.leaves;
    std::size_t home = 0;
    for (const std::uint64_t item : order_) {
        const std::uint64_t key = keys_[item & low_bits];
        std::size_t step = 1;
        while (home + step < leaves && keys[home + step] <= key) {
            home += step;
            step *= 2;
        }
        for (; step > 0; step /= 2) {
            if (home + step < leaves && keys[home + step] <= key) {
                home += step;
            }
        }
        queries_[item & low_bits].home = static_cast<std::uint32_t>(home);
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
