/// \file
/// Where on the caller's own geometries something is.
#pragma once

#include <cstdint>

namespace geodist {

/// A place on one of many geometries, in the caller's own numbering. A point is its own first edge:
/// part, ring, edge and fraction are 0.
struct Location {
    std::int64_t row = -1;  ///< of the caller's columns
    std::int64_t part = 0;  ///< of a geometry with several parts
    std::int64_t ring = 0;  ///< of a polygon; 0 is the outer one
    std::int64_t edge = 0;  ///< from vertex `edge` to the next; -1: the interior of a polygon
    double fraction = 0;    ///< of the length of the edge, 0 to 1; of a planar edge, of its
                            ///< differences in latitude and longitude
    double lat = 0;         ///< degrees
    double lon = 0;         ///< degrees

    friend bool operator==(const Location&, const Location&) = default;
};

}  // namespace geodist
