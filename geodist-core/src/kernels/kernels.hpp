// The tables of kernels: what each instruction set offers to the rest of the library.
//
// A kernel reads contiguous columns of n >= 1 doubles and writes contiguous columns; outputs do not
// overlap inputs. Its inputs are valid: latitudes in [-90, 90], longitudes and azimuths in [-360,
// 360], but of two longitudes the second only within 360 of the first, altitudes in [-MAX_ALTITUDE,
// MAX_ALTITUDE], the rest finite; or NaN, which gives NaN in all outputs of the row.
#pragma once

#include <geodist/operations.hpp>

#include <cstddef>
#include <cstdint>

#include "kernels/prepared_points.hpp"

namespace geodist::geodesy {
struct PreparedEllipsoid;  // prepared_ellipsoid.hpp: an ellipsoid made ready for the kernels
}  // namespace geodist::geodesy

namespace geodist::kernels {

struct TreeKernels;     // tree_table.hpp: those of the spatial index
struct AreaKernels;     // area_table.hpp: those of areas
struct SegmentKernels;  // segment_table.hpp: those of points and short segments
struct ElasticKernels;  // elastic_table.hpp: those of tracks matched vertex by vertex

using Kernel = void (*)(const double* const* in, double* const* out, std::size_t n,
                        const geodesy::PreparedEllipsoid& e);

// Pairs that wait for others of their kind, to be solved many at a time.
struct DeferredPairs {
    static constexpr std::size_t capacity = 256;

    Kernel distance = nullptr;   // which begins with the first tier again: they are few
    double column[4][capacity];  // lat1, lon1, lat2, lon2
    double* target[capacity];
    std::size_t size = 0;

    void solve(const geodesy::PreparedEllipsoid& e);
};

// Element-wise operations.
struct PairKernels {
    Kernel run[operation_count];
    // True if every |x[i]| <= limit (NaN counts as true): the fast check before the exact one.
    bool (*within)(const double* x, std::size_t n, double limit);
};

// Distances of prepared points: near pairs by their coordinates in space, others by the general
// method. A pair has the same bits from each of these. What takes DeferredPairs gives some
// distances only after deferred.solve(); NaN in a point gives NaN.
struct MatrixKernels {
    void (*prepare)(const double* lat, const double* lon, const PreparedOutput& out, std::size_t n,
                    const geodesy::PreparedEllipsoid& e);
    // From point `row` of `from` to points 0 ... n - 1 of `to`. next: where the next call writes.
    void (*distances)(const PreparedColumns& from, std::size_t row, const PreparedColumns& to,
                      double* out, std::size_t n, const double* next, DeferredPairs& deferred,
                      const geodesy::PreparedEllipsoid& e);

    // Coordinates about an origin: columns of x, y, z, in metres.
    void (*localise)(const PreparedColumns& points, const std::int64_t* origin, double* const* out,
                     std::size_t n, const geodesy::PreparedEllipsoid& e);
    // As `distances`, for points within 2^53 units of the origin of both sets of local coordinates.
    void (*local_distances)(const PreparedColumns& from, const LocalColumns& local_from,
                            std::size_t row, const PreparedColumns& to,
                            const LocalColumns& local_to, double* out, std::size_t n,
                            const double* next, DeferredPairs& deferred,
                            const geodesy::PreparedEllipsoid& e);
};

// The same for points that are kept as coordinates alone, none of them missing: what far pairs need
// is prepared there. `distance`: the kernel of Operation::distance, for what the first tier leaves.
struct SpaceKernels {
    // Of points i of both, i = 0 ... n - 1.
    void (*pairs)(const SpaceColumns& from, const SpaceColumns& to, double* out, std::size_t n,
                  Kernel distance, const geodesy::PreparedEllipsoid& e);
};

// All of one instruction set: a source for each family.
struct KernelTable {
    const char* name;
    std::size_t lanes;  // numbers in one vector
    const PairKernels& pairs;
    const MatrixKernels& matrix;
    const SpaceKernels& space;
    const TreeKernels& tree;
    const AreaKernels& area;
    const SegmentKernels& segment;
    const ElasticKernels& elastic;

    [[nodiscard]] Kernel kernel(Operation operation) const {
        return pairs.run[static_cast<std::size_t>(operation)];
    }
};

}  // namespace geodist::kernels
