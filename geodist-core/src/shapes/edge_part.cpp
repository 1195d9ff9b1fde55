#include "shapes/edge_part.hpp"

#include <algorithm>
#include <cmath>

#include "batch/columns.hpp"
#include "geodesy/planar_edge.hpp"
#include "kernels/dispatch.hpp"
#include "simd/math.hpp"
#include "simd/portable.hpp"

namespace geodist::shapes {

EdgePart planar_part(const ShapesView& shapes, std::size_t edge, std::size_t end,
                     std::size_t number, const geodesy::PreparedEllipsoid& e) {
    EdgePart part{shapes.lat[edge], shapes.lon[edge], shapes.lat[end], shapes.lon[end], 0, 1};
    const double pieces = std::ceil(
        geodesy::planar_pieces(e, part.lat1, part.lon1, part.lat2, part.lon2, e.near.piece));
    if (pieces > 1) {
        // one of a damaged file may be beyond the last
        const double which = std::min(static_cast<double>(number), pieces - 1);
        part.from = which / pieces;
        part.to = (which + 1) / pieces;
    }
    return part;
}

EdgePart geodesic_part(const geodesy::PreparedEllipsoid& e, double lat1, double lon1, double lat2,
                       double lon2, double from, double to) {
    const double first = batch::reduce_angle(lon1), second = batch::reduce_second(lon1, lon2);
    double length, azimuth, unused;
    const double* const in[] = {&lat1, &first, &lat2, &second};
    double* const out[] = {&length, &azimuth, &unused};
    kernels::active_kernels().kernel(Operation::inverse)(in, out, 1, e);
    return {lat1, first, lat2, second, from, to, false, azimuth, length};
}

void PartPlaces::find(std::span<const EdgePart* const> parts, const double* at,
                      const geodesy::PreparedEllipsoid& e, const kernels::KernelTable& kernels) {
    using Lane = portable::Vec;
    std::array<std::size_t, capacity> geodesics;
    std::size_t geodesic_count = 0;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const EdgePart& part = *parts[i];
        if (!part.is_planar) {
            geodesics[geodesic_count++] = i;
            continue;
        }
        const double t = at[i], dlat = part.lat2 - part.lat1, dlon = part.lon2 - part.lon1;
        // from the nearer end, as planar_point() does
        lat[i] = t < 0.5 ? part.lat1 + t * dlat : part.lat2 - (1 - t) * dlat;
        lon[i] = batch::reduce_angle(t < 0.5 ? part.lon1 + t * dlon : part.lon2 - (1 - t) * dlon);
        const auto angle = simd::sincos_radians(Lane(lat[i]) * Lane(simd::degree), Lane(0.0));
        const double s = angle.sin.v, c = angle.cos.v;
        lat[i] = std::clamp(lat[i], -90.0, 90.0);
        const double w = 1 - e.e2 * s * s, root = std::sqrt(w);
        const double parallel = e.a / root * c, meridian = e.a * (1 - e.e2) / (w * root);
        const double phi = dlat * simd::degree, lambda = dlon * simd::degree;
        north[i] = meridian * phi;
        east[i] = parallel * lambda;
        bend_north[i] =
            3 * meridian * e.e2 * s * c / w * phi * phi + parallel * s * lambda * lambda;
        bend_east[i] = -2 * meridian * s * phi * lambda;
    }
    if (geodesic_count == 0) {
        return;
    }
    Column in[4], out[3];
    for (std::size_t k = 0; k < geodesic_count; ++k) {
        const EdgePart& part = *parts[geodesics[k]];
        in[0][k] = part.lat1;
        in[1][k] = part.lon1;
        in[2][k] = part.azimuth;
        in[3][k] = part.length * at[geodesics[k]];
    }
    const double* const from[] = {in[0].data(), in[1].data(), in[2].data(), in[3].data()};
    double* const to[] = {out[0].data(), out[1].data(), out[2].data()};
    kernels.kernel(Operation::direct)(from, to, geodesic_count, e);
    for (std::size_t k = 0; k < geodesic_count; ++k) {
        const std::size_t i = geodesics[k];
        const EdgePart& part = *parts[i];
        lat[i] = at[i] == 0 ? part.lat1 : at[i] == 1 ? part.lat2 : out[0][k];
        lon[i] = batch::reduce_angle(at[i] == 0 ? part.lon1 : at[i] == 1 ? part.lon2 : out[1][k]);
        const auto angle = simd::sincos_radians(Lane(out[2][k]) * Lane(simd::degree), Lane(0.0));
        north[i] = part.length * angle.cos.v;
        east[i] = part.length * angle.sin.v;
        bend_north[i] = bend_east[i] = 0;
    }
}

double PartPlaces::speed(std::size_t i) const {
    return std::sqrt(north[i] * north[i] + east[i] * east[i]);
}

double PartPlaces::curvature(std::size_t i) const {
    const double v = speed(i), across = north[i] * bend_east[i] - east[i] * bend_north[i];
    return v > 0 ? std::abs(across) / (v * v * v) : 0;
}

}  // namespace geodist::shapes
