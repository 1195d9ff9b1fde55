// The vertices of lines and rings on their way into the kernels.
#pragma once

#include <geodist/shapes.hpp>

#include <cstddef>
#include <span>

#include "geodesy/prepared_ellipsoid.hpp"
#include "kernels/segment_table.hpp"

namespace geodist::shapes {

// Throws std::invalid_argument unless the offsets fit the columns and `results` is their number.
void check_offsets(const LineColumns& lines, std::size_t results);

// Throws the error of the first vertex of [begin, end) that is NaN or out of range.
void check_vertices(const LineColumns& lines, std::size_t begin, std::size_t end);

// The same of the lines [first, last), if a result of theirs is NaN: so is it only if a vertex is.
void check_results(const LineColumns& lines, std::size_t first, std::size_t last,
                   std::span<const double> results);

// Degrees. A planar edge through thousands of turns has no meaning, and would take thousands of
// steps.
inline constexpr double farthest_planar_lon = 36'000;

// Throws the error of a longitude beyond that, of a vertex of `word` number `index`.
[[noreturn]] void throw_far_planar_longitude(double lon, const char* word, std::size_t index,
                                             std::size_t vertex);

// Are the latitudes and longitudes of [begin, end) such as the kernels take, but for NaN?
[[nodiscard]] bool are_within(const LineColumns& lines, std::size_t begin, std::size_t end);

// Makes longitudes so.
void reduce(double* lon, std::size_t n);

// Vertices in space, of latitudes in [-90, 90] and any finite longitudes, or NaN.
void put_in_space(const double* lat, const double* lon, std::size_t n,
                  const kernels::VertexOutput& out, const geodesy::PreparedEllipsoid& e);

}  // namespace geodist::shapes
