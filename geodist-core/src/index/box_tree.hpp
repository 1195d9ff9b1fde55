// Boxes over leaves: boxes of leaves, boxes of 16 boxes, and so on up to one group of boxes. What
// the leaves hold is not known here. The shape follows from the number of leaves; there are no
// pointers, so that a tree in a file is a tree in memory.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>

#include "index/prefetch.hpp"

namespace geodist::index {

inline constexpr std::size_t fanout = 16;

// Boxes of the children, in floats about an origin: as precise as the children are small. Those too
// many are empty, from infinity to minus infinity.
//
// A box is never farther than a point in it, whatever is rounded. With E the largest magnitude of
// the children's coordinates about the origin, boxes are wider than what they hold by 2^-22 E on
// every side, and by what coordinates in doubles may err by. A point asked for, about the origin
// and rounded to float, errs by 2^-24 of what it is: for one outside of the box by D that is 2^-24
// (E + D) at most, so the computed distance errs upwards in proportion only, by less than box_limit
// allows for.
struct alignas(64) Boxes {
    float low[3][fanout];
    float high[3][fanout];
};
static_assert(sizeof(Boxes) == 384);

// What belongs to such a group of boxes.
struct alignas(32) BoxesHead {
    double origin[3];
    std::uint64_t key;  // on the curve, of the first item below
};

// Boxes and points farther from an origin than this seem to be nearer: squares have to be floats.
inline constexpr double farthest_box = 1e18;

// What the square of a distance to a box is at least, from what was computed.
inline double box_square(float square) {
    return std::max(0.0, (double{square} - 1e-37) * (1 - 0x1p-19));
}

// Squares of distances to boxes are compared with this, where those to points are with `limit`.
inline float box_limit(double limit) {
    return limit < 1e37 ? static_cast<float>(limit * (1 + 0x1p-19) + 1e-37)
                        : std::numeric_limits<float>::max();
}

// Leaves are level 0. The nodes of a level have their boxes in groups; group g of a level belongs
// to node g of the level above.
struct Shape {
    static constexpr std::size_t most_levels = 10;

    std::size_t leaves = 0;
    std::size_t boxes = 0;  // groups of all levels
    std::size_t levels = 0;
    std::array<std::size_t, most_levels> first{};  // group of each level
    std::array<std::size_t, most_levels> nodes{};  // of each level

    explicit constexpr Shape(std::size_t leaf_count) : leaves(leaf_count) {
        for (std::size_t count = leaves; count > 0; count = count > 1 ? count : 0) {
            nodes[levels] = count;
            count = (count + fanout - 1) / fanout;
            first[levels++] = boxes;
            boxes += count;
        }
    }
};

struct Node {
    std::uint32_t level;
    std::uint32_t number;  // within its level
};

struct BoxTree {
    Shape shape{0};
    const Boxes* boxes = nullptr;
    const BoxesHead* heads = nullptr;

    // The group of a node's children; the only one of the highest level, for the root.
    [[nodiscard]] std::size_t group(Node node) const {
        return shape.first[node.level - 1] + node.number;
    }
    void prefetch_children(Node node) const {
        prefetch(boxes + group(node), sizeof(Boxes) / 64);
        prefetch(heads + group(node), 1);
    }
    [[nodiscard]] std::size_t child_count(Node node) const {
        const std::size_t left = shape.nodes[node.level - 1] - node.number * fanout;
        return left < fanout ? left : fanout;
    }
    // The same as bits: boxes in a damaged file may say that there are others.
    [[nodiscard]] std::uint32_t child_bits(Node node) const {
        return (1U << child_count(node)) - 1;
    }
    [[nodiscard]] static Node child(Node node, std::size_t i) {
        return {node.level - 1, static_cast<std::uint32_t>(node.number * fanout + i)};
    }
    [[nodiscard]] Node root() const { return {static_cast<std::uint32_t>(shape.levels), 0}; }

    // The leaves below a node: [first_leaf, end_leaf).
    [[nodiscard]] static std::size_t first_leaf(Node node) {
        return span(node.level) * node.number;
    }
    [[nodiscard]] std::size_t end_leaf(Node node) const {
        const std::size_t end = span(node.level) * (std::size_t{node.number} + 1);
        return end < shape.leaves ? end : shape.leaves;
    }

  private:
    static constexpr std::size_t span(std::uint32_t level) {
        static_assert(fanout == 16);
        return std::size_t{1} << 4 * level;
    }
};

// The square of the distance to the farthest corner of a box, or a little more.
inline double far_corner(const BoxTree& tree, std::size_t group, std::size_t i,
                         const double* from) {
    const Boxes& boxes = tree.boxes[group];
    double square = 0;
    for (std::size_t c = 0; c < 3; ++c) {
        const double at = from[c] - tree.heads[group].origin[c];
        const double below = at - boxes.low[c][i], above = boxes.high[c][i] - at;
        const double side = below > above ? below : above;
        square += side * side;
    }
    return square * (1 + 8 * std::numeric_limits<double>::epsilon());
}

}  // namespace geodist::index
