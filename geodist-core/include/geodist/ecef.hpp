/// Earth-centred, Earth-fixed coordinates, and straight lines through space.
///
/// Metres; x points to (0, 0), y to (0, 90 E), z to the north pole; h is the height above the
/// ellipsoid along its normal. Bounds hold for |f| <= 1/50 and a = 6378137 m and scale with a:
/// 10 nm for |h| <= 5000 km, 1e-15 relative beyond.
///
/// Reference: H. Vermeille, "An analytical method to transform geocentric into geodetic
/// coordinates", J. Geodesy 85 (2011) 105-117.
#pragma once

#include <geodist/batch.hpp>
#include <geodist/columns.hpp>
#include <geodist/ellipsoid.hpp>
#include <geodist/geodesic.hpp>

namespace geodist {

struct Ecef {
    double x;
    double y;
    double z;
    friend bool operator==(const Ecef&, const Ecef&) = default;
};

struct Geodetic {
    double lat;
    double lon;
    double h;
    friend bool operator==(const Geodetic&, const Geodetic&) = default;
};

[[nodiscard]] Ecef to_ecef(double lat, double lon, double h, const Ellipsoid& ellipsoid = wgs84());
/// The nearest point of the ellipsoid, and the height above it. Of several nearest points deep
/// inside the Earth it is the northern one; on the axis the longitude is 0. The height may be
/// larger than MAX_ALTITUDE, which to_ecef() refuses.
[[nodiscard]] Geodetic from_ecef(double x, double y, double z,
                                 const Ellipsoid& ellipsoid = wgs84());
/// Length of the straight line between two points; short ones keep their relative accuracy.
[[nodiscard]] double chord(double lat1, double lon1, double h1, double lat2, double lon2, double h2,
                           const Ellipsoid& ellipsoid = wgs84());

/// Batches: all columns of one length (std::invalid_argument otherwise).
void to_ecef(Column lat, Column lon, Column h, OutColumn x, OutColumn y, OutColumn z,
             const Ellipsoid& ellipsoid = wgs84(), const BatchOptions& options = {});
void from_ecef(Column x, Column y, Column z, OutColumn lat, OutColumn lon, OutColumn h,
               const Ellipsoid& ellipsoid = wgs84(), const BatchOptions& options = {});
void chord(Column lat1, Column lon1, Column h1, Column lat2, Column lon2, Column h2,
           OutColumn distance, const Ellipsoid& ellipsoid = wgs84(),
           const BatchOptions& options = {});

}  // namespace geodist
