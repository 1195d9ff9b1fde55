#include <geodist/geodesic.hpp>
#include "batch/call.hpp"

namespace geodist {

using batch::call;
using batch::call_columns;

double distance(double lat1, double lon1, double lat2, double lon2, const Ellipsoid& ellipsoid) {
    return call<Operation::distance>(ellipsoid, lat1, lon1, lat2, lon2);
}

double azimuth(double lat1, double lon1, double lat2, double lon2, const Ellipsoid& ellipsoid) {
    return call<Operation::azimuth>(ellipsoid, lat1, lon1, lat2, lon2);
}

Inverse inverse(double lat1, double lon1, double lat2, double lon2, const Ellipsoid& ellipsoid) {
    return call<Operation::inverse, Inverse>(ellipsoid, lat1, lon1, lat2, lon2);
}

InverseFull inverse_full(double lat1, double lon1, double lat2, double lon2,
                         const Ellipsoid& ellipsoid) {
    return call<Operation::inverse_full, InverseFull>(ellipsoid, lat1, lon1, lat2, lon2);
}

Direct direct(double lat1, double lon1, double azi1, double distance, const Ellipsoid& ellipsoid) {
    return call<Operation::direct, Direct>(ellipsoid, lat1, lon1, azi1, distance);
}

LatLon interpolate(double lat1, double lon1, double lat2, double lon2, double fraction,
                   const Ellipsoid& ellipsoid) {
    return call<Operation::interpolate, LatLon>(ellipsoid, lat1, lon1, lat2, lon2, fraction);
}

LatLon midpoint(double lat1, double lon1, double lat2, double lon2, const Ellipsoid& ellipsoid) {
    return interpolate(lat1, lon1, lat2, lon2, 0.5, ellipsoid);
}

void distance(Column lat1, Column lon1, Column lat2, Column lon2, OutColumn distance,
              const Ellipsoid& ellipsoid, const BatchOptions& options) {
    call_columns(Operation::distance, {lat1, lon1, lat2, lon2}, {distance}, ellipsoid, options);
}

void azimuth(Column lat1, Column lon1, Column lat2, Column lon2, OutColumn azi1,
             const Ellipsoid& ellipsoid, const BatchOptions& options) {
    call_columns(Operation::azimuth, {lat1, lon1, lat2, lon2}, {azi1}, ellipsoid, options);
}

void inverse(Column lat1, Column lon1, Column lat2, Column lon2, OutColumn distance, OutColumn azi1,
             OutColumn azi2, const Ellipsoid& ellipsoid, const BatchOptions& options) {
    call_columns(Operation::inverse, {lat1, lon1, lat2, lon2}, {distance, azi1, azi2}, ellipsoid,
                 options);
}

void inverse_full(Column lat1, Column lon1, Column lat2, Column lon2, OutColumn distance,
                  OutColumn azi1, OutColumn azi2, OutColumn m12, OutColumn M12, OutColumn M21,
                  const Ellipsoid& ellipsoid, const BatchOptions& options) {
    call_columns(Operation::inverse_full, {lat1, lon1, lat2, lon2},
                 {distance, azi1, azi2, m12, M12, M21}, ellipsoid, options);
}

void direct(Column lat1, Column lon1, Column azi1, Column distance, OutColumn lat2, OutColumn lon2,
            OutColumn azi2, const Ellipsoid& ellipsoid, const BatchOptions& options) {
    call_columns(Operation::direct, {lat1, lon1, azi1, distance}, {lat2, lon2, azi2}, ellipsoid,
                 options);
}

void interpolate(Column lat1, Column lon1, Column lat2, Column lon2, Column fraction, OutColumn lat,
                 OutColumn lon, const Ellipsoid& ellipsoid, const BatchOptions& options) {
    call_columns(Operation::interpolate, {lat1, lon1, lat2, lon2, fraction}, {lat, lon}, ellipsoid,
                 options);
}

}  // namespace geodist
