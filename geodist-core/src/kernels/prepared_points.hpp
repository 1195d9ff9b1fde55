// Columns of prepared points, for the kernels that measure many pairs of them.
#pragma once

#include <cstddef>
#include <cstdint>

namespace geodist::kernels {

// Points made ready for many distances (geodesy/points_in_space.hpp): latitude and longitude in
// degrees, coordinates in space, and what the kernels of far pairs take.
struct PreparedColumns {
    const double *lat, *lon;
    const std::int64_t *x, *y, *z;
    const double* normal;
    const double *sin_lat, *cos_lat, *sin_lon, *cos_lon;

    [[nodiscard]] PreparedColumns from(std::size_t i) const {
        return {lat + i,    lon + i,     x + i,       y + i,       z + i,
                normal + i, sin_lat + i, cos_lat + i, sin_lon + i, cos_lon + i};
    }
};

// Where preparation writes.
struct PreparedOutput {
    std::int64_t *x, *y, *z;
    double* normal;
    double *sin_lat, *cos_lat, *sin_lon, *cos_lon;
};

// Room for some, within an object.
template <std::size_t capacity>
struct PreparedBlock {
    alignas(64) double lat[capacity];
    alignas(64) double lon[capacity];
    alignas(64) std::int64_t space[3][capacity];
    alignas(64) double normal[capacity];
    alignas(64) double trigonometry[4][capacity];

    [[nodiscard]] PreparedOutput output() {
        return {space[0],        space[1],        space[2],        normal,
                trigonometry[0], trigonometry[1], trigonometry[2], trigonometry[3]};
    }
    [[nodiscard]] PreparedColumns columns() const {
        return {lat,
                lon,
                space[0],
                space[1],
                space[2],
                normal,
                trigonometry[0],
                trigonometry[1],
                trigonometry[2],
                trigonometry[3]};
    }
};

// Near points about an origin: metres, exact, within 2^53 units of it.
struct LocalColumns {
    const double *x, *y, *z;
    const double* normal;
};

// What an index keeps of points: coordinates in space by which near pairs are measured, latitude
// and longitude for the others.
struct SpaceColumns {
    const std::int64_t *x, *y, *z;
    const double *lat, *lon;
};

}  // namespace geodist::kernels
