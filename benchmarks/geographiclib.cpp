// GeographicLib's loops over columns, for the Python side of the benchmarks.
#include <GeographicLib/Config.h>

#include <GeographicLib/Geodesic.hpp>
#include <GeographicLib/NearestNeighbor.hpp>
#include <GeographicLib/Rhumb.hpp>
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

}  // namespace

extern "C" {

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
