// The planar edges and the points of rows of shapes, in boxes of longitude and latitude.
#pragma once

#include <geodist/shapes.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "index/pace.hpp"
#include "shapes/planar_meeting.hpp"
#include "shapes/vertices.hpp"

namespace geodist::shapes {

// Degrees, wider than what it holds by the width of a border; at a pole all around the Earth.
struct PlanarBox {
    double south, north, west, east;

    void widen(const PlanarBox& other) {
        south = std::min(south, other.south);
        north = std::max(north, other.north);
        west = std::min(west, other.west);
        east = std::max(east, other.east);
    }
    // Does it, with one of them moved by any number of turns?
    [[nodiscard]] bool meets(const PlanarBox& other) const {
        if (south > other.north || other.south > north) {
            return false;
        }
        if (west <= other.east && other.west <= east) {
            return true;
        }
        return 360 * std::floor((east - other.west) / 360) >= west - other.east;
    }
};

class PlanarRows {
  public:
    // Of points alone, too. The columns have to live as long.
    explicit PlanarRows(const ShapesView& shapes);

    // Edges are numbered through all rows, a point is an edge of no length.
    [[nodiscard]] std::size_t first(std::size_t row) const {
        return are_points_ ? row : rows_[row];
    }
    [[nodiscard]] std::size_t end(std::size_t row) const { return first(row + 1); }
    [[nodiscard]] PlanarEdge edge(std::size_t i) const {
        const std::size_t from = begins(i), to = are_points_ ? i : ends_[i];
        const PlanarEdge its{shapes_.lat[from], shapes_.lon[from], shapes_.lat[to],
                             shapes_.lon[to]};
        if (from == to && std::abs(its.lon1) > farthest_planar_lon) {
            const double lon = std::remainder(its.lon1, 360.0);
            return {its.lat1, lon, its.lat2, lon};
        }
        return its;
    }
    // The number of the caller's vertex at which it begins.
    [[nodiscard]] std::size_t begins(std::size_t i) const { return are_points_ ? i : begins_[i]; }

    // visit(i, k) for edges i of a row of one side and k of a row of the other whose boxes meet,
    // until it returns true.
    template <class Visit>
    static void visit_pairs(const PlanarRows& a, std::size_t row_a, const PlanarRows& b,
                            std::size_t row_b, index::Pace& pace, Visit visit);

  private:
    static constexpr std::size_t leaf = 8;  // edges of a box, and boxes of one above

    // The boxes of a row by levels.
    struct Tree {
        const PlanarRows* side;
        std::size_t begin, end;  // edges
        std::uint32_t levels = 0;
        std::array<std::size_t, 12> first{}, nodes{};

        Tree(const PlanarRows& rows, std::size_t row);
        [[nodiscard]] PlanarBox box(std::uint32_t level, std::size_t i) const {
            return side->are_points_ ? side->box_of(begin) : side->boxes_[first[level] + i];
        }
    };

    [[nodiscard]] PlanarBox box_of(std::size_t edge) const;
    void build();

    ShapesView shapes_;
    bool are_points_;
    std::vector<std::uint32_t> begins_, ends_;  // vertices
    std::vector<std::size_t> rows_, row_boxes_;
    std::vector<PlanarBox> boxes_;
};

template <class Visit>
void PlanarRows::visit_pairs(const PlanarRows& a, std::size_t row_a, const PlanarRows& b,
                             std::size_t row_b, index::Pace& pace, Visit visit) {
    const Tree of_a(a, row_a), of_b(b, row_b);
    if (of_a.begin == of_a.end || of_b.begin == of_b.end) {
        return;
    }
    struct Step {
        std::uint32_t level_a, level_b;
        std::size_t a, b;
    };
    std::vector<Step> left{{of_a.levels - 1, of_b.levels - 1, 0, 0}};
    while (!left.empty()) {
        const Step step = left.back();
        left.pop_back();
        pace.step();
        const PlanarBox box_a = of_a.box(step.level_a, step.a),
                        box_b = of_b.box(step.level_b, step.b);
        if (!box_a.meets(box_b)) {
            continue;
        }
        if (step.level_a > 0 && step.level_a >= step.level_b) {
            const std::uint32_t below = step.level_a - 1;
            const std::size_t last = std::min((step.a + 1) * leaf, of_a.nodes[below]);
            for (std::size_t i = step.a * leaf; i < last; ++i) {
                left.push_back({below, step.level_b, i, step.b});
            }
            continue;
        }
        if (step.level_b > 0) {
            const std::uint32_t below = step.level_b - 1;
            const std::size_t last = std::min((step.b + 1) * leaf, of_b.nodes[below]);
            for (std::size_t k = step.b * leaf; k < last; ++k) {
                left.push_back({step.level_a, below, step.a, k});
            }
            continue;
        }
        const std::size_t first_b = of_b.begin + step.b * leaf;
        const std::size_t count_b = std::min(leaf, of_b.end - first_b);
        std::array<PlanarBox, leaf> boxes;
        for (std::size_t k = 0; k < count_b; ++k) {
            boxes[k] = b.box_of(first_b + k);
        }
        const std::size_t first_a = of_a.begin + step.a * leaf;
        for (std::size_t i = first_a; i < std::min(first_a + leaf, of_a.end); ++i) {
            const PlanarBox box = a.box_of(i);
            for (std::size_t k = 0; box.meets(box_b) && k < count_b; ++k) {
                if (box.meets(boxes[k]) && visit(i, first_b + k)) {
                    return;
                }
            }
        }
    }
}

}  // namespace geodist::shapes
