// The accuracy contract: for each function, its domain and its bound, as the documentation prints
// it and as the tests of this folder enforce it on every instruction set. Bounds are for
// a = 6378137 m and scale with a.
#pragma once

namespace geodist_test::contract {

inline constexpr double equatorial_radius = 6378137;

// metres, every pair of points; on such flattenings as the Earth's, |f| <= 1/290, and |f| <= 1/50.
// Azimuths: the displacement of the far end, error times |m12|
inline constexpr double earth_flattening = 1 / 290.0;
inline constexpr double earth_distance = 6e-9;
inline constexpr double earth_azimuth = 5e-9;
inline constexpr double inverse_distance = 12e-9;
inline constexpr double inverse_azimuth = 15e-9;

[[nodiscard]] inline bool is_earth(double f) {
    return f <= earth_flattening && f >= -earth_flattening;
}
[[nodiscard]] inline double distance_bound(double f) {
    return is_earth(f) ? earth_distance : inverse_distance;
}
[[nodiscard]] inline double azimuth_bound(double f) {
    return is_earth(f) ? earth_azimuth : inverse_azimuth;
}

// metres, |f| <= 1/50, every pair of points
inline constexpr double inverse_m12 = 20e-9;
inline constexpr double inverse_scale = 1e-14;  // M12 and M21, no unit
// near points that were prepared: up to these distances, the first for is_earth(f), ...
inline constexpr double near_sharp = 1e-9;
inline constexpr double near_sharp_reach = 300e3;
inline constexpr double near_strong_reach = 200e3;
// ... and as far as there is a method of their own: as far as this, at least
inline constexpr double near_distance = 6e-9;
inline constexpr double near_earth_end = 500e3;
inline constexpr double near_strong_end = 290e3;
// positions, for distances up to 40,000 km, then in proportion
inline constexpr double direct_position = 25e-9;
inline constexpr double direct_reach = 4e7;
// f = 0
inline constexpr double great_circle_distance = 10e-9;
inline constexpr double great_circle_azimuth = 10e-9;
// rhumb lines
inline constexpr double rhumb_distance = 20e-9;
inline constexpr double rhumb_position = 25e-9;
// |h| <= 5000 km, then relative
inline constexpr double ecef = 10e-9;
inline constexpr double ecef_relative = 1e-15;
inline constexpr double ecef_height = 5e6;
// areas of edges, square metres (they scale with a^2): below this length, and above, where as much
// is added as a displacement of one end by this makes: 2 C times it over m12
inline constexpr double short_area = 1e-3;
inline constexpr double short_area_reach = 100e3;
inline constexpr double long_area = 0.1;
inline constexpr double long_area_displacement = 5e-9;
// planar edges: lengths; areas, up to a degree of longitude and for each degree beyond
inline constexpr double planar_length = 10e-9;
inline constexpr double planar_length_relative = 1e-15;
inline constexpr double planar_area = 2e-4;
inline constexpr double planar_area_degree = 4e-4;

// the distance of a point to a segment within the reach of the near method, ...
inline constexpr double near_segment = 10e-9;
// ... and to an edge of any length; beyond edge_reach, what an error of azimuth moves its middle
// by comes on top
inline constexpr double edge_distance = 20e-9;
[[nodiscard]] inline double edge_reach(double f, double a) {
    return (f <= earth_flattening ? 19e6 : 18e6) * (a / equatorial_radius);
}
[[nodiscard]] inline double edge_bound(double f, double length, double m12, double a) {
    const double unit = a / equatorial_radius;
    return edge_distance * unit +
           (length > edge_reach(f, a) ? azimuth_bound(f) * unit * a / m12 : 0);
}
// the foot along the edge: the ends of a short edge are not better known
inline constexpr double foot = 1e-6;
inline constexpr double foot_ends = 2e-9;
inline constexpr double foot_scale = 0.5;  // where the geodesic scale from the point is above this
// ... of planar edges, of any length: half the square of the distance bends by more than this
inline constexpr double planar_foot_bend = 0.5;
[[nodiscard]] inline double foot_bound(double distance, double length) {
    return foot + foot_ends * distance / length;
}
// where two edges meet, times the sine of their angle; where they are wrongly said to meet or not
// to, an end of one is as near to the other
inline constexpr double meeting_position = 50e-9;
inline constexpr double meeting_end = 20e-9;

[[nodiscard]] inline double planar_area_bound(double lon12, double a) {
    const double unit = a / equatorial_radius, degrees = lon12 < 0 ? -lon12 : lon12;
    return (degrees <= 1 ? planar_area : planar_area_degree * degrees) * unit * unit;
}
[[nodiscard]] inline double planar_length_bound(double length, double a) {
    return planar_length * (a / equatorial_radius) + planar_length_relative * length;
}

[[nodiscard]] inline double area_bound(double distance, double m12, double a, double ellipsoid) {
    const double unit = a / equatorial_radius;
    if (distance < short_area_reach * unit) {
        return short_area * unit * unit;
    }
    const double c = ellipsoid / (4 * 3.14159265358979323846);
    return long_area * unit * unit + 2 * c * long_area_displacement * unit / m12;
}

}  // namespace geodist_test::contract
