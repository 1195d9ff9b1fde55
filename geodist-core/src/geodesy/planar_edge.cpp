#include "geodesy/planar_edge.hpp"

#include <cmath>

#include "geodesy/planar.hpp"
#include "simd/portable.hpp"

namespace geodist::geodesy {
namespace {

using P = portable::Vec;

struct PlanarCourse {
    const PreparedEllipsoid& e;
    double lat1, lat2, dlambda;

    [[nodiscard]] double lat(double t) const { return (1 - t) * lat1 + t * lat2; }

    // Halves until the rule holds: towards a pole, that is once a turn about it, or less.
    [[nodiscard]] double length(double t, double size, int depth) const {
        const double reach = planar_reach(P(lat(t)), P(lat(t + size)), P(dlambda * size)).v;
        if (reach > planar_limit<16> && depth < 60) {
            const double half = size / 2;
            return length(t, half, depth + 1) + length(t + half, half, depth + 1);
        }
        return planar_length<16>(e, P(lat1), P(lat2), P(dlambda), P(t), P(size)).v;
    }
};

}  // namespace

double length_of_planar_edge(const PreparedEllipsoid& e, double lat1, double lon1, double lat2,
                             double lon2) {
    const double dlambda = (0.5 * lon2 - 0.5 * lon1) * (2 * simd::degree);
    const double sum = lat1 + lat2 + dlambda;
    // of a NaN no half is short enough
    return std::isnan(sum) ? sum : PlanarCourse{e, lat1, lat2, dlambda}.length(0, 1, 0);
}

}  // namespace geodist::geodesy
