// Walks through the tree of planes of Cells.
#pragma once

#include <geodist/cells.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

#include "index/point_block.hpp"

namespace geodist {

class CellWalk {
  public:
    using Box = Cells::Box;
    using Space = std::array<std::int64_t, 3>;

    explicit CellWalk(const Cells& cells, double unit) : cells_(cells), unit_(unit) {}

    // The node of a leaf.
    static std::size_t leaf_of(const Cells& cells, const Space& p) {
        std::size_t node = 0;
        while (node < cells.first_leaf()) {
            node = 2 * node + 1 + (p[cells.axes_[node]] >= cells.planes_[node] ? 1 : 0);
        }
        return node;
    }

    // Level by level, for points of a block: steps that do not wait for each other.
    static void leaves_of(const Cells& cells, const index::PointBlock& block, std::size_t n,
                          std::uint32_t* nodes) {
        constexpr std::size_t capacity = index::PointBlock::capacity;
        const std::int64_t* const space = block.space[0];
        const std::int64_t* const planes = cells.planes_.data();
        const std::uint8_t* const axes = cells.axes_.data();
        std::fill_n(nodes, n, 0U);
        for (std::size_t first = 0; first < cells.first_leaf(); first = 2 * first + 1) {
            for (std::size_t i = 0; i < n; ++i) {
                const std::uint32_t node = nodes[i];
                const bool above = space[axes[node] * capacity + i] >= planes[node];
                nodes[i] = 2 * node + 1 + static_cast<std::uint32_t>(above);
            }
        }
    }

    // -1 if there is none.
    static std::int32_t cell_of(const Cells& cells, std::size_t node) {
        return cells.cells_[node - cells.first_leaf()];
    }

    // Calls found(cell) for all whose boxes are within the limit, a squared chord in metres.
    template <class Found>
    void within(const Space& p, double limit, Found found) const {
        within(0, p, limit, found);
    }

    // The cell with the nearest box, the lowest of several; -1 if there is none.
    [[nodiscard]] std::int32_t nearest(const Space& p) const {
        std::int32_t best = -1;
        double least = 0;
        nearest(0, square(cells_.boxes_[0], p), p, best, least);
        return best;
    }

    static constexpr Box nothing() {
        constexpr std::int64_t end = std::int64_t{1} << 61;
        return {{end, end, end}, {-end, -end, -end}};
    }
    static Box around(const Box& a, const Box& b) {
        Box all;
        for (std::size_t c = 0; c < 3; ++c) {
            all.low[c] = std::min(a.low[c], b.low[c]);
            all.high[c] = std::max(a.high[c], b.high[c]);
        }
        return all;
    }

  private:
    static bool is_empty(const Box& box) { return box.low[0] > box.high[0]; }

    // The squared distance, metres.
    [[nodiscard]] double square(const Box& box, const Space& p) const {
        double sum = 0;
        for (std::size_t c = 0; c < 3; ++c) {
            const std::int64_t gap =
                std::max({box.low[c] - p[c], p[c] - box.high[c], std::int64_t{0}});
            const double d = static_cast<double>(gap) * unit_;
            sum += d * d;
        }
        return sum;
    }

    template <class Found>
    void within(std::size_t node, const Space& p, double limit, Found& found) const {
        const Box& box = cells_.boxes_[node];
        if (is_empty(box) || square(box, p) > limit) {
            return;
        }
        if (node < cells_.first_leaf()) {
            within(2 * node + 1, p, limit, found);
            within(2 * node + 2, p, limit, found);
        } else if (const std::int32_t cell = cell_of(cells_, node); cell >= 0) {
            found(cell);
        }
    }

    void nearest(std::size_t node, double here, const Space& p, std::int32_t& best,
                 double& least) const {
        if (is_empty(cells_.boxes_[node]) || (best >= 0 && here >= least)) {
            return;
        }
        if (node >= cells_.first_leaf()) {
            best = cell_of(cells_, node);
            least = here;
            return;
        }
        std::size_t first = 2 * node + 1, second = 2 * node + 2;
        double near = square(cells_.boxes_[first], p), far = square(cells_.boxes_[second], p);
        if (is_empty(cells_.boxes_[first]) || far < near) {
            std::swap(first, second);
            std::swap(near, far);
        }
        nearest(first, near, p, best, least);
        nearest(second, far, p, best, least);
    }

    const Cells& cells_;
    double unit_;
};

}  // namespace geodist
