// Vertices of a segment, or a single one, where a kernel takes columns of them.
#pragma once

#include <cstddef>

#include "geodesy/segment.hpp"
#include "kernels/dispatch.hpp"
#include "kernels/kernels.hpp"
#include "kernels/segment_table.hpp"
#include "simd/portable.hpp"

namespace geodist::shapes {

using EdgeVertex = geodesy::Vertex<portable::Vec>;

struct FewVertices {
    double x[2], y[2], z[2], h[2];

    void set(std::size_t i, const geodesy::PreparedEllipsoid& e, double lat, double lon) {
        kernels::active_kernels().segment.vertices(&lat, &lon, {x + i, y + i, z + i, h + i}, 1, e);
    }
    [[nodiscard]] kernels::VertexColumns columns(std::size_t i = 0) const {
        return {x + i, y + i, z + i, h + i};
    }
    [[nodiscard]] EdgeVertex vertex(std::size_t i) const { return {x[i], y[i], z[i], h[i]}; }
};

}  // namespace geodist::shapes
