// The points asked for, a piece of them at a time and in an order in which neighbours follow each
// other, unless there are few for a small tree: what one search brings into the caches the next one
// finds there.
#pragma once

#include <geodist/point_index.hpp>

#include <cstddef>
#include <cstdint>
#include <vector>

#include "index/box_tree.hpp"
#include "index/metric.hpp"
#include "index/point_block.hpp"
#include "index/point_leaves.hpp"
#include "index/query.hpp"

namespace geodist::index {

// Columns of the caller's; or the points of an index, in the order of the leaves.
class QueryPoints {
  public:
    explicit QueryPoints(const PointColumns& columns)
        : columns_(columns), size_(columns.size), rows_(size_) {}
    // `rows`: of the index, the missing included. It has the same ellipsoid as the one asked, and
    // altitudes if that has.
    QueryPoints(const PointLeaves& own, std::size_t rows)
        : own_(&own), size_(own.size), rows_(rows) {}

    [[nodiscard]] std::size_t size() const { return size_; }
    // Results have so many.
    [[nodiscard]] std::size_t rows() const { return rows_; }
    // Of the i-th point. Throws IndexFileError if a damaged file has another than it can have.
    [[nodiscard]] std::size_t row(std::size_t i) const { return own_ == nullptr ? i : own_row(i); }

    // Do those next to each other in their order lie near each other?
    [[nodiscard]] bool are_in_order() const { return own_ != nullptr; }
    void load(PointBlock& block, std::size_t begin, std::size_t n, const Metric& metric) const;

  private:
    [[nodiscard]] std::size_t own_row(std::size_t i) const;

    PointColumns columns_;
    const PointLeaves* own_ = nullptr;
    std::size_t size_, rows_;
};

class Queries {
  public:
    static constexpr std::size_t most = 1 << 17;

    // Points [begin, begin + n) of those, n <= most, to be asked of a tree with those boxes and
    // leaves. `start`: do searches begin in the leaf that a point is in?
    void load(const QueryPoints& points, std::size_t begin, std::size_t n, const Metric& metric,
              const BoxTree& boxes, SpaceForm form, LeafMemory leaves, bool start);

    [[nodiscard]] std::size_t size() const { return order_.size(); }  // without the missing
    // Those that come later are on their way into the caches meanwhile, and so are the leaves in
    // which they begin.
    [[nodiscard]] const Query& next(std::size_t i);
    // Largest magnitude of a coordinate in space.
    [[nodiscard]] double extent() const { return extent_; }

  private:
    static constexpr std::uint64_t low_bits = most - 1;

    [[nodiscard]] Query& at(std::size_t i) { return queries_[order_[i] & low_bits]; }
    void sort();
    void find_start_groups();
    void find_start_leaf(Query& query) const;

    const BoxTree* boxes_ = nullptr;
    SpaceForm form_;
    LeafMemory leaves_;
    const kernels::TreeKernels* kernels_ = nullptr;
    bool know_groups_ = false;
    double extent_ = 0;
    std::vector<Query> queries_;
    std::vector<std::uint64_t> keys_;
    std::vector<std::uint64_t> order_, spare_;  // the leading bits of a key above, a row below
};

}  // namespace geodist::index
