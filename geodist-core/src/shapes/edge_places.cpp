#include "shapes/edge_places.hpp"

#include <array>
#include <cstdint>
#include <limits>

#include "kernels/dispatch.hpp"
#include "shapes/geodesic_edge.hpp"
#include "shapes/pieces.hpp"
#include "shapes/places.hpp"
#include "shapes/runs.hpp"
#include "shapes/shape_rows.hpp"

namespace geodist::shapes {

namespace {

// A vertex of pieces on the ground.
LatLon ground_of(const Pieces& pieces, std::size_t i, const geodesy::PreparedEllipsoid& e) {
    const double *in[] = {&pieces.x[i], &pieces.y[i], &pieces.z[i]};
    LatLon at;
    double height;
    double* const out[] = {&at.lat, &at.lon, &height};
    kernels::active_kernels().kernel(Operation::from_ecef)(in, out, 1, e);
    return at;
}

// The nearest piece decides; where on it, the edge knows better.
Location planar_place(const ShapesView& shapes, std::size_t edge, std::size_t end, double lat,
                      double lon, const geodesy::PreparedEllipsoid& e, const RunOptions& options) {
    const std::array<double, 2> lats{shapes.lat[edge], shapes.lat[end]};
    const std::array<double, 2> lons{shapes.lon[edge], shapes.lon[end]};
    constexpr std::array<std::int64_t, 2> vertices{0, 2}, one{0, 1};
    constexpr std::array kinds{static_cast<std::uint8_t>(GeometryKind::line_string)};
    const ShapesView alone{{lats, lons, vertices, one, one, kinds}, Edges::planar, false};
    const Pieces pieces = cut_edges(alone, e, e.near.piece, options);
    double least = std::numeric_limits<double>::infinity();
    Location place;
    for (std::size_t i = 0; i + 1 < pieces.size(); ++i) {
        const LatLon begin = ground_of(pieces, i, e), last = ground_of(pieces, i + 1, e);
        const EdgeFoot foot =
            GeodesicEdge(e, begin.lat, begin.lon, last.lat, last.lon).foot(lat, lon);
        if (foot.distance < least) {
            least = foot.distance;
            place = location_of(shapes, edge, fraction_of_edge(pieces, i, foot.fraction), foot.lat,
                                foot.lon);
        }
    }
    return place;
}

}  // namespace

Location nearest_place(const ShapesView& shapes, std::size_t edge, double lat, double lon,
                       const geodesy::PreparedEllipsoid& e, const RunOptions& options) {
    const std::size_t ring = ShapeRows(shapes).ring(edge);
    const std::size_t first = offset_at(shapes.rings, ring),
                      last = offset_at(shapes.rings, ring + 1);
    const std::size_t end = edge + 1 < last ? edge + 1 : last - first == 1 ? edge : first;
    if (shapes.edges == Edges::planar && end != edge) {
        return planar_place(shapes, edge, end, lat, lon, e, options);
    }
    const EdgeFoot foot =
        GeodesicEdge(e, shapes.lat[edge], shapes.lon[edge], shapes.lat[end], shapes.lon[end])
            .foot(lat, lon);
    return location_of(shapes, edge, foot.fraction, foot.lat, foot.lon);
}

}  // namespace geodist::shapes
