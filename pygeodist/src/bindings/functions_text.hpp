// What the docstrings of several element-wise functions have in common.
#pragma once

#include <string_view>

namespace geodist::bindings {

inline constexpr const char* karney =
    ".. [1] C. F. F. Karney, \"Algorithms for geodesics\", J. Geodesy 87, 43-55, 2013,\n"
    "   https://doi.org/10.1007/s00190-012-0578-z\n";

inline constexpr const char* karney_rhumb =
    ".. [1] C. F. F. Karney, \"The area of rhumb polygons\", Stud. Geophys. Geod. 68, 99-120,\n"
    "   2024, https://doi.org/10.1007/s11200-024-0709-z\n";

inline constexpr const char* karney_ecef =
    ".. [1] C. F. F. Karney, \"Geodesics on an ellipsoid of revolution\", 2011, appendix B,\n"
    "   https://arxiv.org/abs/1102.1215\n";

inline constexpr const char* distance_return =
    "distance : float or ndarray\n"
    "    Length, metres, of the broadcast shape of the inputs.\n";

inline constexpr const char* inverse_notes =
    "The error of the distance is at most 6 nm for every pair of points where abs(f) <= 1/290,\n"
    "as on the Earth, 12 nm up to 1/50 (10 nm on a sphere). The error of an azimuth displaces\n"
    "the far end by at most 5 nm, 15 nm up to 1/50. The distances of `distance` and `inverse`\n"
    "may differ in their last bits, within these bounds. Where the geodesic is not unique\n"
    "(coincident points, poles, exactly antipodal points), the azimuths follow GeographicLib.\n";

inline constexpr const char* direct_notes =
    "The error of the position is at most 25 nm for distances up to 40,000 km, then in "
    "proportion.\n";

inline constexpr const char* way_notes =
    "The error of the position is at most 25 nm for distances up to 40,000 km, then in "
    "proportion;\n"
    "between nearly antipodal points, whose geodesic has almost no direction, it grows like\n"
    "a / m12 of `inverse_full`.\n";

struct Parameter {
    std::string_view name;
    const char* text;
};

inline constexpr Parameter parameters[] = {
    {"lat1", "Latitude of the first point, degrees, in [-90, 90]."},
    {"lon1", "Longitude of the first point, degrees, any finite value."},
    {"lat2", "Latitude of the second point, degrees, in [-90, 90]."},
    {"lon2", "Longitude of the second point, degrees, any finite value."},
    {"h1", "Height of the first point above the ellipsoid, metres."},
    {"h2", "Height of the second point above the ellipsoid, metres."},
    {"azi1", "Azimuth at the first point, degrees clockwise from north."},
    {"azi12", "Constant azimuth of the rhumb line, degrees clockwise from north."},
    {"distance", "Distance from the first point, metres; a negative one goes backwards."},
    {"fraction",
     "Fraction of the way: 0 is the first point, 1 the second; others extend the line."},
    {"lat", "Latitude, degrees, in [-90, 90]."},
    {"lon", "Longitude, degrees, any finite value."},
    {"h", "Height above the ellipsoid, metres."},
    {"x", "Coordinate towards latitude 0, longitude 0, metres."},
    {"y", "Coordinate towards latitude 0, longitude 90, metres."},
    {"z", "Coordinate towards the north pole, metres."},
};

inline constexpr const char* keywords =
    "ellipsoid : Ellipsoid or str, optional\n"
    "    The figure of the Earth, WGS84 by default; ``\"sphere\"`` gives great circles.\n"
    "out : ndarray, or tuple of one ndarray or None per result, optional\n"
    "    Where the results go, instead of new arrays.\n"
    "where : array_like of bool, default True\n"
    "    Rows to compute. The others are not read; they keep their values in `out`, and are NaN\n"
    "    in a new array.\n"
    "threads : int, optional\n"
    "    Number of threads, default `get_num_threads()`. It does not change the result.\n";

inline constexpr const char* common_notes =
    "Inputs broadcast against each other, and each result has the shape that they broadcast to. A\n"
    "NaN, or another missing value such as None in a list, gives NaN. Numbers give Python floats,\n"
    "arrays give float64 arrays, and pandas, Polars, Arrow, xarray, Dask and masked arrays give\n"
    "their own kind, with columns named after the result. pandas objects are aligned on their\n"
    "index first; labels that only one of them has give NaN. Quantities of Astropy and pint are\n"
    "converted to degrees and metres; results are plain numbers.\n";

}  // namespace geodist::bindings
