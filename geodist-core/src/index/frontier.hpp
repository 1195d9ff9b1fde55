// The groups of leaves around a place: queries that follow each other near there need no walk down
// the tree to find them.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>

#include "index/box_tree.hpp"

namespace geodist::index {

// All nodes of level 1 that are within a radius of the centre, and their boxes about it.
class Frontier {
  public:
    // Is nothing beyond the frontier within reach of that point? By the triangle inequality.
    [[nodiscard]] bool covers(const std::array<double, 3>& from, float reach) const {
        const double left = radius_ - std::sqrt(double{reach});
        return count_ != 0 && left > 0 && square_to(from) <= left * left;
    }
    // Are queries so near to each other that they will share a frontier?
    [[nodiscard]] bool would_serve(const std::array<double, 3>& from) {
        constexpr std::size_t patience = 32;
        const double moved = square(from, last_);
        last_ = from;
        return moved <= 0.0625 * radius_ * radius_ || ++uncovered_ % patience == 0;
    }

    void begin(const std::array<double, 3>& centre, double radius) {
        std::copy(centre.begin(), centre.end(), head_.origin);
        radius_ = radius * (1 - 1e-6);
        count_ = 0;
    }
    // A node of level 1, i-th of that group of boxes. False if there are too many.
    [[nodiscard]] bool add(std::uint32_t number, const Boxes& boxes, const BoxesHead& head,
                           std::size_t i) {
        if (count_ == fanout) {
            count_ = 0;
            return false;
        }
        for (std::size_t c = 0; c < 3; ++c) {
            const double moved = head.origin[c] - head_.origin[c];
            const double low = moved + boxes.low[c][i], high = moved + boxes.high[c][i];
            // wider as in a tree: box_tree.hpp
            const double wide = 0x1p-20 * std::max(std::abs(low), std::abs(high)) +
                                0x1p-50 * (std::abs(head.origin[c]) + std::abs(head_.origin[c]));
            boxes_.low[c][count_] = static_cast<float>(low - wide);
            boxes_.high[c][count_] = static_cast<float>(high + wide);
        }
        numbers_[count_++] = number;
        return true;
    }

    [[nodiscard]] const Boxes& boxes() const { return boxes_; }
    [[nodiscard]] const double* origin() const { return head_.origin; }
    [[nodiscard]] std::uint32_t bits() const { return (1U << count_) - 1; }
    [[nodiscard]] std::uint32_t number(std::size_t i) const { return numbers_[i]; }

  private:
    static double square(const std::array<double, 3>& x, const std::array<double, 3>& y) {
        const double dx = x[0] - y[0], dy = x[1] - y[1], dz = x[2] - y[2];
        return dx * dx + dy * dy + dz * dz;
    }
    [[nodiscard]] double square_to(const std::array<double, 3>& from) const {
        return square(from, {head_.origin[0], head_.origin[1], head_.origin[2]});
    }

    Boxes boxes_{};
    BoxesHead head_{};
    std::uint32_t numbers_[fanout]{};
    std::size_t count_ = 0;
    double radius_ = 0;  // within which all are found
    std::array<double, 3> last_{};
    std::size_t uncovered_ = 0;
};

}  // namespace geodist::index
