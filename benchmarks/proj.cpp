// The loops of PROJ's geodesic.h over columns, for the Python side of the benchmarks.
#include <geodesic.h>
#include <proj.h>

#include <cstddef>

namespace {

geod_geodesic wgs84() {
    geod_geodesic g;
    geod_init(&g, 6378137, 1 / 298.257223563);
    return g;
}

}  // namespace

extern "C" {

[[gnu::visibility("default")]] const char* version() { return proj_info().version; }

[[gnu::visibility("default")]] void distance(const double* lat1, const double* lon1,
                                             const double* lat2, const double* lon2, double* s12,
                                             std::size_t n) {
    const geod_geodesic g = wgs84();
    for (std::size_t i = 0; i < n; ++i) {
        geod_inverse(&g, lat1[i], lon1[i], lat2[i], lon2[i], &s12[i], nullptr, nullptr);
    }
}

[[gnu::visibility("default")]] void inverse(const double* lat1, const double* lon1,
                                            const double* lat2, const double* lon2, double* s12,
                                            double* azi1, double* azi2, std::size_t n) {
    const geod_geodesic g = wgs84();
    for (std::size_t i = 0; i < n; ++i) {
        geod_inverse(&g, lat1[i], lon1[i], lat2[i], lon2[i], &s12[i], &azi1[i], &azi2[i]);
    }
}

[[gnu::visibility("default")]] void direct(const double* lat1, const double* lon1,
                                           const double* azi1, const double* s12, double* lat2,
                                           double* lon2, std::size_t n) {
    const geod_geodesic g = wgs84();
    for (std::size_t i = 0; i < n; ++i) {
        geod_direct(&g, lat1[i], lon1[i], azi1[i], s12[i], &lat2[i], &lon2[i], nullptr);
    }
}

}  // extern "C"
