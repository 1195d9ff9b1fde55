// Leaves of points, in the order of a Hilbert curve, sixteen to a leaf.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "index/prefetch.hpp"
#include "index/query.hpp"
#include "kernels/kernels.hpp"

namespace geodist::index {

// Coordinates in space, by which is searched, and those on the ground, by which distances are
// computed. What a last leaf has too many lies at infinity.
struct alignas(64) PointLeaf {
    static constexpr std::size_t capacity = 16;

    double space[3][capacity];
    double lat[capacity];
    double lon[capacity];
    std::uint32_t row[capacity];  // in the caller's columns
};
static_assert(sizeof(PointLeaf) == 704);

// What the searches ask of leaves; those of another kind offer the same.
struct PointLeaves {
    static constexpr std::size_t capacity = PointLeaf::capacity;

    const PointLeaf* leaves = nullptr;
    const double* altitudes = nullptr;  // by place; null if the points are on the ground
    std::size_t size = 0;               // points

    [[nodiscard]] static constexpr std::size_t leaf_count(std::size_t points) {
        return (points + capacity - 1) / capacity;
    }

    [[nodiscard]] double lat(Place place) const { return leaf(place).lat[place % capacity]; }
    [[nodiscard]] double lon(Place place) const { return leaf(place).lon[place % capacity]; }
    [[nodiscard]] double altitude(Place place) const {
        return altitudes == nullptr ? 0 : altitudes[place];
    }
    [[nodiscard]] std::uint32_t row(Place place) const { return leaf(place).row[place % capacity]; }
    [[nodiscard]] std::array<double, 3> space(Place place) const {
        const PointLeaf& at = leaf(place);
        const std::size_t i = place % capacity;
        return {at.space[0][i], at.space[1][i], at.space[2][i]};
    }

    // The place of a leaf's first point; for the number of leaves, the number of points.
    [[nodiscard]] std::size_t first_place(std::size_t leaf) const {
        const std::size_t first = leaf * capacity;
        return first < size ? first : size;
    }

    // What a metric takes of a point, to the i-th row of columns.
    void copy(Place place, std::vector<double>* columns, std::size_t i) const {
        const PointLeaf& at = leaf(place);
        columns[0][i] = at.lat[place % capacity];
        columns[1][i] = at.lon[place % capacity];
        if (altitudes != nullptr) {
            columns[2][i] = altitudes[place];
        }
    }

    // Squared distances through space to the points of a leaf; a bit for each within the limit.
    std::uint32_t near(const kernels::TreeKernels& kernels, std::size_t leaf, const Query& query,
                       double limit, double* squares) const {
        return kernels.near_points(leaves[leaf].space[0], capacity, query.space, limit, squares);
    }

    void prefetch_space(std::size_t leaf) const { prefetch(leaves + leaf, 6); }
    void prefetch_all(std::size_t leaf) const { prefetch(leaves + leaf, sizeof(PointLeaf) / 64); }

    // What copy() and row() read.
    void prefetch_item(Place place) const {
        const PointLeaf& at = leaf(place);
        prefetch(at.lon + place % capacity, 1);
        prefetch(at.row + place % capacity, 1);
        if (altitudes != nullptr) {
            prefetch(altitudes + place, 1);
        }
    }

    // Are the points [place, end) behind so many equal ones that none can be among the k nearest?
    // Equal points stand side by side, the lowest row first.
    [[nodiscard]] bool are_redundant(std::size_t place, std::size_t end, std::size_t k) const {
        return place >= k && same(static_cast<Place>(place - k), static_cast<Place>(end - 1));
    }

  private:
    [[nodiscard]] const PointLeaf& leaf(Place place) const { return leaves[place / capacity]; }
    // The same coordinates in every bit?
    [[nodiscard]] bool same(Place x, Place y) const {
        return same_bits(lat(x), lat(y)) && same_bits(lon(x), lon(y)) &&
               same_bits(altitude(x), altitude(y));
    }
    static bool same_bits(double x, double y) {
        return std::bit_cast<std::uint64_t>(x) == std::bit_cast<std::uint64_t>(y);
    }
};

}  // namespace geodist::index
