// Which row a vertex belongs to.
#pragma once

#include <geodist/shapes.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "shapes/runs.hpp"

namespace geodist::shapes {

class ShapeRows {
  public:
    // `shapes` as check_shapes() accepts them.
    explicit ShapeRows(const ShapesView& shapes)
        : shapes_(shapes),
          used_(vertices_of(shapes)),
          rings_(shapes.rings),
          are_rings_rows_(is_one_each(shapes.parts) && is_one_each(shapes.rows)) {
        if (!are_rings_rows_) {
            find_rows();
        }
    }

    // Is it a vertex of a row? Only then the rest has something to tell; but of any number, no
    // access is out of range.
    [[nodiscard]] bool has(std::size_t vertex) const {
        return vertex >= used_.first && vertex < used_.last;
    }
    [[nodiscard]] std::size_t ring(std::size_t vertex) const {
        return rings_.find(shapes_.rings, vertex);
    }
    [[nodiscard]] std::size_t part(std::size_t vertex) const {
        const std::size_t at = ring(vertex);
        return are_rings_rows_ ? at : Offsets(shapes_.parts).find(shapes_.parts, at);
    }
    // The vertex at which the edge ends that begins at one.
    [[nodiscard]] std::size_t end_of(std::size_t vertex) const {
        const std::size_t at = ring(vertex);
        const std::size_t first = offset_at(shapes_.rings, at);
        const std::size_t last = offset_at(shapes_.rings, at + 1);
        return vertex + 1 < last ? vertex + 1 : last - first == 1 ? vertex : first;
    }
    [[nodiscard]] std::uint32_t row(std::size_t vertex) const {
        const std::size_t at = ring(vertex);
        return are_rings_rows_ ? static_cast<std::uint32_t>(at) : rows_[at];
    }

    // Brings near to the processor what row() will read.
    void expect(std::size_t vertex) const {
        __builtin_prefetch(shapes_.rings.data() + rings_.guess(shapes_.rings, vertex));
    }

  private:
    // Where to begin a search in offsets.
    struct Offsets {
        double per_item = 0;  // if all have the same length

        explicit Offsets(std::span<const std::int64_t> offsets) {
            const auto last = static_cast<double>(std::max<std::int64_t>(offsets.back(), 1));
            per_item = static_cast<double>(offsets.size() - 1) / last;
        }
        [[nodiscard]] std::size_t guess(std::span<const std::int64_t> offsets,
                                        std::size_t item) const {
            const double at = static_cast<double>(static_cast<std::int64_t>(item)) * per_item;
            return std::min(offsets.size() - 1, static_cast<std::size_t>(at));
        }
        // The last whose offset is not behind, in steps that double.
        [[nodiscard]] std::size_t find(std::span<const std::int64_t> offsets,
                                       std::size_t item) const {
            const auto at = static_cast<std::int64_t>(item);
            const std::size_t count = offsets.size() - 1;
            if (count <= 1) {
                return 0;
            }
            std::size_t low = std::min(count - 1, guess(offsets, item));
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
            const auto behind = std::upper_bound(begin + static_cast<std::ptrdiff_t>(low),
                                                 begin + static_cast<std::ptrdiff_t>(high), at);
            return static_cast<std::size_t>(std::max<std::ptrdiff_t>(behind - begin, 1) - 1);
        }
    };

    static bool is_one_each(std::span<const std::int64_t> offsets) {
        return offsets.back() + 1 == static_cast<std::int64_t>(offsets.size()) &&
               std::adjacent_find(offsets.begin(), offsets.end(),
                                  [](auto x, auto y) { return y != x + 1; }) == offsets.end();
    }

    void find_rows() {
        rows_.resize(shapes_.rings.size());
        for (std::size_t row = 0; row < shapes_.kinds.size(); ++row) {
            const auto [first, last] = rings_of(shapes_, row);
            std::fill(rows_.begin() + static_cast<std::ptrdiff_t>(first),
                      rows_.begin() + static_cast<std::ptrdiff_t>(last),
                      static_cast<std::uint32_t>(row));
        }
    }

    ShapesView shapes_;
    Range used_;  // vertices
    Offsets rings_;
    bool are_rings_rows_;
    std::vector<std::uint32_t> rows_;  // of the rings, unless each is a row
};

}  // namespace geodist::shapes
