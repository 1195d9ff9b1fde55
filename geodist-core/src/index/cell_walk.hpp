// Walks through the tree of planes of Cells.
#pragma once

#include <geodist/cells.hpp>
#include <geodist/geodesic.hpp>

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

    // What is asked: a point, a radius in metres, and the squared chord that it may have at most.
    struct Reach {
        Space point;
        double lat, lon, radius, limit;
    };

    // Calls found(cell) for all that may hold something within reach.
    template <class Found>
    void within(const Reach& reach, Found found) const {
        within(0, reach, found);
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
    void within(std::size_t node, const Reach& reach, Found& found) const {
        const Box& box = cells_.boxes_[node];
        if (is_empty(box) || square(box, reach.point) > reach.limit || is_beyond(node, reach)) {
            return;
        }
        if (node < cells_.first_leaf()) {
            within(2 * node + 1, reach, found);
            within(2 * node + 2, reach, found);
        } else if (const std::int32_t cell = cell_of(cells_, node); cell >= 0) {
            found(cell);
        }
    }

    // Far away, where chords say too little: is the ball around the box out of reach? A computed
    // distance and a ball's radius err by less than the slack.
    [[nodiscard]] bool is_beyond(std::size_t node, const Reach& reach) const {
        const double a = cells_.ellipsoid_.a();
        if (!cells_.fitted_ || !(reach.radius > 0.1 * a)) {
            return false;
        }
        const Cells::Ball& ball = cells_.balls_[node];
        if (!(ball.radius < 0.1 * reach.radius)) {
            return false;
        }
        const double slack = 1e-12 * a;
        return distance(reach.lat, reach.lon, ball.lat, ball.lon, cells_.ellipsoid_) - ball.radius >
               reach.radius + slack;
    }

    const Cells& cells_;
    double unit_;
};

}  // namespace geodist
