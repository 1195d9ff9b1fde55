// The kernels of points and short segments: what each instruction set offers.
#pragma once

#include <cstddef>

namespace geodist::geodesy {
struct NearConstants;  // near_constants.hpp
struct PreparedEllipsoid;
}  // namespace geodist::geodesy

namespace geodist::kernels {

// geodesy::Vertex by columns.
struct VertexColumns {
    const double *x, *y, *z, *h;

    [[nodiscard]] VertexColumns from(std::size_t i) const { return {x + i, y + i, z + i, h + i}; }
};
struct VertexOutput {
    double *x, *y, *z, *h;

    [[nodiscard]] VertexOutput from(std::size_t i) const { return {x + i, y + i, z + i, h + i}; }
};

// geodesy::Foot by columns.
struct FootOutput {
    double *distance, *t, *side, *x, *y, *z;
};

// geodesy::Meeting by columns: two segments meet if both are in [0, 1], not NaN. Where a segment is
// a piece of a longer edge, what rounding leaves between two pieces is in both: take a millionth
// beyond.
struct MeetingOutput {
    double *s, *t;
};

constexpr std::size_t most_pieces = 10;

// A point has the same foot on a segment from each of these.
struct SegmentKernels {
    // lat in [-90, 90], |lon| <= 360.
    void (*vertices)(const double* lat, const double* lon, const VertexOutput& out, std::size_t n,
                     const geodesy::PreparedEllipsoid& e);
    // From points 0 ... n - 1 to the geodesic that vertices 0 ... pieces of `line` cut into pieces
    // of one length, no more than most_pieces; t is in [0, pieces].
    void (*to_segment)(const VertexColumns& points, const VertexColumns& line, std::size_t pieces,
                       const FootOutput& out, std::size_t n,
                       const geodesy::NearConstants& constants);
    // From point i to the segment from vertex i of `begin` to vertex i of `end`.
    void (*pairs)(const VertexColumns& points, const VertexColumns& begin, const VertexColumns& end,
                  const FootOutput& out, std::size_t n, const geodesy::NearConstants& constants);
    // From vertex 0 of `point` to the n segments between vertices 0 ... n of `line`.
    void (*to_line)(const VertexColumns& point, const VertexColumns& line, const FootOutput& out,
                    std::size_t n, const geodesy::NearConstants& constants);
    // Of the segment from vertex 0 to vertex 1 of `segment` with the n between vertices 0 ... n of
    // `line`.
    void (*meetings)(const VertexColumns& segment, const VertexColumns& line,
                     const MeetingOutput& out, std::size_t n,
                     const geodesy::NearConstants& constants);
};

}  // namespace geodist::kernels
