#include "geodesy/planar_edge.hpp"

#include <algorithm>
#include <cmath>

#include "geodesy/planar.hpp"
#include "simd/portable.hpp"

namespace geodist::geodesy {
namespace {

using P = portable::Vec;

// On one side of the equator. Angles from its pole keep their relative error however near it is.
struct PlanarCourse {
    const PreparedEllipsoid& e;
    double lat1, lat2, dlambda;

    [[nodiscard]] double to_pole(double t) const {
        return (1 - t) * (90 - std::abs(lat1)) + t * (90 - std::abs(lat2));
    }

    // Halves until the rule holds: towards a pole, down to about a quarter of a turn.
    [[nodiscard]] double length(double t, double size, int depth) const {
        const double from = to_pole(t), to = to_pole(t + size), half = 0.5 * simd::degree;
        const double reach =
            planar_reach(P(std::abs(to - from) * half), P((from + to) * half), P(dlambda * size)).v;
        if (reach > planar_limit<16> && depth < 60) {
            return length(t, size / 2, depth + 1) + length(t + size / 2, size / 2, depth + 1);
        }
        return planar_length<16>(e, P(lat1), P(lat2), P(dlambda), P(t), P(size)).v;
    }
};

}  // namespace

double length_of_planar_edge(const PreparedEllipsoid& e, double lat1, double lon1, double lat2,
                             double lon2) {
    const double dlambda = (0.5 * lon2 - 0.5 * lon1) * (2 * simd::degree);
    const double sum = lat1 + lat2 + dlambda;
    if (std::isnan(sum)) {
        return sum;  // no half of it would be short enough
    }
    if (lat1 * lat2 >= 0) {
        return PlanarCourse{e, lat1, lat2, dlambda}.length(0, 1, 0);
    }
    const double first = lat1 / (lat1 - lat2);
    return PlanarCourse{e, lat1, 0, dlambda * first}.length(0, 1, 0) +
           PlanarCourse{e, 0, lat2, dlambda * (1 - first)}.length(0, 1, 0);
}

namespace {

// The least and the greatest distance from the equator, degrees.
double lowest(double lat1, double lat2) {
    return lat1 * lat2 > 0 ? std::min(std::abs(lat1), std::abs(lat2)) : 0;
}
double highest(double lat1, double lat2) { return std::max(std::abs(lat1), std::abs(lat2)); }

}  // namespace

// The edge is nowhere faster than where the meridian is least curved and the parallel is longest.
double planar_parts(const PreparedEllipsoid& e, double lat1, double lon1, double lat2, double lon2,
                    double longest) {
    const double length = length_of_planar_edge(e, lat1, lon1, lat2, lon2);
    if (!(length > longest)) {
        return length / longest;
    }
    const double low = lowest(lat1, lat2), high = highest(lat1, lat2);
    const auto w = [&e](double lat) {
        const double sine = std::sin(lat * simd::degree);
        return 1 - e.e2 * sine * sine;
    };
    const double of_meridian = w(e.e2 > 0 ? high : low), of_parallel = w(low);
    const double north = std::abs(lat2 - lat1) * simd::degree * e.a * (1 - e.e2) /
                         (of_meridian * std::sqrt(of_meridian));
    const double east = std::abs(0.5 * lon2 - 0.5 * lon1) * (2 * simd::degree) * e.a *
                        std::cos(low * simd::degree) / std::sqrt(of_parallel);
    // Of a parallel it is the length, which rounding is not to make larger.
    return std::max(length, std::hypot(north, east) * (1 - 4e-16)) / longest;
}

namespace {

// With t in [0, 1] along the edge, p the radius of the parallel and M that of the meridian, the
// covariant acceleration is M' phi'^2 + p sin(phi) lambda'^2 northward and -2 M sin(phi) phi'
// lambda' eastward; across the edge, with speed s^2 = (M phi')^2 + (p lambda')^2, at most
//   R sin(phi) lambda' (s + M phi') / R + |M'| phi' p lambda' / R,  |M'| <= 1.7 |e2| R,
// R the largest radius of curvature. It turns the edge by at most 2 sin(phi) lambda' and what M'
// adds. A part is as far from the geodesic of its ends as an eighth of that acceleration over the
// square of the number of parts: the distance u to the geodesic obeys u'' >= -k - u K along it, k
// the curvature of the edge and K that of the ellipsoid, which adds less than a thousandth to a
// part of 40 km.
struct PlanarBend {
    double radius, speed, across, turn;  // speed and across are parts of the radius

    PlanarBend(const PreparedEllipsoid& e, double lat1, double lon1, double lat2, double lon2)
        : radius(std::max(e.a * e.a / e.b, e.b * e.b / e.a)) {
        const double low = lowest(lat1, lat2), high = highest(lat1, lat2);
        const double north = std::abs(lat2 - lat1) * simd::degree;
        const double around = std::abs(0.5 * lon2 - 0.5 * lon1) * (2 * simd::degree);
        const double east = around * std::cos(low * simd::degree);
        const double sine = std::sin(high * simd::degree);
        speed = std::hypot(north, east);
        across = sine * around * (speed + north) + 1.7 * std::abs(e.e2) * north * east;
        turn = 2 * sine * around + 1.7 * std::abs(e.e2) * std::min(north, east);
    }
    [[nodiscard]] double sag(double parts) const {
        return 1.1 * radius * across / (8 * parts * parts);
    }
};

}  // namespace

double planar_pieces(const PreparedEllipsoid& e, double lat1, double lon1, double lat2, double lon2,
                     double longest) {
    const PlanarBend bend(e, lat1, lon1, lat2, lon2);
    const double length = bend.radius * bend.speed;
    if (length < 1e-13 * e.a) {
        return length / longest;  // at a pole
    }
    constexpr double deepest = 40.0 / 6378137, sharpest = 0.05;
    return std::max(
        {length / longest, std::sqrt(bend.sag(1) / (deepest * e.a)), bend.turn / sharpest});
}

double planar_pieces_within(const PreparedEllipsoid& e, double lat1, double lon1, double lat2,
                            double lon2, double sag) {
    const double parts = planar_pieces(e, lat1, lon1, lat2, lon2, e.near.piece);
    return std::max(parts, std::sqrt(PlanarBend(e, lat1, lon1, lat2, lon2).sag(1) / sag));
}

double planar_sag(const PreparedEllipsoid& e, double lat1, double lon1, double lat2, double lon2,
                  double parts) {
    return PlanarBend(e, lat1, lon1, lat2, lon2).sag(parts);
}

}  // namespace geodist::geodesy
