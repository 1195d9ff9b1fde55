// Leaves of points, in the order of a Hilbert curve, sixteen to a leaf.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "index/prefetch.hpp"
#include "index/query.hpp"
#include "kernels/tree_table.hpp"

namespace geodist::index {

// Coordinates in space, by which is searched and near pairs are measured, and those on the ground.
// In space points on the ground have whole numbers of NearConstants::unit, points with altitudes
// the bits of doubles, metres.
struct alignas(64) PointLeaf {
    static constexpr std::size_t capacity = 16;

    std::int64_t space[3][capacity];
    std::uint32_t row[capacity];  // in the caller's columns
    double lat[capacity];
    double lon[capacity];
};
static_assert(sizeof(PointLeaf) == 704);

// What the searches ask of leaves; those of another kind offer the same.
struct PointLeaves {
    static constexpr std::size_t capacity = PointLeaf::capacity;

    const PointLeaf* leaves = nullptr;
    const double* altitudes = nullptr;  // by place; null if the points are on the ground
    std::size_t size = 0;               // points
    double unit = 0;                    // of coordinates in space, on the ground

    // What a metric takes of a point, to the i-th of rows.
    template <class Rows>
    void copy(Place place, Rows& rows, std::size_t i) const {
        const PointLeaf& at = leaf(place);
        rows.lat[i] = at.lat[place % capacity];
        rows.lon[i] = at.lon[place % capacity];
        rows.altitude[i] = altitude(place);
        for (std::size_t c = 0; c < 3; ++c) {
            rows.space[c][i] = at.space[c][place % capacity];
        }
    }

    [[nodiscard]] static constexpr std::size_t leaf_count(std::size_t points) {
        return (points + capacity - 1) / capacity;
    }

    [[nodiscard]] double lat(Place place) const { return leaf(place).lat[place % capacity]; }
    [[nodiscard]] double lon(Place place) const { return leaf(place).lon[place % capacity]; }
    [[nodiscard]] double altitude(Place place) const {
        return altitudes == nullptr ? 0 : altitudes[place];
    }
    [[nodiscard]] std::uint32_t row(Place place) const { return leaf(place).row[place % capacity]; }
    [[nodiscard]] std::int64_t space(Place place, std::size_t c) const {
        return leaf(place).space[c][place % capacity];
    }
    [[nodiscard]] std::array<double, 3> in_metres(Place place) const {
        return {metres(space(place, 0)), metres(space(place, 1)), metres(space(place, 2))};
    }
    [[nodiscard]] std::array<double, 3> in_metres(const Query& query) const {
        return form().metres(query);
    }
    [[nodiscard]] double metres(std::int64_t at) const { return form().metres(at); }
    [[nodiscard]] SpaceForm form() const { return {altitudes == nullptr ? unit : 0}; }
    // With rows.
    [[nodiscard]] LeafMemory memory() const { return {leaves, sizeof(PointLeaf), 7}; }

    // The place of a leaf's first point; for the number of leaves, the number of points.
    [[nodiscard]] std::size_t first_place(std::size_t leaf) const {
        const std::size_t first = leaf * capacity;
        return first < size ? first : size;
    }

    // A bit for each item there is in a leaf: the last one may have too few.
    [[nodiscard]] std::uint32_t item_bits(std::size_t leaf) const {
        const std::size_t left = size - leaf * capacity;
        return left < capacity ? (1U << left) - 1 : (1U << capacity) - 1;
    }

    // Squared distances through space to the points of a leaf; a bit for each within the limit.
    std::uint32_t near(const kernels::TreeKernels& kernels, std::size_t leaf, const Query& query,
                       double limit, double* squares) const {
        const std::int64_t* const points = leaves[leaf].space[0];
        return item_bits(leaf) &
               (altitudes == nullptr
                    ? kernels.near_points(points, query.space, unit, limit, squares)
                    : kernels.near_high_points(points, query.space, limit, squares));
    }
    // Distances on the ground to those within the limit, which is for near points alone.
    std::uint32_t near_distances(const kernels::TreeKernels& kernels, std::size_t leaf,
                                 const Query& query, double limit,
                                 const geodesy::NearConstants& constants, double* distances) const {
        return item_bits(leaf) & kernels.near_distances(leaves[leaf].space[0], query.space, limit,
                                                        constants, distances);
    }

    // The nearest of them alone.
    std::uint32_t nearest_points(const kernels::TreeKernels& kernels, std::size_t leaf,
                                 const Query& query, double limit,
                                 const geodesy::NearConstants& constants, double* least) const {
        return item_bits(leaf) &
               kernels.nearest_points(leaves[leaf].space[0], query.space, limit, constants, least);
    }

    void prefetch_space(std::size_t leaf) const { memory().prefetch(leaf); }

    // What pairs read besides.
    void prefetch_item(Place place) const {
        const PointLeaf& at = leaf(place);
        prefetch(at.lat + place % capacity, 1);
        prefetch(at.lon + place % capacity, 1);
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
