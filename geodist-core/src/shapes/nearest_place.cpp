#include "shapes/nearest_place.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <memory>
#include <vector>

#include "batch/columns.hpp"
#include "geodesy/planar_edge.hpp"
#include "kernels/dispatch.hpp"
#include "kernels/kernels.hpp"
#include "runtime/float_environment.hpp"
#include "shapes/curve_feet.hpp"
#include "shapes/edge_part.hpp"
#include "shapes/foot_limits.hpp"
#include "shapes/places.hpp"

namespace geodist::shapes {

namespace {

// Distances from a point to where the pieces of a planar edge end.
std::vector<double> end_distances(const ShapesView& edge, std::size_t pieces, double lat,
                                  double lon, const geodesy::PreparedEllipsoid& e) {
    std::vector<double> lats(pieces + 1, lat), lons(pieces + 1, batch::reduce_angle(lon)),
        at_lat(pieces + 1), at_lon(pieces + 1), found(pieces + 1);
    for (std::size_t i = 0; i <= pieces; ++i) {
        const LatLon at =
            planar_point(edge, 0, 1, static_cast<double>(i) / static_cast<double>(pieces));
        at_lat[i] = at.lat;
        at_lon[i] = batch::reduce_angle(at.lon);
    }
    const double* const in[] = {lats.data(), lons.data(), at_lat.data(), at_lon.data()};
    double* const out[] = {found.data()};
    kernels::active_kernels().kernel(Operation::distance)(in, out, pieces + 1, e);
    return found;
}

EdgeFoot nearest_place_on_planar(const ShapesView& shapes, std::size_t edge, std::size_t end,
                                 double lat, double lon, const geodesy::PreparedEllipsoid& e) {
    const double lats[] = {shapes.lat[edge], shapes.lat[end]};
    const double lons[] = {shapes.lon[edge], shapes.lon[end]};
    const ShapesView alone{{lats, lons, {}, {}, {}, {}}, Edges::planar, false};
    const double parts =
        geodesy::planar_pieces(e, lats[0], lons[0], lats[1], lons[1], e.near.piece);
    const auto pieces = static_cast<std::size_t>(std::max(1.0, std::ceil(parts)));
    const double sag =
        geodesy::planar_sag(e, lats[0], lons[0], lats[1], lons[1], static_cast<double>(pieces));
    const auto ends = end_distances(alone, pieces, lat, lon, e);
    const double least = *std::ranges::min_element(ends);
    const auto feet = std::make_unique<CurveFeet>(e, kernels::active_kernels());
    std::vector<CurveFoot> found(pieces, {std::numeric_limits<double>::infinity(), 0});
    for (std::size_t i = 0; i < pieces; ++i) {
        const double nearer = std::min(ends[i], ends[i + 1]);
        if (nearer - gain_within(e.near.piece, nearer, sag) <= least) {
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
