// Places on the Hilbert curve, on the instruction set that is chosen.
#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <random>
#include <utility>
#include <vector>

#include "kernels/dispatch.hpp"
#include "kernels/tree_table.hpp"

namespace {

using Point = std::array<double, 3>;

std::vector<std::uint64_t> keys_of(const std::vector<Point>& points) {
    std::vector<std::int64_t> columns[3];
    for (const Point& point : points) {
        for (std::size_t c = 0; c < 3; ++c) {
            columns[c].push_back(std::bit_cast<std::int64_t>(point[c]));
        }
    }
    const std::int64_t* const space[3] = {columns[0].data(), columns[1].data(), columns[2].data()};
    std::vector<std::uint64_t> keys(points.size());
    geodist::kernels::active_kernels().tree.curve_keys(space, true, keys.size(), keys.data());
    return keys;
}

std::uint32_t cell(double u) {
    const double root = 0.5 * std::sqrt(1 + 3 * std::abs(u));
    const double at = std::ldexp(u < 0 ? 1 - root : root, 28);
    return static_cast<std::uint32_t>(std::clamp(at, 0.0, std::ldexp(1, 28) - 1));
}

// Level by level, in the words of the definition.
std::uint64_t expected_key(const Point& p) {
    std::size_t axis = 0;
    for (std::size_t c = 1; c < 3; ++c) {
        axis = std::abs(p[c]) > std::abs(p[axis]) ? c : axis;
    }
    const bool behind = p[axis] < 0;
    const std::array<Point, 3> across{{{0, p[1], p[2]}, {0, -p[0], p[2]}, {0, -p[0], -p[1]}}};
    const double scale = 1 / p[axis];
    std::uint32_t i = cell(across[axis][behind ? 2 : 1] * scale);
    std::uint32_t j = cell(across[axis][behind ? 1 : 2] * scale);
    const std::uint64_t face = axis + (behind ? 3 : 0);
    std::uint64_t key = face;
    if (face % 2 == 1) {
        std::swap(i, j);
    }
    // A quarter's own curve begins and ends at its sides: the first is seen in a mirror, the last
    // in the other one.
    constexpr std::uint32_t all = (1U << 28) - 1;
    for (int level = 27; level >= 0; --level) {
        const std::uint32_t x = i >> level & 1U, y = j >> level & 1U;
        const std::uint32_t quarter = x == 0 ? y : 3 - y;
        key = key << 2 | quarter;
        if (quarter == 0) {
            std::swap(i, j);
        } else if (quarter == 3) {
            std::swap(i, j);
            i = ~i & all;
            j = ~j & all;
        }
    }
    return key;
}

TEST_CASE("keys are places on the curve, level by level") {
    std::mt19937_64 random(20);
    std::normal_distribution<double> normal;
    std::vector<Point> points;
    for (int k = 0; k < 20'000; ++k) {
        points.push_back({normal(random), normal(random), normal(random)});
    }
    for (const double x : {-1.0, -0.5, 0.0, 0.5, 1.0}) {  // axes, edges and corners of the cube
        for (const double y : {-1.0, -0.5, 0.0, 0.5, 1.0}) {
            for (const double z : {-1.0, 1.0}) {
                points.insert(points.end(), {{x, y, z}, {x, z, y}, {z, x, y}});
            }
        }
    }
    const auto keys = keys_of(points);
    std::size_t wrong = 0;
    for (std::size_t k = 0; k < points.size(); ++k) {
        wrong += keys[k] == expected_key(points[k]) ? 0 : 1;
    }
    CHECK(wrong == 0);
}

TEST_CASE("whole numbers have the keys of doubles, and no number some key") {
    const std::int64_t x[] = {1'000'003, -5, 7}, y[] = {-2'000'001, 4, 7}, z[] = {5, 3, -8};
    const std::int64_t* const space[3] = {x, y, z};
    std::uint64_t keys[4] = {0, 0, 0, 99};
    geodist::kernels::active_kernels().tree.curve_keys(space, false, 3, keys);
    for (std::size_t k = 0; k < 3; ++k) {
        CHECK(keys[k] == expected_key({static_cast<double>(x[k]), static_cast<double>(y[k]),
                                       static_cast<double>(z[k])}));
    }
    CHECK(keys[3] == 99);
    const double nan = std::numeric_limits<double>::quiet_NaN();
    for (const std::uint64_t key : keys_of({{0, 0, 0}, {nan, nan, nan}, {1, nan, 0}})) {
        CHECK(key < std::uint64_t{6} << 56);
    }
}

TEST_CASE("the curve visits every cell once, and goes from cell to neighbouring cell") {
    std::vector<Point> points;
    std::vector<std::pair<int, int>> places;
    for (int i = 0; i < 16; ++i) {
        for (int j = 0; j < 16; ++j) {
            const auto at = [](int k) {  // the middle of a cell, by the inverse of the map
                const double s = (k + 0.5) / 16;
                return s >= 0.5 ? (4 * s * s - 1) / 3 : (1 - 4 * (1 - s) * (1 - s)) / 3;
            };
            points.push_back({1, at(i), at(j)});
            places.emplace_back(i, j);
        }
    }
    const auto keys = keys_of(points);
    std::vector<std::pair<std::uint64_t, std::pair<int, int>>> cells;
    for (std::size_t k = 0; k < keys.size(); ++k) {
        cells.emplace_back(keys[k] >> 48, places[k]);
    }
    std::sort(cells.begin(), cells.end());
    for (std::size_t c = 1; c < cells.size(); ++c) {
        const auto [i, j] = cells[c - 1].second;
        const auto [k, l] = cells[c].second;
        CHECK(cells[c].first == cells[c - 1].first + 1);
        CHECK(std::abs(i - k) + std::abs(j - l) == 1);
    }
}

}  // namespace
