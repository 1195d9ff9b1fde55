// GeographicLib's loops over columns, for the Python side of the benchmarks.
#include <GeographicLib/Config.h>

#include <GeographicLib/Geodesic.hpp>
#include <GeographicLib/GeodesicLine.hpp>
#include <GeographicLib/Math.hpp>
#include <GeographicLib/NearestNeighbor.hpp>
#include <GeographicLib/Rhumb.hpp>
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

using GeographicLib::Geodesic;
using GeographicLib::Rhumb;

namespace {

struct Place {
    double lat, lon;
};

struct Length {
    double operator()(const Place& x, const Place& y) const {
        double s12 = 0;
        Geodesic::WGS84().Inverse(x.lat, x.lon, y.lat, y.lon, s12);
        return s12;
    }
};

struct Neighbours {
    std::vector<Place> places;
    GeographicLib::NearestNeighbor<double, Place, Length> tree;
};

struct Step {
    double distance, slope, curvature;  // of half the squared distance along the segment
};

// From the point of the segment that lies so far from its start.
Step step_at(const GeographicLib::GeodesicLine& segment, double along, const Place& from) {
    double lat = 0, lon = 0, course = 0;
    segment.Position(along, lat, lon, course);
    double distance = 0, azi1 = 0, azi2 = 0, m12 = 0, scale12 = 0, scale21 = 0;
    Geodesic::WGS84().Inverse(lat, lon, from.lat, from.lon, distance, azi1, azi2, m12, scale12,
                              scale21);
    const double angle = (azi1 - course) * GeographicLib::Math::degree();
    const double side = std::sin(angle);
    const double bend = m12 > 0 ? scale12 * distance / m12 : 1;
    return {distance, -distance * std::cos(angle),
            std::cos(angle) * std::cos(angle) + bend * side * side};
}

struct Foot {
    double distance, along;
};

// Newton's method on the derivative of half the squared distance, between bounds.
Foot foot(const GeographicLib::GeodesicLine& segment, const Place& from) {
    double low = 0, high = segment.Distance();
    const Step first = step_at(segment, low, from), last = step_at(segment, high, from);
    if (!(first.slope < 0 && last.slope > 0)) {
        return first.distance <= last.distance ? Foot{first.distance, low}
                                               : Foot{last.distance, high};
    }
    // The foot on a sphere, by what the start sees.
    constexpr double radius = 6371e3;
    const double cosine = -first.slope / first.distance;
    double along = radius * std::atan(std::tan(first.distance / radius) * cosine);
    for (int turn = 0; turn < 30; ++turn) {
        along = along > low && along < high ? along : (low + high) / 2;
        const Step step = step_at(segment, along, from);
        (step.slope < 0 ? low : high) = along;
        const double change = -step.slope / step.curvature;
        if (!(std::abs(change) > 1e-4)) {
            // What is left of the distance is a square.
            return {step.distance, std::clamp(along + change, 0.0, segment.Distance())};
        }
        along += change;
    }
    return {step_at(segment, along, from).distance, along};
}

}  // namespace

extern "C" {

[[gnu::visibility("default")]] void feet(const double* segment_lat, const double* segment_lon,
                                         const double* lat, const double* lon, double* distances,
                                         double* foot_lat, double* foot_lon, std::size_t n) {
    const auto segment = Geodesic::WGS84().InverseLine(segment_lat[0], segment_lon[0],
                                                       segment_lat[1], segment_lon[1]);
    for (std::size_t i = 0; i < n; ++i) {
        const Foot found = foot(segment, {lat[i], lon[i]});
        distances[i] = found.distance;
        segment.Position(found.along, foot_lat[i], foot_lon[i]);
    }
}

// Lives until the process ends.
[[gnu::visibility("default")]] void* neighbours_new(const double* lat, const double* lon,
                                                    std::size_t n) {
    auto* const made = new Neighbours;
    for (std::size_t i = 0; i < n; ++i) {
        made->places.push_back({lat[i], lon[i]});
    }
    made->tree.Initialize(made->places, Length());
    return made;
}

[[gnu::visibility("default")]] void neighbours_nearest(const void* neighbours, const double* lat,
                                                       const double* lon, std::size_t n,
                                                       std::int64_t* rows) {
    const auto& made = *static_cast<const Neighbours*>(neighbours);
    std::vector<int> found;
    for (std::size_t i = 0; i < n; ++i) {
        made.tree.Search(made.places, Length(), {lat[i], lon[i]}, found);
        rows[i] = found.at(0);
    }
}

[[gnu::visibility("default")]] const char* version() {
    return "GeographicLib C++ " GEOGRAPHICLIB_VERSION_STRING;
}

[[gnu::visibility("default")]] void distance(const double* lat1, const double* lon1,
                                             const double* lat2, const double* lon2, double* s12,
                                             std::size_t n) {
    const Geodesic& geodesic = Geodesic::WGS84();
    for (std::size_t i = 0; i < n; ++i) {
        geodesic.Inverse(lat1[i], lon1[i], lat2[i], lon2[i], s12[i]);
    }
}

[[gnu::visibility("default")]] void inverse(const double* lat1, const double* lon1,
                                            const double* lat2, const double* lon2, double* s12,
                                            double* azi1, double* azi2, std::size_t n) {
    const Geodesic& geodesic = Geodesic::WGS84();
    for (std::size_t i = 0; i < n; ++i) {
        geodesic.Inverse(lat1[i], lon1[i], lat2[i], lon2[i], s12[i], azi1[i], azi2[i]);
    }
}

[[gnu::visibility("default")]] void direct(const double* lat1, const double* lon1,
                                           const double* azi1, const double* s12, double* lat2,
                                           double* lon2, std::size_t n) {
    const Geodesic& geodesic = Geodesic::WGS84();
    for (std::size_t i = 0; i < n; ++i) {
        geodesic.Direct(lat1[i], lon1[i], azi1[i], s12[i], lat2[i], lon2[i]);
    }
}

[[gnu::visibility("default")]] void rhumb(const double* lat1, const double* lon1,
                                          const double* lat2, const double* lon2, double* s12,
                                          double* azi12, std::size_t n) {
    const Rhumb& line = Rhumb::WGS84();
    for (std::size_t i = 0; i < n; ++i) {
        line.Inverse(lat1[i], lon1[i], lat2[i], lon2[i], s12[i], azi12[i]);
    }
}

}  // extern "C"
