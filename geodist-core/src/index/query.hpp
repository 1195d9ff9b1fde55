// A point asked for, and what is found for it.
#pragma once

#include <cstddef>
#include <cstdint>

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

struct Neighbour {
    double distance;
    std::uint32_t row;
};

constexpr bool is_nearer(const Neighbour& x, const Neighbour& y) {
    return x.distance != y.distance ? x.distance < y.distance : x.row < y.row;
}

}  // namespace geodist::index
