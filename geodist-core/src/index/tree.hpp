// The spatial index in memory, and in a file just so: points in the order of a Hilbert curve, cut
// into leaves; over them boxes of leaves, boxes of 16 boxes, and so on up to one group of boxes.
// The shape follows from the number of points; there are no pointers.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>

namespace geodist::index {

inline constexpr std::size_t leaf_points = 16;
inline constexpr std::size_t fanout = 16;

// Asks for so many cache lines, for use soon.
inline void prefetch(const void* from, std::size_t lines) {
#if defined(__GNUC__)
    for (std::size_t i = 0; i < lines; ++i) {
        __builtin_prefetch(static_cast<const char*>(from) + 64 * i);
    }
#else
    static_cast<void>(from);
    static_cast<void>(lines);
#endif
}

// Coordinates in space, by which is searched, and those on the ground, by which distances are
// computed. What a last leaf has too many lies at infinity.
struct alignas(64) Leaf {
    double space[3][leaf_points];
    double lat[leaf_points];
    double lon[leaf_points];
    std::uint32_t row[leaf_points];  // in the caller's columns
};

// Boxes of the children; those too many are empty, from infinity to minus infinity.
struct alignas(64) Boxes {
    double low[3][fanout];
    double high[3][fanout];
};

static_assert(sizeof(Leaf) == 704 && sizeof(Boxes) == 768);

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

    std::size_t points = 0;
    std::size_t leaves = 0;
    std::size_t boxes = 0;  // groups of all levels
    std::size_t levels = 0;
    std::array<std::size_t, most_levels> first{};  // group of each level
    std::array<std::size_t, most_levels> nodes{};  // of each level

    explicit constexpr Shape(std::size_t n)
        : points(n), leaves((n + leaf_points - 1) / leaf_points) {
        for (std::size_t count = leaves; count > 0; count = count > 1 ? count : 0) {
            nodes[levels] = count;
            count = (count + fanout - 1) / fanout;
            first[levels++] = boxes;
            boxes += count;
        }
    }
};

using Place = std::uint32_t;  // of a point in the tree

struct Node {
    std::uint32_t level;
    std::uint32_t number;  // within its level
};

struct Tree {
    Shape shape{0};
    const Leaf* leaves = nullptr;
    const Boxes* boxes = nullptr;
    const std::uint64_t* keys = nullptr;  // on the curve, of each leaf's first point
    const double* altitudes = nullptr;    // by place; null if the points are on the ground

    [[nodiscard]] const Leaf& leaf(Place place) const { return leaves[place / leaf_points]; }
    [[nodiscard]] double lat(Place place) const { return leaf(place).lat[place % leaf_points]; }
    [[nodiscard]] double lon(Place place) const { return leaf(place).lon[place % leaf_points]; }
    [[nodiscard]] double altitude(Place place) const {
        return altitudes == nullptr ? 0 : altitudes[place];
    }
    [[nodiscard]] std::uint32_t row(Place place) const {
        return leaf(place).row[place % leaf_points];
    }
    [[nodiscard]] std::array<double, 3> space(Place place) const {
        const Leaf& at = leaf(place);
        const std::size_t i = place % leaf_points;
        return {at.space[0][i], at.space[1][i], at.space[2][i]};
    }

    // The boxes of a node's children; of the only group of the highest level, for the root.
    [[nodiscard]] const Boxes& children(Node node) const {
        return boxes[shape.first[node.level - 1] + node.number];
    }
    // Which of them there are, a bit for each: boxes in a damaged file may say otherwise.
    [[nodiscard]] std::uint32_t real_children(Node node) const {
        const std::size_t left = shape.nodes[node.level - 1] - node.number * fanout;
        return left < fanout ? (1U << left) - 1 : 0xffff;
    }
    [[nodiscard]] Node root() const { return {static_cast<std::uint32_t>(shape.levels), 0}; }

    // The places of a node's points: [begin, end).
    [[nodiscard]] std::size_t begin(Node node) const { return span(node.level) * node.number; }
    [[nodiscard]] std::size_t end(Node node) const {
        const std::size_t end = span(node.level) * (std::size_t{node.number} + 1);
        return end < shape.points ? end : shape.points;
    }

    // The same coordinates in every bit? Such points stand side by side, the lowest row first.
    [[nodiscard]] bool same(Place x, Place y) const {
        return same_bits(lat(x), lat(y)) && same_bits(lon(x), lon(y)) &&
               same_bits(altitude(x), altitude(y));
    }

  private:
    static bool same_bits(double x, double y) {
        return std::bit_cast<std::uint64_t>(x) == std::bit_cast<std::uint64_t>(y);
    }
    static constexpr std::size_t span(std::uint32_t level) {
        static_assert(leaf_points == fanout);
        return std::size_t{leaf_points} << 4 * level;
    }
};

}  // namespace geodist::index
