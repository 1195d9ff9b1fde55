#include <geodist/ecef.hpp>
#include <geodist/geodesic.hpp>
#include <geodist/point.hpp>

#include <pybind11/pybind11.h>

#include <cmath>

#include "bindings.hpp"
#include "ellipsoid.hpp"
#include "value_type.hpp"

namespace py = pybind11;

namespace geodist::bindings::points {

namespace {

// Docstrings begin with a line that inspect.signature() reads.
constexpr const char* POINT_DOC = R"(Point(lat, lon)
--

A point on the surface of the ellipsoid.

Points are immutable and hashable; they unpack into latitude and longitude. Two are equal when both
numbers are: longitudes are kept as given, so 190 and -170 are the same place but not equal. A format
is that of both numbers.

Parameters
----------
lat : float
    Geodetic latitude in degrees, from -90 to 90.
lon : float
    Longitude in degrees, any finite value.

Raises
------
InvalidLatitudeError
    When the latitude is out of range or NaN: a point is a place. Missing data belongs in arrays.
InvalidLongitudeError
    When the longitude is not finite.

Examples
--------
>>> import geodist as gd
>>> tokyo, paris = gd.Point(35.68, 139.77), gd.Point(48.86, 2.35)
>>> tokyo
Point(lat=35.68, lon=139.77)
>>> round(tokyo.distance(paris))
9739538
>>> lat, lon = paris
>>> f"{tokyo:.1f}"
'35.7, 139.8'
)";

constexpr const char* DISTANCE_DOC = R"(distance(self, other, *, ellipsoid=None)
--

Length of the geodesic to another point.

Parameters
----------
other : Point
    The other point.
ellipsoid : Ellipsoid or str, optional
    The ellipsoid or its name; WGS84 by default.

Returns
-------
float
    Distance in metres, with an error of at most 12 nm.

See Also
--------
geodist.distance : The same for arrays.

Examples
--------
>>> import geodist as gd
>>> round(gd.Point(0, 0).distance(gd.Point(0, 1)), 6)
111319.490793
>>> round(gd.Point(0, 0).distance(gd.Point(0, 1), ellipsoid="sphere"), 6)
111195.080234
)";

constexpr const char* AZIMUTH_DOC = R"(azimuth(self, other, *, ellipsoid=None)
--

Direction in which the geodesic to another point sets out.

Parameters
----------
other : Point
    The other point.
ellipsoid : Ellipsoid or str, optional
    The ellipsoid or its name; WGS84 by default.

Returns
-------
float
    Azimuth in degrees, clockwise from north, from -180 to 180.

See Also
--------
geodist.azimuth : The same for arrays.

Examples
--------
>>> import geodist as gd
>>> gd.Point(0, 0).azimuth(gd.Point(0, 10))
90.0
)";

constexpr const char* INVERSE_DOC = R"(inverse(self, other, *, ellipsoid=None)
--

Length of the geodesic to another point, and its azimuths at both ends.

Parameters
----------
other : Point
    The other point.
ellipsoid : Ellipsoid or str, optional
    The ellipsoid or its name; WGS84 by default.

Returns
-------
Inverse
    Named tuple of distance in metres (error at most 12 nm) and azimuths `azi1` and `azi2` in
    degrees, clockwise from north, both forward.

See Also
--------
geodist.inverse : The same for arrays.

Examples
--------
>>> import geodist as gd
>>> distance, azi1, azi2 = gd.Point(0, 0).inverse(gd.Point(90, 0))
>>> round(distance, 4), azi1, azi2
(10001965.7293, 0.0, 0.0)
)";

constexpr const char* DIRECT_DOC = R"(direct(self, azi1, distance, *, ellipsoid=None)
--

Where a geodesic leads.

Parameters
----------
azi1 : float
    Azimuth at this point in degrees, clockwise from north.
distance : float
    Length of the geodesic in metres; negative goes backwards.
ellipsoid : Ellipsoid or str, optional
    The ellipsoid or its name; WGS84 by default.

Returns
-------
Direct
    Named tuple of `lat2`, `lon2` and `azi2` in degrees. The position has an error of at most
    25 nm for distances up to 40,000 km.

Raises
------
GeodistError
    When the azimuth or the distance is infinite.

See Also
--------
geodist.direct : The same for arrays.

Examples
--------
>>> import geodist as gd
>>> lat2, lon2, azi2 = gd.Point(0, 0).direct(90, 111319.49079327357)
>>> round(lon2, 9), azi2
(1.0, 90.0)
)";

constexpr const char* INTERPOLATE_DOC = R"(interpolate(self, other, fraction, *, ellipsoid=None)
--

Point on the geodesic to another point.

Parameters
----------
other : Point
    The other point.
fraction : float
    Fraction of the way: 0 here, 1 at the other point. Values beyond extend the geodesic.
ellipsoid : Ellipsoid or str, optional
    The ellipsoid or its name; WGS84 by default.

Returns
-------
Point
    The point there, with an error of at most 25 nm.

Raises
------
GeodistError
    When the fraction is not finite.

See Also
--------
geodist.interpolate : The same for arrays.

Examples
--------
>>> import geodist as gd
>>> point = gd.Point(0, 0).interpolate(gd.Point(0, 8), 0.25)
>>> point.lat, round(point.lon, 9)
(0.0, 2.0)
)";

constexpr const char* MIDPOINT_DOC = R"(midpoint(self, other, *, ellipsoid=None)
--

Point half-way on the geodesic to another point.

Parameters
----------
other : Point
    The other point.
ellipsoid : Ellipsoid or str, optional
    The ellipsoid or its name; WGS84 by default.

Returns
-------
Point
    The midpoint, with an error of at most 25 nm.

See Also
--------
geodist.midpoint : The same for arrays.

Examples
--------
>>> import geodist as gd
>>> point = gd.Point(0, 0).midpoint(gd.Point(0, 8))
>>> point.lat, round(point.lon, 9)
(0.0, 4.0)
)";

constexpr const char* POINT3D_DOC = R"(Point3D(lat, lon, altitude)
--

A point in space.

Points are immutable and hashable; they unpack into latitude, longitude and altitude. Two are equal
when all three numbers are.

Parameters
----------
lat : float
    Geodetic latitude in degrees, from -90 to 90.
lon : float
    Longitude in degrees, any finite value.
altitude : float
    Height above the ellipsoid in metres, from -1e100 to 1e100.

Raises
------
InvalidLatitudeError
    When the latitude is out of range or NaN.
InvalidLongitudeError
    When the longitude is not finite.
InvalidAltitudeError
    When the altitude is beyond 1e100 or -1e100, or NaN.

Examples
--------
>>> import geodist as gd
>>> fuji = gd.Point3D(35.3606, 138.7274, 3776)
>>> fuji.altitude
3776.0
>>> fuji.ground
Point(lat=35.3606, lon=138.7274)
)";

constexpr const char* CHORD_DOC = R"(chord(self, other, *, ellipsoid=None)
--

Length of the straight line through space to another point.

Parameters
----------
other : Point3D
    The other point.
ellipsoid : Ellipsoid or str, optional
    The ellipsoid above which the altitudes are; WGS84 by default.

Returns
-------
float
    Distance in metres, with an error of at most 10 nm for altitudes up to 5000 km.

See Also
--------
geodist.chord : The same for arrays.

Examples
--------
>>> import geodist as gd
>>> round(gd.Point3D(0, 0, 0).chord(gd.Point3D(0, 180, 0)), 6)
12756274.0
)";

py::tuple as_tuple(const Point& p) { return py::make_tuple(p.lat(), p.lon()); }

py::tuple as_tuple(const Point3D& p) { return py::make_tuple(p.lat(), p.lon(), p.altitude()); }

// What Shapely and others read; x is the longitude.
template <class... Numbers>
py::dict geo_interface(Numbers... coordinates) {
    py::dict geometry;
    geometry["type"] = "Point";
    geometry["coordinates"] = py::make_tuple(coordinates...);
    return geometry;
}

constexpr const char* GEO_DOC = "The point as a GeoJSON geometry, longitude first.";

py::object result(const char* name, const py::tuple& values) {
    return py::module_::import("geodist").attr(name)(*values);
}

Point interpolated(const Point& p, const Point& q, double fraction, const py::object& ellipsoid) {
    if (!std::isfinite(fraction)) {
        throw_invalid_value("fraction", fraction);
    }
    const LatLon place =
        interpolate(p.lat(), p.lon(), q.lat(), q.lon(), fraction, ellipsoid_from_python(ellipsoid));
    return {place.lat, place.lon};
}

void bind_point(py::module_& m) {
    auto type = define_value_type<Point>(m, "Point", POINT_DOC, {"lat", "lon"}, &as_tuple);
    const auto other = py::arg("other");
    const auto on_ellipsoid = py::arg("ellipsoid") = py::none();
    type.def(py::init<double, double>(), py::arg("lat"), py::arg("lon"),
             "__init__(self, lat, lon)\n--\n\n");
    take_other_arguments<2>(type, "; unpack a pair, latitude first: Point(*pair)");
    type.def_property_readonly("lat", &Point::lat, "Latitude in degrees.")
        .def_property_readonly("lon", &Point::lon, "Longitude in degrees, as given.")
        .def_property_readonly(
            "__geo_interface__", [](const Point& p) { return geo_interface(p.lon(), p.lat()); },
            GEO_DOC);
    type.def(
            "distance",
            [](const Point& p, const Point& q, const py::object& ellipsoid) {
                return distance(p.lat(), p.lon(), q.lat(), q.lon(),
                                ellipsoid_from_python(ellipsoid));
            },
            other, py::kw_only(), on_ellipsoid, DISTANCE_DOC)
        .def(
            "azimuth",
            [](const Point& p, const Point& q, const py::object& ellipsoid) {
                return azimuth(p.lat(), p.lon(), q.lat(), q.lon(),
                               ellipsoid_from_python(ellipsoid));
            },
            other, py::kw_only(), on_ellipsoid, AZIMUTH_DOC)
        .def(
            "inverse",
            [](const Point& p, const Point& q, const py::object& ellipsoid) {
                const Inverse line =
                    inverse(p.lat(), p.lon(), q.lat(), q.lon(), ellipsoid_from_python(ellipsoid));
                return result("Inverse", py::make_tuple(line.distance, line.azi1, line.azi2));
            },
            other, py::kw_only(), on_ellipsoid, INVERSE_DOC)
        .def(
            "direct",
            [](const Point& p, double azi1, double distance, const py::object& ellipsoid) {
                const Direct end =
                    direct(p.lat(), p.lon(), azi1, distance, ellipsoid_from_python(ellipsoid));
                return result("Direct", py::make_tuple(end.lat2, end.lon2, end.azi2));
            },
            py::arg("azi1"), py::arg("distance"), py::kw_only(), on_ellipsoid, DIRECT_DOC)
        .def("interpolate", &interpolated, other, py::arg("fraction"), py::kw_only(), on_ellipsoid,
             INTERPOLATE_DOC)
        .def(
            "midpoint",
            [](const Point& p, const Point& q, const py::object& ellipsoid) {
                const LatLon middle =
                    midpoint(p.lat(), p.lon(), q.lat(), q.lon(), ellipsoid_from_python(ellipsoid));
                return Point(middle.lat, middle.lon);
            },
            other, py::kw_only(), on_ellipsoid, MIDPOINT_DOC);
    refuse_other_arguments(type, {{"distance", "a Point (for many: geodist.distance)"},
                                  {"azimuth", "a Point (for many: geodist.azimuth)"},
                                  {"inverse", "a Point (for many: geodist.inverse)"},
                                  {"midpoint", "a Point (for many: geodist.midpoint)"},
                                  {"interpolate", "a Point and a number"},
                                  {"direct", "numbers"}});
    format_by_fields(type, &as_tuple);
}

void bind_point3d(py::module_& m) {
    auto type = define_value_type<Point3D>(m, "Point3D", POINT3D_DOC, {"lat", "lon", "altitude"},
                                           &as_tuple);
    type.def(py::init<double, double, double>(), py::arg("lat"), py::arg("lon"),
             py::arg("altitude"), "__init__(self, lat, lon, altitude)\n--\n\n");
    take_other_arguments<3>(type, "; unpack three, latitude first: Point3D(*three)");
    type.def_property_readonly("lat", &Point3D::lat, "Latitude in degrees.")
        .def_property_readonly("lon", &Point3D::lon, "Longitude in degrees, as given.")
        .def_property_readonly("altitude", &Point3D::altitude,
                               "Height above the ellipsoid in metres.")
        .def_property_readonly(
            "ground", [](const Point3D& self) { return self.ground(); },
            "The point of the surface straight below or above.")
        .def_property_readonly(
            "__geo_interface__",
            [](const Point3D& p) { return geo_interface(p.lon(), p.lat(), p.altitude()); },
            GEO_DOC);
    type.def(
        "chord",
        [](const Point3D& p, const Point3D& q, const py::object& ellipsoid) {
            return chord(p.lat(), p.lon(), p.altitude(), q.lat(), q.lon(), q.altitude(),
                         ellipsoid_from_python(ellipsoid));
        },
        py::arg("other"), py::kw_only(), py::arg("ellipsoid") = py::none(), CHORD_DOC);
    refuse_other_arguments(type, {{"chord", "a Point3D"}});
    format_by_fields(type, &as_tuple);
}

}  // namespace

void bind(py::module_& m) {
    py::options options;
    options.disable_function_signatures();
    bind_point(m);
    bind_point3d(m);
}

}  // namespace geodist::bindings::points
