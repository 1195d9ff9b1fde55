// Boost.Geometry's distance on the ellipsoid, for the Python side of the benchmarks.
#include <boost/geometry.hpp>
#include <boost/version.hpp>
#include <cstddef>

namespace geometry = boost::geometry;

namespace {

using Spheroid = geometry::srs::spheroid<double>;
using Point = geometry::model::point<double, 2, geometry::cs::geographic<geometry::degree>>;
using Segment = geometry::model::segment<Point>;
using Strategy = geometry::strategy::distance::geographic_cross_track<geometry::strategy::vincenty,
                                                                      Spheroid, double>;

}  // namespace

extern "C" {

[[gnu::visibility("default")]] const char* version() {
    return "Boost.Geometry " BOOST_LIB_VERSION ", vincenty";
}

[[gnu::visibility("default")]] void distances(const double* segment_lat, const double* segment_lon,
                                              const double* lat, const double* lon, double* found,
                                              std::size_t n) {
    const Segment segment(Point(segment_lon[0], segment_lat[0]),
                          Point(segment_lon[1], segment_lat[1]));
    const Strategy strategy(Spheroid(6378137.0, 6378137.0 * (1 - 1 / 298.257223563)));
    for (std::size_t i = 0; i < n; ++i) {
        found[i] = geometry::distance(Point(lon[i], lat[i]), segment, strategy);
    }
}

}  // extern "C"
