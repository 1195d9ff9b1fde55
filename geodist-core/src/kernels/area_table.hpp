// The kernels of areas: what each instruction set offers.
#pragma once

#include <cstddef>
#include <cstdint>

namespace geodist::geodesy {
struct PreparedEllipsoid;  // prepared_ellipsoid.hpp
}

namespace geodist::kernels {

// Vertices by columns: longitudes, ordinates, and these from the level of their ring, in its frame.
struct AreaVertices {
    const double* lon;
    const double* x;
    const double* level;
};

// Rows by their number.
struct EdgeList {
    static constexpr std::size_t capacity = 2048;

    std::uint16_t row[capacity];
    std::size_t size;
};

// Columns of at most EdgeList::capacity rows, read and written past their end, up to `padding`
// numbers.
struct AreaKernels {
    static constexpr std::size_t padding = 64;
    // Edges are short if the method leaves out less than a quarter of this, m2, ...
    static constexpr double remainder_limit = 1e-3;
    // ... and the rounding of a product of this size, over C, is as small.
    static constexpr double product_limit = 0.03;
    // Between opposite latitudes the method leaves out nothing at any length, in its view; but from
    // here on, degrees of longitude, the geodesic may be another one, as over a pole.
    static constexpr double longest = 170;

    // x and 1 - |x| of n latitudes: geodesy::Ordinate.
    void (*ordinates)(const double* lat, double* x, double* y, std::size_t n,
                      const geodesy::PreparedEllipsoid& e);
    // Edges from vertex i to i + 1, i = 0 ... n - 1: the area between each and the level of its
    // ring, over C, positive eastward. Lists those that are too long for it, and those whose
    // longitudes are half a turn or more apart, ascending.
    void (*short_edges)(const AreaVertices& vertices, double* area, EdgeList& too_long,
                        EdgeList& turning, std::size_t n, const geodesy::PreparedEllipsoid& e);
    // Edges of any length; in: lat1, lon1, lat2, lon2. Areas from their references: 0 the equator,
    // 1 the north pole, -1 the south pole. Lists those that it does not solve.
    void (*edges)(const double* const* in, double* area, double* reference, EdgeList& unsolved,
                  std::size_t n, const geodesy::PreparedEllipsoid& e);
    // Planar edges from vertex i to i + 1, i = 0 ... n - 1, longitudes as they are: areas and
    // references as of `edges`; lengths in metres, and a list of those that it does not solve.
    void (*planar_areas)(const double* lat, const double* lon, double* area, double* reference,
                         std::size_t n, const geodesy::PreparedEllipsoid& e);
    void (*planar_lengths)(const double* lat, const double* lon, double* length, EdgeList& unsolved,
                           std::size_t n, const geodesy::PreparedEllipsoid& e);
};

}  // namespace geodist::kernels
