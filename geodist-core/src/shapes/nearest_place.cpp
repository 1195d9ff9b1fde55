#include "shapes/nearest_place.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

#include "batch/columns.hpp"
#include "kernels/dispatch.hpp"
#include "kernels/kernels.hpp"
#include "kernels/segment_table.hpp"
#include "runtime/float_environment.hpp"
#include "shapes/pieces.hpp"
#include "shapes/places.hpp"
#include "simd/math.hpp"

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

// The place of an edge of two vertices that is nearest to a point, from one that is nearly so: the
// pieces have the directions of geodesics, not of the edge. Steps of Newton's method for half the
// square of the distance, but for the curvature of the edge.
EdgeFoot improve(const ShapesView& edge, EdgeFoot foot, double reach, double lat, double lon,
                 const geodesy::PreparedEllipsoid& e) {
    const double dlat = (edge.lat[1] - edge.lat[0]) * simd::degree;
    const double dlon = (edge.lon[1] - edge.lon[0]) * simd::degree;
    const double low = std::max(foot.fraction - reach, 0.0);
    const double high = std::min(foot.fraction + reach, 1.0);
    double t = foot.fraction;
    EdgeFoot best = foot;
    for (int step = 0; step < 20; ++step) {
        const LatLon at = planar_point(edge, 0, 1, t);
        const double in[] = {at.lat, batch::reduce_angle(at.lon), lat, batch::reduce_angle(lon)};
        double out[6];
        const double* const inputs[] = {in, in + 1, in + 2, in + 3};
        double* const outputs[] = {out, out + 1, out + 2, out + 3, out + 4, out + 5};
        kernels::active_kernels().kernel(Operation::inverse_full)(inputs, outputs, 1, e);
        if (step == 0 || out[0] <= best.distance) {
            best = {out[0], t, at.lat, at.lon};
        }
        const double s = std::sin(at.lat * simd::degree), w = 1 - e.e2 * s * s;
        const double north = e.a * (1 - e.e2) / (w * std::sqrt(w)) * dlat;
        const double east = e.a / std::sqrt(w) * std::cos(at.lat * simd::degree) * dlon;
        const double speed = std::hypot(north, east);
        const double gamma = out[1] * simd::degree - std::atan2(east, north);
        const double along = std::cos(gamma), across = std::sin(gamma);
        const double bend =
            along * along + (out[3] > 0 ? across * across * out[0] * out[4] / out[3] : 0);
        const double next = std::clamp(t + out[0] * along / (bend * speed), low, high);
        if (!(std::abs(next - t) * speed > 1e-15 * e.a)) {
            break;
        }
        t = next;
    }
    return best;
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
    // by the bulge of both pieces, and by the spread of curvatures
    const double spread = least / e.a * (least / e.a) * (0.01 + std::abs(e.e2));
    const double limit = least * (1 + spread) + 1e-5 * e.a;
    EdgeFoot best{std::numeric_limits<double>::infinity(), 0, 0, 0};
    for (std::size_t i = 0; i < chords.size(); ++i) {
        if (chords[i] > limit) {
            continue;
        }
        const double count = static_cast<double>(chords.size());
        const double from = static_cast<double>(i) / count, to = static_cast<double>(i + 1) / count;
        const LatLon a = planar_point(alone, 0, 1, from), b = planar_point(alone, 0, 1, to);
        const EdgeFoot foot = GeodesicEdge(e, a.lat, a.lon, b.lat, b.lon).foot(lat, lon);
        if (foot.distance < best.distance) {
            best = {foot.distance, from + foot.fraction * (to - from), foot.lat, foot.lon};
        }
    }
    if (best.fraction > 0 && best.fraction < 1) {
        best = improve(alone, best, 2 / static_cast<double>(chords.size()), lat, lon, e);
    }
    return best;
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
