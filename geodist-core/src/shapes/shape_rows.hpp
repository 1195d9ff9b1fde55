// Which row a vertex belongs to.
#pragma once

#include <geodist/shapes.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>

namespace geodist::shapes {

class ShapeRows {
  public:
    explicit ShapeRows(const ShapesView& shapes)
        : shapes_(shapes), are_rings_rows_(is_one_each(shapes.parts) && is_one_each(shapes.rows)) {}

    [[nodiscard]] std::size_t vertices() const { return shapes_.lat.size(); }
    [[nodiscard]] std::size_t ring(std::size_t vertex) const { return find(shapes_.rings, vertex); }
    [[nodiscard]] std::size_t part(std::size_t vertex) const {
        const std::size_t at = ring(vertex);
        return are_rings_rows_ ? at : find(shapes_.parts, at);
    }
    [[nodiscard]] std::uint32_t row(std::size_t vertex) const {
        const std::size_t at = ring(vertex);
        return static_cast<std::uint32_t>(
            are_rings_rows_ ? at : find(shapes_.rows, find(shapes_.parts, at)));
    }

  private:
    static bool is_one_each(std::span<const std::int64_t> offsets) {
        return offsets.back() + 1 == static_cast<std::int64_t>(offsets.size()) &&
               std::adjacent_find(offsets.begin(), offsets.end(),
                                  [](auto x, auto y) { return y != x + 1; }) == offsets.end();
    }
    // The last whose offset is not behind. From where it is if all have the same length, in steps
    // that double.
    static std::size_t find(std::span<const std::int64_t> offsets, std::size_t item) {
        const auto at = static_cast<std::int64_t>(item);
        const std::size_t count = offsets.size() - 1;
        const auto last = static_cast<std::size_t>(offsets.back());
        if (count <= 1) {
            return 0;
        }
        std::size_t low = std::min(count - 1, item * count / std::max<std::size_t>(last, 1));
        std::size_t step = 1;
        while (low > 0 && offsets[low] > at) {
            low -= std::min(low, step);
            step *= 2;
        }
        std::size_t high = low + 1;
        for (step = 1; high < count && offsets[high] <= at; step *= 2) {
            low = high;
            high = std::min(count, high + step);
        }
        const auto begin = offsets.begin();
        return static_cast<std::size_t>(std::upper_bound(begin + static_cast<std::ptrdiff_t>(low),
                                                         begin + static_cast<std::ptrdiff_t>(high),
                                                         at) -
                                        begin) -
               1;
    }

    ShapesView shapes_;
    bool are_rings_rows_;
};

}  // namespace geodist::shapes
