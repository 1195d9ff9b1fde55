// Points along one geodesic; geodist._measures.waypoints makes a function of it.
#include <geodist/error.hpp>
#include <geodist/geodesic.hpp>

#include <pybind11/numpy.h>
#include <pybind11/stl.h>

#include <optional>
#include <string>
#include <vector>

#include "bindings.hpp"
#include "ellipsoid.hpp"

namespace py = pybind11;

namespace geodist::bindings::waypoints {

namespace {

py::tuple waypoints(double lat1, double lon1, double lat2, double lon2,
                    std::optional<py::ssize_t> n, std::optional<double> spacing,
                    const py::object& ellipsoid) {
    const geodist::Ellipsoid figure = ellipsoid_from_python(ellipsoid);
    if (n && *n < 0) {
        throw geodist::GeodistError(  // in the words of the core, whose count has no sign
            "waypoints need a number of points of at least 2, got " + std::to_string(*n),
            static_cast<double>(*n));
    }
    const std::vector<geodist::LatLon> points =
        n ? geodist::waypoints(lat1, lon1, lat2, lon2, static_cast<std::size_t>(*n), figure)
          : geodist::waypoints_by_spacing(lat1, lon1, lat2, lon2, spacing.value(), figure);
    const auto count = static_cast<py::ssize_t>(points.size());
    py::array_t<double> lat(count);
    py::array_t<double> lon(count);
    for (py::ssize_t i = 0; i < count; ++i) {
        const geodist::LatLon& point = points[static_cast<std::size_t>(i)];
        lat.mutable_at(i) = point.lat;
        lon.mutable_at(i) = point.lon;
    }
    return py::make_tuple(lat, lon);
}

}  // namespace

void bind(py::module_& m) {
    m.def("waypoints", &waypoints, py::arg("lat1"), py::arg("lon1"), py::arg("lat2"),
          py::arg("lon2"), py::arg("n"), py::arg("spacing"), py::arg("ellipsoid"),
          "waypoints(lat1, lon1, lat2, lon2, n, spacing, ellipsoid)\n\n"
          "Latitudes and longitudes along one geodesic; see geodist.waypoints.");
}

}  // namespace geodist::bindings::waypoints
