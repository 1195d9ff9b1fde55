// Leaves of pieces of edges, as the searches of index/ see them.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>

#include "index/query.hpp"
#include "index/tree.hpp"
#include "kernels/tree_table.hpp"

namespace geodist::shapes {

// Vertices that follow each other, perhaps of several runs: metres about the Earth's centre. A
// piece leads from one to the next unless a run ends there.
struct alignas(64) EdgeLeaf {
    static constexpr std::size_t capacity = 16;
    static constexpr std::uint32_t none = std::numeric_limits<std::uint32_t>::max();

    double space[3][capacity];
    // Of the piece that begins at a vertex: the number of the caller's vertex at which its edge
    // begins. Behind `space`: near_pieces reads beyond that.
    std::uint32_t edge[capacity];
};
static_assert(sizeof(EdgeLeaf) == 448);

// What the searches ask of leaves. A place is a vertex and the piece that begins there.
struct EdgeLeaves {
    static constexpr std::size_t capacity = EdgeLeaf::capacity;

    const EdgeLeaf* leaves = nullptr;
    std::size_t count = 0;
    double bend = 0;  // how far an arc may be from its chord, for the square of its length
    double sag = 0;   // and a planar edge from the arcs of its pieces
    // Of planar edges, of the piece that begins at a vertex: which of its edge's it is.
    const std::uint32_t* numbers = nullptr;

    [[nodiscard]] std::size_t first_place(std::size_t leaf) const { return leaf * capacity; }
    [[nodiscard]] index::SpaceForm form() const { return {}; }
    [[nodiscard]] index::LeafMemory memory() const { return {leaves, sizeof(EdgeLeaf), 7}; }
    void prefetch_space(std::size_t leaf) const { memory().prefetch(leaf); }
    [[nodiscard]] std::array<double, 3> in_metres(const index::Query& query) const {
        return form().metres(query);
    }
    // Equal pieces are not looked for.
    [[nodiscard]] static bool are_redundant(std::size_t, std::size_t, std::size_t) { return false; }

    [[nodiscard]] std::uint32_t edge(index::Place place) const {
        return leaves[place / capacity].edge[place % capacity];
    }
    [[nodiscard]] bool is_planar() const { return numbers != nullptr; }
    [[nodiscard]] std::uint32_t number(index::Place place) const { return numbers[place]; }
    [[nodiscard]] double space(index::Place place, std::size_t c) const {
        return leaves[place / capacity].space[c][place % capacity];
    }
    [[nodiscard]] std::array<double, 3> vertex(index::Place place) const {
        return {space(place, 0), space(place, 1), space(place, 2)};
    }
    // Squared distances to the chords of a leaf and what its arcs may be from them; a bit for each
    // arc that may be within the limit, and for some that are no pieces.
    std::uint32_t near(const kernels::TreeKernels& kernels, std::size_t leaf, const double* from,
                       double limit, double* squares, double* bulges) const {
        constexpr std::uint32_t pieces = (1U << (capacity - 1)) - 1;
        return kernels.near_pieces(leaves[leaf].space[0], from, bend, limit, squares, bulges) &
               pieces;
    }
};

using EdgeBoxes = index::Tree<EdgeLeaves>;

// What `bend` is on an ellipsoid with these axes. An arc of curvature up to 1/R is within c^2/8R of
// its chord c, and a little more; R is the smallest radius of curvature, as in
// index/geodesic_bounds.hpp.
[[nodiscard]] constexpr double bend_of(double a, double b) {
    const double small = a < b ? a : b, large = a < b ? b : a;
    return 1.001 / 8 * large / (small * small);
}

}  // namespace geodist::shapes
