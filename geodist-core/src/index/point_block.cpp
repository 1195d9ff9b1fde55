#include "index/point_block.hpp"

#include <algorithm>
#include <cstring>

#include <geodist/batch.hpp>
#include "batch/columns.hpp"
#include "batch/strided.hpp"

namespace geodist::index {

void PointBlock::load(const PointColumns& points, const std::uint32_t* rows, std::size_t n,
                      const geodesy::PreparedEllipsoid& e, const kernels::KernelTable& kernels) {
    for (std::size_t i = 0; i < n; ++i) {
        lat[i] = points.lat[rows[i]];
        lon[i] = points.lon[rows[i]];
        altitude[i] = points.altitude ? (*points.altitude)[rows[i]] : 0;
    }
    finish(points.altitude.has_value(), n, e, kernels);
}

void PointBlock::load(const PointLeaves& leaves, std::size_t begin, std::size_t n) {
    for (std::size_t i = 0; i < n; ++i) {
        const auto place = static_cast<Place>(begin + i);
        lat[i] = leaves.lat(place);
        lon[i] = leaves.lon(place);
        altitude[i] = leaves.altitude(place);
        for (std::size_t c = 0; c < 3; ++c) {
            space[c][i] = leaves.space(place, c);
        }
    }
}

void PointBlock::load(const PointColumns& points, std::size_t begin, std::size_t n,
                      const geodesy::PreparedEllipsoid& e, const kernels::KernelTable& kernels) {
    batch::gather(points.lat, begin, n, lat);
    batch::gather(points.lon, begin, n, lon);
    if (points.altitude) {
        batch::gather(*points.altitude, begin, n, altitude);
    } else {
        std::fill_n(altitude, n, 0.0);
    }
    finish(points.altitude.has_value(), n, e, kernels);
}

void PointBlock::find_keys(bool has_altitudes, std::size_t n, const kernels::TreeKernels& kernels,
                           std::uint64_t* keys) const {
    const std::int64_t* const columns[3] = {space[0], space[1], space[2]};
    kernels.curve_keys(columns, has_altitudes, n, keys);
}

void PointBlock::finish(bool has_altitudes, std::size_t n, const geodesy::PreparedEllipsoid& e,
                        const kernels::KernelTable& kernels) {
    if (!kernels.pairs.within(lon, n, batch::kernel_limit(ColumnKind::longitude))) {
        std::transform(lon, lon + n, lon, batch::reduce_angle);
    }
    if (!has_altitudes) {
        alignas(64) double unused[5][capacity];
        const kernels::PreparedOutput out{space[0],  space[1],  space[2],  unused[0],
                                          unused[1], unused[2], unused[3], unused[4]};
        return kernels.matrix.prepare(lat, lon, out, n, e);
    }
    alignas(64) double metres[3][capacity];
    const double* const in[3] = {lat, lon, altitude};
    double* const out[3] = {metres[0], metres[1], metres[2]};
    kernels.kernel(Operation::to_ecef)(in, out, n, e);
    std::memcpy(space, metres, sizeof metres);
}

}  // namespace geodist::index
