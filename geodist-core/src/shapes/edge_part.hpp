// A part of an edge, planar or geodesic, as a curve on the ellipsoid.
#pragma once

#include <geodist/shapes.hpp>

#include <array>
#include <cstddef>
#include <span>

#include "geodesy/prepared_ellipsoid.hpp"
#include "kernels/kernels.hpp"

namespace geodist::shapes {

struct EdgePart {
    double lat1, lon1, lat2, lon2;  // of the whole edge; longitudes of a planar one as they are
    double from, to;                // the part, in fractions of the edge
    bool is_planar = true;
    double azimuth = 0, length = 0;  // of a whole geodesic edge, azimuth at its first end

    [[nodiscard]] bool is_point() const { return lat1 == lat2 && lon1 == lon2; }
};

// One of the pieces that cut_edges() makes of an edge: NearConstants::piece long at most.
[[nodiscard]] EdgePart planar_part(const ShapesView& shapes, std::size_t edge, std::size_t end,
                                   std::size_t number, const geodesy::PreparedEllipsoid& e);
[[nodiscard]] EdgePart geodesic_part(const geodesy::PreparedEllipsoid& e, double lat1, double lon1,
                                     double lat2, double lon2, double from, double to);

// Places on parts, by columns: longitudes in [-180, 180]; the derivative by the fraction of the
// edge, and the covariant second derivative, both in metres north and east.
struct PartPlaces {
    static constexpr std::size_t capacity = 256;
    using Column = std::array<double, capacity>;

    Column lat, lon, north, east, bend_north, bend_east;

    // parts[i] at the fraction at[i] of its edge; curves go on beyond their ends.
    void find(std::span<const EdgePart* const> parts, const double* at,
              const geodesy::PreparedEllipsoid& e, const kernels::KernelTable& kernels);

    [[nodiscard]] double speed(std::size_t i) const;
    // How much the curve turns in a metre.
    [[nodiscard]] double curvature(std::size_t i) const;
};

}  // namespace geodist::shapes
