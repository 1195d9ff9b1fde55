/// Geodesics: the shortest path between two points of the ellipsoid, and the point at its end.
///
/// Angles in degrees, latitude before longitude; lengths in metres. Azimuths are clockwise from
/// north, in [-180, 180], forward at both ends. Bounds below hold for |f| <= 1/50 and a = 6378137 m
/// and scale with a; `Ellipsoid` of flattening 0 takes the great-circle formulas (bounds 10 nm).
/// Each scalar call is a batch of one: it gives the bits of the span functions of batch.hpp.
#pragma once

#include <geodist/batch.hpp>
#include <geodist/columns.hpp>
#include <geodist/ellipsoid.hpp>

#include <cstddef>
#include <cstdint>
#include <vector>

namespace geodist {

struct Inverse {
    double distance;  ///< error <= 6 nm for |f| <= 1/290, 12 nm for |f| <= 1/50
    double azi1;      ///< error * |m12| <= 5 nm, 15 nm
    double azi2;
    friend bool operator==(const Inverse&, const Inverse&) = default;
};

struct InverseFull {
    double distance;
    double azi1;
    double azi2;
    double m12;  ///< reduced length, error <= 20 nm
    /// geodesic scales, of point 2 relative to point 1 and back; error <= 1e-14, but next to the
    /// caustic of the antipode times a / |m12|
    double M12;
    double M21;
    friend bool operator==(const InverseFull&, const InverseFull&) = default;
};

struct Direct {
    double lat2;  ///< position error <= 25 nm up to 40,000 km, then in proportion
    double lon2;  ///< in [-180, 180]
    double azi2;
    friend bool operator==(const Direct&, const Direct&) = default;
};

struct LatLon {
    double lat;
    double lon;
    friend bool operator==(const LatLon&, const LatLon&) = default;
};

[[nodiscard]] double distance(double lat1, double lon1, double lat2, double lon2,
                              const Ellipsoid& ellipsoid = wgs84());
[[nodiscard]] double azimuth(double lat1, double lon1, double lat2, double lon2,
                             const Ellipsoid& ellipsoid = wgs84());
[[nodiscard]] Inverse inverse(double lat1, double lon1, double lat2, double lon2,
                              const Ellipsoid& ellipsoid = wgs84());
[[nodiscard]] InverseFull inverse_full(double lat1, double lon1, double lat2, double lon2,
                                       const Ellipsoid& ellipsoid = wgs84());
[[nodiscard]] Direct direct(double lat1, double lon1, double azi1, double distance,
                            const Ellipsoid& ellipsoid = wgs84());
/// The point at a fraction of the way from point 1 (0) to point 2 (1); any finite fraction extends
/// the geodesic. Position error <= 25 nm up to 40,000 km, times a / |m12| between nearly antipodal
/// points, whose geodesic hardly has a direction; so also for midpoint and waypoints.
[[nodiscard]] LatLon interpolate(double lat1, double lon1, double lat2, double lon2,
                                 double fraction, const Ellipsoid& ellipsoid = wgs84());
[[nodiscard]] LatLon midpoint(double lat1, double lon1, double lat2, double lon2,
                              const Ellipsoid& ellipsoid = wgs84());
/// n >= 2 points at equal spacing, at most 1e9, both ends included (the given points themselves).
[[nodiscard]] std::vector<LatLon> waypoints(double lat1, double lon1, double lat2, double lon2,
                                            std::size_t n, const Ellipsoid& ellipsoid = wgs84(),
                                            const RunOptions& options = {});
/// As above with the smallest n whose spacing is at most `spacing` metres.
[[nodiscard]] std::vector<LatLon> waypoints_by_spacing(double lat1, double lon1, double lat2,
                                                       double lon2, double spacing,
                                                       const Ellipsoid& ellipsoid = wgs84(),
                                                       const RunOptions& options = {});

/// Lines one after the other: the points of line i are starts[i], ... starts[i + 1] - 1 of the
/// columns.
struct Lines {
    std::vector<std::int64_t> starts;
    std::vector<double> lat, lon;
};
/// Waypoints between the points of two sets of one size. Errors name the line.
[[nodiscard]] Lines waypoints(const PointColumns& first, const PointColumns& last, std::size_t n,
                              const Ellipsoid& ellipsoid = wgs84(), const RunOptions& options = {});
[[nodiscard]] Lines waypoints_by_spacing(const PointColumns& first, const PointColumns& last,
                                         double spacing, const Ellipsoid& ellipsoid = wgs84(),
                                         const RunOptions& options = {});

/// Batches: all columns of one length (std::invalid_argument otherwise). They may throw
/// Interrupted.
void distance(Column lat1, Column lon1, Column lat2, Column lon2, OutColumn distance,
              const Ellipsoid& ellipsoid = wgs84(), const BatchOptions& options = {});
void azimuth(Column lat1, Column lon1, Column lat2, Column lon2, OutColumn azi1,
             const Ellipsoid& ellipsoid = wgs84(), const BatchOptions& options = {});
void inverse(Column lat1, Column lon1, Column lat2, Column lon2, OutColumn distance, OutColumn azi1,
             OutColumn azi2, const Ellipsoid& ellipsoid = wgs84(),
             const BatchOptions& options = {});
void inverse_full(Column lat1, Column lon1, Column lat2, Column lon2, OutColumn distance,
                  OutColumn azi1, OutColumn azi2, OutColumn m12, OutColumn M12, OutColumn M21,
                  const Ellipsoid& ellipsoid = wgs84(), const BatchOptions& options = {});
void direct(Column lat1, Column lon1, Column azi1, Column distance, OutColumn lat2, OutColumn lon2,
            OutColumn azi2, const Ellipsoid& ellipsoid = wgs84(), const BatchOptions& options = {});
void interpolate(Column lat1, Column lon1, Column lat2, Column lon2, Column fraction, OutColumn lat,
                 OutColumn lon, const Ellipsoid& ellipsoid = wgs84(),
                 const BatchOptions& options = {});

}  // namespace geodist
