#include <geodist/ecef.hpp>

#include "batch/call.hpp"

namespace geodist {

using batch::call;
using batch::call_columns;

Ecef to_ecef(double lat, double lon, double h, const Ellipsoid& ellipsoid) {
    return call<Operation::to_ecef, Ecef>(ellipsoid, lat, lon, h);
}

Geodetic from_ecef(double x, double y, double z, const Ellipsoid& ellipsoid) {
    return call<Operation::from_ecef, Geodetic>(ellipsoid, x, y, z);
}

double chord(double lat1, double lon1, double h1, double lat2, double lon2, double h2,
             const Ellipsoid& ellipsoid) {
    return call<Operation::chord>(ellipsoid, lat1, lon1, h1, lat2, lon2, h2);
}

void to_ecef(Column lat, Column lon, Column h, OutColumn x, OutColumn y, OutColumn z,
             const Ellipsoid& ellipsoid, const BatchOptions& options) {
    call_columns(Operation::to_ecef, {lat, lon, h}, {x, y, z}, ellipsoid, options);
}

void from_ecef(Column x, Column y, Column z, OutColumn lat, OutColumn lon, OutColumn h,
               const Ellipsoid& ellipsoid, const BatchOptions& options) {
    call_columns(Operation::from_ecef, {x, y, z}, {lat, lon, h}, ellipsoid, options);
}

void chord(Column lat1, Column lon1, Column h1, Column lat2, Column lon2, Column h2,
           OutColumn distance, const Ellipsoid& ellipsoid, const BatchOptions& options) {
    call_columns(Operation::chord, {lat1, lon1, h1, lat2, lon2, h2}, {distance}, ellipsoid,
                 options);
}

}  // namespace geodist
