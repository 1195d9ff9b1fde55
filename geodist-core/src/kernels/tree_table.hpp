// The kernels of the spatial index, from one point to many points or boxes: what each instruction
// set offers.
#pragma once

#include <cstddef>
#include <cstdint>

namespace geodist::geodesy {
struct NearConstants;  // near_constants.hpp
}

namespace geodist::kernels {

struct TreeKernels {
    // From one point to the 16 of a leaf: a column of x, one of y, one of z, whole numbers of a
    // unit. Squared distances through space; bit i of the result: squares[i] <= limit.
    std::uint32_t (*near_points)(const std::int64_t* points, const std::int64_t* from, double unit,
                                 double limit, double* squares);
    // The same of coordinates that are the bits of doubles.
    std::uint32_t (*near_high_points)(const std::int64_t* points, const std::int64_t* from,
                                      double limit, double* squares);
    // Distances on the ellipsoid to those within the limit, which is at most that of the constants:
    // the bits of the kernels for prepared points. Infinite to others.
    std::uint32_t (*near_distances)(const std::int64_t* points, const std::int64_t* from,
                                    double limit, const geodesy::NearConstants& constants,
                                    double* distances);
    // The least of these distances, and a bit for each point that has it; 0 if there are none.
    std::uint32_t (*nearest_points)(const std::int64_t* points, const std::int64_t* from,
                                    double limit, const geodesy::NearConstants& constants,
                                    double* least);
    // Squares to 16 boxes about an origin: columns of the lowest x, y, z, then of the highest.
    // Index/box_tree.hpp says what is rounded how.
    std::uint32_t (*near_boxes)(const float* boxes, const double* origin, const double* from,
                                float limit, float* squares);
    // From one point, metres, to the 15 pieces between the 16 vertices of a leaf: columns of x, y
    // and z, and 8 bytes more. Squared distances through space to the chord from vertex i to vertex
    // i + 1, and `bend` times the square of its length: as far as its arc may be from it. Bit i of
    // the result: the arc may be within `limit`. Reads and writes 16 of each.
    std::uint32_t (*near_pieces)(const double* vertices, const double* from, double bend,
                                 double limit, double* squares, double* bulges);
    // Distances on the ellipsoid from point i to the segment from vertex i of `begin` to vertex i
    // of `end`: columns of x, y, z, metres. Those of SegmentKernels, in every bit.
    void (*piece_distances)(const double* const* points, const double* const* begin,
                            const double* const* end, double* distances, std::size_t n,
                            const geodesy::NearConstants& constants);
    // Places of n points on a curve: space as in leaves, curve_keys.hpp.
    void (*curve_keys)(const std::int64_t* const* space, bool are_bits, std::size_t n,
                       std::uint64_t* keys);
};

}  // namespace geodist::kernels
