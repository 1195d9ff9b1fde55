// The distance of two rows of shapes, insides included, and where it is.
#pragma once

#include <geodist/location.hpp>
#include <geodist/shape_pairs.hpp>

#include <cstddef>
#include <cstdint>

#include "shapes/pair_job.hpp"

namespace geodist::shapes {

// What is nearest: places on edges; or, where one row lies in the other, a vertex of it.
struct NearestOfPair {
    NearestSpots spots;
    std::int64_t a_in_b = -1, b_in_a = -1;  // numbers of vertices

    [[nodiscard]] double distance() const { return spots.distance; }
};

// NaN for a row that is absent. Infinite if they are farther than `within`.
[[nodiscard]] NearestOfPair measure_pair(const PreparedPair& sides, PairSearch& search,
                                         std::size_t row_a, std::size_t row_b, double within,
                                         double enough);

// Is their distance at most `most`, which is not negative?
[[nodiscard]] bool are_within(const PreparedPair& sides, PairSearch& search, std::size_t row_a,
                              std::size_t row_b, double most);

// A place in space.
struct PlaceInSpace {
    double x, y, z;
};
[[nodiscard]] PlaceInSpace in_space(const geodesy::PreparedEllipsoid& e, const Operand& side,
                                    const Spot& spot);

// The place of a spot on its row.
[[nodiscard]] Location locate_spot(const PreparedPair& sides, const Operand& side,
                                   const Spot& spot);

// Both places of what is nearest.
struct TwoLocations {
    Location a, b;
};
[[nodiscard]] TwoLocations locate(const PreparedPair& sides, const NearestOfPair& nearest,
                                  std::size_t row_a, std::size_t row_b);

// Of locations, too, a column as long as the pairs, or none.
void check_results(const LocationOutput& out, std::size_t pairs);
void store(const LocationOutput& out, std::size_t i, const Location& location);
// Which columns are wanted: any of numbers, any at all.
[[nodiscard]] bool holds_numbers(const LocationOutput& out);
[[nodiscard]] bool holds_any(const LocationOutput& out);

}  // namespace geodist::shapes
