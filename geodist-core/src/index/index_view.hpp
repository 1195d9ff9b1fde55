// What one call sees of an index: its tree, and how distances are measured in it.
#pragma once

#include <geodist/point_index.hpp>

#include <cstdint>
#include <memory>

#include "index/metric.hpp"
#include "index/queries.hpp"
#include "index/tree.hpp"

namespace geodist {

namespace index {

// The index has rows that its header excludes, or one twice, which only a file can have that was
// not verified, or was changed since.
[[noreturn]] void throw_damaged_rows();

template <class Leaves>
struct IndexView {
    const Tree<Leaves>& tree;
    std::unique_ptr<const Metric> metric;
    double extent;       // largest magnitude of a coordinate in space
    std::uint64_t rows;  // of the caller's columns

    // The row, for the caller. Throws IndexFileError.
    [[nodiscard]] std::int64_t checked(std::uint32_t row) const {
        if (row >= rows) {
            throw_damaged_rows();
        }
        return row;
    }
};

using PointView = IndexView<PointLeaves>;

}  // namespace index

// The library's own way into an index.
class PointIndexAccess {
  public:
    [[nodiscard]] static index::PointView view(const PointIndex& index);
    // Its points, to be asked of an index with the same metric.
    [[nodiscard]] static index::QueryPoints points(const PointIndex& index);
};

}  // namespace geodist
