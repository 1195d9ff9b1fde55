// A point asked for, and what is found for it.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

#include "index/prefetch.hpp"

namespace geodist::index {

// Of an item in the order of the leaves.
using Place = std::uint32_t;

struct alignas(64) Query {
    static constexpr std::uint64_t nobody = ~std::uint64_t{0};
    static constexpr std::uint32_t nowhere = ~std::uint32_t{0};

    double lat, lon, altitude;
    std::int64_t space[3];               // as the leaves have it
    std::uint64_t self = nobody;         // the row of the index that is this point, if any
    std::uint32_t number = 0;            // among those of the piece
    std::uint32_t start_leaf = nowhere;  // that the point is in, or near: where to look first

    // So many equal items hide those after them.
    [[nodiscard]] std::size_t hidden_after(std::size_t k) const {
        return k + (self == nobody ? 0 : 1);
    }
};
static_assert(sizeof(Query) == 64);

// How leaves and queries have coordinates in space: whole numbers of a unit, or the bits of doubles,
// metres.
struct SpaceForm {
    double unit = 0;  // 0: bits

    [[nodiscard]] bool are_bits() const { return unit == 0; }
    [[nodiscard]] double metres(std::int64_t at) const {
        return are_bits() ? std::bit_cast<double>(at) : static_cast<double>(at) * unit;
    }
    [[nodiscard]] std::array<double, 3> metres(const Query& query) const {
        return {metres(query.space[0]), metres(query.space[1]), metres(query.space[2])};
    }
};

// Where leaves are, whatever they hold: what a search is to read first of each.
struct LeafMemory {
    const void* begin = nullptr;
    std::size_t bytes = 0;  // of a leaf
    std::size_t lines = 0;

    void prefetch(std::size_t leaf) const {
        index::prefetch(static_cast<const std::byte*>(begin) + leaf * bytes, lines);
    }
};

struct Neighbour {
    double distance;
    std::uint32_t row;
};

constexpr bool is_nearer(const Neighbour& x, const Neighbour& y) {
    return x.distance != y.distance ? x.distance < y.distance : x.row < y.row;
}

}  // namespace geodist::index
