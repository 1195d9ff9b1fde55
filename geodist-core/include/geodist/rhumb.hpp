/// Rhumb lines (loxodromes): courses of constant azimuth.
///
/// Conventions and units of geodesic.hpp. Of the two rhumb lines between points on opposite
/// meridians the azimuth takes the sign of lon2 - lon1. A course to or from a pole is its meridian.
/// Bounds hold for |f| <= 1/50 and a = 6378137 m and scale with a.
///
/// References: C. F. F. Karney, "The area of rhumb polygons", Stud. Geophys. Geod. 68
/// (2024) 99-120; "On auxiliary latitudes", Survey Review 56 (2024) 165-180.
#pragma once

#include <geodist/batch.hpp>
#include <geodist/columns.hpp>
#include <geodist/ellipsoid.hpp>
#include <geodist/geodesic.hpp>

namespace geodist {

struct RhumbInverse {
    double distance;  ///< error <= 20 nm
    double azi12;     ///< error times the distance <= 20 nm
    friend bool operator==(const RhumbInverse&, const RhumbInverse&) = default;
};

[[nodiscard]] double rhumb_distance(double lat1, double lon1, double lat2, double lon2,
                                    const Ellipsoid& ellipsoid = wgs84());
[[nodiscard]] RhumbInverse rhumb_inverse(double lat1, double lon1, double lat2, double lon2,
                                         const Ellipsoid& ellipsoid = wgs84());
/// Position error <= 25 nm up to 40,000 km, then in proportion. A course that passes a pole has no
/// longitude: lon is NaN, and lat comes back down the other side.
[[nodiscard]] LatLon rhumb_direct(double lat1, double lon1, double azi12, double distance,
                                  const Ellipsoid& ellipsoid = wgs84());

/// Batches: all columns of one length (std::invalid_argument otherwise).
void rhumb_distance(Column lat1, Column lon1, Column lat2, Column lon2, OutColumn distance,
                    const Ellipsoid& ellipsoid = wgs84(), const BatchOptions& options = {});
void rhumb_inverse(Column lat1, Column lon1, Column lat2, Column lon2, OutColumn distance,
                   OutColumn azi12, const Ellipsoid& ellipsoid = wgs84(),
                   const BatchOptions& options = {});
void rhumb_direct(Column lat1, Column lon1, Column azi12, Column distance, OutColumn lat2,
                  OutColumn lon2, const Ellipsoid& ellipsoid = wgs84(),
                  const BatchOptions& options = {});

}  // namespace geodist
