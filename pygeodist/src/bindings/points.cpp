#include <geodist/ecef.hpp>
#include <geodist/geodesic.hpp>
#include <geodist/point.hpp>

#include <pybind11/pybind11.h>

#include <cmath>

#include "bindings.hpp"
#include "ellipsoid.hpp"
#include "points_text.hpp"
#include "value_type.hpp"

namespace py = pybind11;

namespace geodist::bindings::points {

namespace {

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
