// The points asked for, a piece of them at a time and in an order in which neighbours follow each
// other: what one search brings into the caches the next one finds there.
#pragma once

#include <geodist/point_index.hpp>

#include <cstddef>
#include <cstdint>
#include <vector>

#include "index/exact.hpp"
#include "index/work.hpp"

namespace geodist::index {

class Queries {
  public:
    static constexpr std::size_t most = 1 << 17;

    // Rows [begin, begin + n) of the columns, n <= most.
    void load(const IndexPoints& points, std::size_t begin, std::size_t n, const Meter& meter);

    [[nodiscard]] std::size_t size() const { return order_.size(); }  // without the missing
    // Those that come later are on their way into the caches meanwhile, and so are their leaves.
    [[nodiscard]] const Query& next(std::size_t i) const {
        constexpr std::size_t queries_ahead = 16, leaves_ahead = 6;
        if (i + queries_ahead < order_.size()) {
            prefetch(&at(i + queries_ahead), 1);
        }
        if (i + leaves_ahead < order_.size()) {
            prefetch(tree_->leaves + at(i + leaves_ahead).home, sizeof(Leaf) / 64);
        }
        return at(i);
    }
    // Largest magnitude of a coordinate in space.
    [[nodiscard]] double reach() const { return reach_; }

  private:
    static constexpr std::uint64_t low_bits = most - 1;

    [[nodiscard]] const Query& at(std::size_t i) const { return queries_[order_[i] & low_bits]; }
    void sort();
    void find_homes();

    const Tree* tree_ = nullptr;
    double reach_ = 0;
    std::vector<Query> queries_;
    std::vector<std::uint64_t> keys_;
    std::vector<std::uint64_t> order_, spare_;  // the leading bits of a key above, a row below
};

}  // namespace geodist::index
