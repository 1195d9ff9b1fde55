#include <geodist/rhumb.hpp>

#include "batch/call.hpp"

namespace geodist {

using batch::call;
using batch::call_columns;

double rhumb_distance(double lat1, double lon1, double lat2, double lon2,
                      const Ellipsoid& ellipsoid) {
    return call<Operation::rhumb_distance>(ellipsoid, lat1, lon1, lat2, lon2);
}

RhumbInverse rhumb_inverse(double lat1, double lon1, double lat2, double lon2,
                           const Ellipsoid& ellipsoid) {
    return call<Operation::rhumb_inverse, RhumbInverse>(ellipsoid, lat1, lon1, lat2, lon2);
}

LatLon rhumb_direct(double lat1, double lon1, double azi12, double distance,
                    const Ellipsoid& ellipsoid) {
    return call<Operation::rhumb_direct, LatLon>(ellipsoid, lat1, lon1, azi12, distance);
}

void rhumb_distance(Column lat1, Column lon1, Column lat2, Column lon2, OutColumn distance,
                    const Ellipsoid& ellipsoid, const BatchOptions& options) {
    call_columns(Operation::rhumb_distance, {lat1, lon1, lat2, lon2}, {distance}, ellipsoid,
                 options);
}

void rhumb_inverse(Column lat1, Column lon1, Column lat2, Column lon2, OutColumn distance,
                   OutColumn azi12, const Ellipsoid& ellipsoid, const BatchOptions& options) {
    call_columns(Operation::rhumb_inverse, {lat1, lon1, lat2, lon2}, {distance, azi12}, ellipsoid,
                 options);
}

void rhumb_direct(Column lat1, Column lon1, Column azi12, Column distance, OutColumn lat2,
                  OutColumn lon2, const Ellipsoid& ellipsoid, const BatchOptions& options) {
    call_columns(Operation::rhumb_direct, {lat1, lon1, azi12, distance}, {lat2, lon2}, ellipsoid,
                 options);
}

}  // namespace geodist
