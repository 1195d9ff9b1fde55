// Boxes over leaves: boxes of leaves, boxes of 16 boxes, and so on up to one group of boxes. What
// the leaves hold is not known here. The shape follows from the number of leaves; there are no
// pointers, so that a tree in a file is a tree in memory.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>

namespace geodist::index {

inline constexpr std::size_t fanout = 16;

// Boxes of the children; those too many are empty, from infinity to minus infinity.
struct alignas(64) Boxes {
    double low[3][fanout];
    double high[3][fanout];
};
static_assert(sizeof(Boxes) == 768);

// The square of the distance to the farthest corner of a box, or a little more.
inline double far_corner(const Boxes& boxes, std::size_t i, const double* from) {
    double square = 0;
    for (std::size_t c = 0; c < 3; ++c) {
        const double below = from[c] - boxes.low[c][i], above = boxes.high[c][i] - from[c];
        const double side = below > above ? below : above;
        square += side * side;
    }
    return square * (1 + 8 * std::numeric_limits<double>::epsilon());
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

    // The boxes of a node's children; of the only group of the highest level, for the root.
    [[nodiscard]] const Boxes& children(Node node) const {
        return boxes[shape.first[node.level - 1] + node.number];
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

}  // namespace geodist::index
