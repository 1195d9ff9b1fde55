// The places where two rows of shapes meet, each once.
#pragma once

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

#include "shapes/pair_measure.hpp"

namespace geodist::shapes {

// A place along a row: its slot, and how far along the piece.
[[nodiscard]] inline double position_of(const Spot& spot) {
    return static_cast<double>(spot.slot) + spot.t;
}

// Where items are next to each other in space, only the first is kept: `where(item)`.
template <class Item, class Where>
void keep_first_of_place(std::vector<Item>& items, double apart, const Where& where) {
    struct Point {
        PlaceInSpace at;
        std::size_t number;
    };
    std::vector<Point> points;
    points.reserve(items.size());
    for (std::size_t i = 0; i < items.size(); ++i) {
        points.push_back({where(items[i]), i});
    }
    std::sort(points.begin(), points.end(), [](const Point& p, const Point& q) {
        return std::pair(p.at.x, p.number) < std::pair(q.at.x, q.number);
    });
    std::vector<bool> is_again(items.size());
    for (std::size_t i = 0; i < points.size(); ++i) {
        const PlaceInSpace& p = points[i].at;
        for (std::size_t k = i + 1; k < points.size() && points[k].at.x - p.x <= apart; ++k) {
            const double y = points[k].at.y - p.y, z = points[k].at.z - p.z;
            if (y * y + z * z <= apart * apart) {
                is_again[std::max(points[i].number, points[k].number)] = true;
            }
        }
    }
    std::size_t kept = 0;
    for (std::size_t i = 0; i < items.size(); ++i) {
        if (!is_again[i]) {
            items[kept++] = items[i];
        }
    }
    items.erase(items.begin() + static_cast<std::ptrdiff_t>(kept), items.end());
}

// In the order of a. `search` is one of these sides.
[[nodiscard]] std::vector<NearestSpots> find_meetings(const PreparedPair& sides, PairSearch& search,
                                                      std::size_t row_a, std::size_t row_b);

// The same of a pair that the plane decides.
[[nodiscard]] std::vector<PlanarRowMeeting::Place> find_planar_places(const PreparedPair& sides,
                                                                      PairSearch& search,
                                                                      std::size_t row_a,
                                                                      std::size_t row_b);

}  // namespace geodist::shapes
