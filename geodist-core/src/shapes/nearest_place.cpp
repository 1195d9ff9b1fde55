#include "shapes/nearest_place.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <memory>
#include <vector>

#include "batch/columns.hpp"
#include "kernels/dispatch.hpp"
#include "kernels/segment_table.hpp"
#include "runtime/float_environment.hpp"
#include "shapes/curve_feet.hpp"
#include "shapes/edge_part.hpp"
#include "shapes/pieces.hpp"
#include "shapes/places.hpp"

namespace geodist::shapes {

namespace {

// The distance through space to the chord of each piece.
std::vector<double> chord_distances(const Pieces& pieces, double x, double y, double z) {
    std::vector<double> found(pieces.size() - 1);
    for (std::size_t i = 0; i < found.size(); ++i) {
        const double dx = pieces.x[i + 1] - pieces.x[i], dy = pieces.y[i + 1] - pieces.y[i],
                     dz = pieces.z[i + 1] - pieces.z[i];
        const double ux = x - pieces.x[i], uy = y - pieces.y[i], uz = z - pieces.z[i];
        const double square = dx * dx + dy * dy + dz * dz;
        const double t =
            square > 0 ? std::clamp((ux * dx + uy * dy + uz * dz) / square, 0.0, 1.0) : 0;
        found[i] = std::hypot(ux - t * dx, uy - t * dy, uz - t * dz);
    }
    return found;
}

EdgeFoot nearest_place_on_planar(const ShapesView& shapes, std::size_t edge, std::size_t end,
                                 double lat, double lon, const geodesy::PreparedEllipsoid& e) {
    const double lats[] = {shapes.lat[edge], shapes.lat[end]};
    const double lons[] = {shapes.lon[edge], shapes.lon[end]};
    constexpr std::int64_t ring[] = {0, 2}, one[] = {0, 1};
    constexpr std::uint8_t kind[] = {static_cast<std::uint8_t>(GeometryKind::line_string)};
    const ShapesView alone{{lats, lons, ring, one, one, kind}, Edges::planar, false};
    const Pieces pieces = cut_edges(alone, e, e.near.piece, {});
    double vertex[4];
    const double reduced = batch::reduce_angle(lon);
    kernels::active_kernels().segment.vertices(&lat, &reduced,
                                               {vertex, vertex + 1, vertex + 2, vertex + 3}, 1, e);
    const auto chords = chord_distances(pieces, vertex[0], vertex[1], vertex[2]);
    const double least = *std::ranges::min_element(chords);
    // what may be as near on the ellipsoid as the piece with the nearest chord: its chord is longer
    // by what both pieces may be from theirs, and by the spread of curvatures
    const double spread = least / e.a * (least / e.a) * (0.01 + std::abs(e.e2));
    const double limit = least * (1 + spread) + 1e-5 * e.a + 2 * pieces.sag;
    auto feet = std::make_unique<CurveFeet>(e, kernels::active_kernels());
    std::vector<CurveFoot> found(chords.size(), {std::numeric_limits<double>::infinity(), 0});
    for (std::size_t i = 0; i < chords.size(); ++i) {
        if (chords[i] <= limit) {
            feet->add(lat, lon, planar_part(alone, 0, 1, i, e), &found[i]);
        }
    }
    feet->solve();
    const CurveFoot best = *std::ranges::min_element(
        found, [](const CurveFoot& x, const CurveFoot& y) { return x.distance < y.distance; });
    const LatLon at = planar_point(alone, 0, 1, best.fraction);
    const EdgePart whole{lats[0], lons[0], lats[1], lons[1], 0, 1};
    return {distance_to_planar(lat, lon, whole, best.distance, e), best.fraction, at.lat, at.lon};
}

}  // namespace

EdgeFoot nearest_place(const ShapesView& shapes, std::size_t edge, double lat, double lon,
                       const geodesy::PreparedEllipsoid& e) {
    const runtime::FloatEnvironment environment;
    const auto after =
        std::upper_bound(shapes.rings.begin(), shapes.rings.end(), static_cast<std::int64_t>(edge));
    const auto first = static_cast<std::size_t>(*(after - 1)),
               last = static_cast<std::size_t>(*after);
    const std::size_t end = edge + 1 < last ? edge + 1 : last - first == 1 ? edge : first;
    if (shapes.edges == Edges::planar && end != edge) {
        return nearest_place_on_planar(shapes, edge, end, lat, lon, e);
    }
    return GeodesicEdge(e, shapes.lat[edge], shapes.lon[edge], shapes.lat[end], shapes.lon[end])
        .foot(lat, lon);
}

}  // namespace geodist::shapes
