// A tree of boxes, and the leaves below it.
#pragma once

#include <cstddef>
#include <cstdint>

#include "index/box_tree.hpp"
#include "index/point_leaves.hpp"

namespace geodist::index {

template <class Leaves>
struct Tree {
    BoxTree boxes;
    Leaves leaves;

    [[nodiscard]] bool is_empty() const { return boxes.shape.leaves == 0; }

    // The places of the items below a node: [begin, end).
    [[nodiscard]] std::size_t begin(Node node) const {
        return leaves.first_place(BoxTree::first_leaf(node));
    }
    [[nodiscard]] std::size_t end(Node node) const {
        return leaves.first_place(boxes.end_leaf(node));
    }

    // Where the query is no item itself, rows need not be read.
    [[nodiscard]] bool is_self(const Query& query, Place place) const {
        return query.self != Query::nobody && query.self == leaves.row(place);
    }

    [[nodiscard]] bool is_redundant(Place place, std::size_t k) const {
        return leaves.are_redundant(place, std::size_t{place} + 1, k);
    }
    [[nodiscard]] bool is_redundant(Node node, std::size_t k) const {
        return leaves.are_redundant(begin(node), end(node), k);
    }
};

using PointTree = Tree<PointLeaves>;

}  // namespace geodist::index
