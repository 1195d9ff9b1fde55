// Points along geodesics; geodist._measures.waypoints makes a function of it.
#include <geodist/error.hpp>
#include <geodist/geodesic.hpp>

#include <pybind11/numpy.h>
#include <pybind11/stl.h>

#include <optional>
#include <string>
#include <utility>

#include "bindings.hpp"
#include "columns.hpp"
#include "ellipsoid.hpp"
#include "errors.hpp"
#include "integers.hpp"
#include "unlocked.hpp"

namespace py = pybind11;

namespace geodist::bindings::waypoints {

namespace {

using Column = Array<double>;

// What is no count for the core is refused in its words.
std::size_t count_from_python(const py::int_& n) {
    if (const auto count = natural_number<std::size_t>(n)) {
        return *count;
    }
    const std::string got = py::str(n).cast<std::string>();
    throw GeodistError(n < py::int_(0)
                           ? "waypoints need a number of points of at least 2, got " + got
                           : "waypoints are at most 1e9 points, got " + got,
                       to_double(n));
}

// Columns of one shape, the first and the last points of lines. Returns starts, lat, lon.
py::tuple waypoints(const Column& lat1, const Column& lon1, const Column& lat2, const Column& lon2,
                    const std::optional<py::int_>& n, std::optional<double> spacing,
                    const py::object& ellipsoid, int threads) {
    const geodist::Ellipsoid figure = ellipsoid_from_python(ellipsoid);
    const geodist::PointColumns first = point_columns(lat1, lon1);
    const geodist::PointColumns last = point_columns(lat2, lon2);
    const std::size_t count = n ? count_from_python(*n) : 0;
    try {
        geodist::Lines lines = run_unlocked(
            geodist::RunOptions{.threads = threads}, [&](const geodist::RunOptions& options) {
                return n ? geodist::waypoints(first, last, count, figure, options)
                         : geodist::waypoints_by_spacing(first, last, spacing.value(), figure,
                                                         options);
            });
        return py::make_tuple(to_array(std::move(lines.starts)), to_array(std::move(lines.lat)),
                              to_array(std::move(lines.lon)));
    } catch (const geodist::GeodistError& error) {
        if (!error.index()) {
            throw;
        }
        set_python_error(error, static_cast<int>(lat1.ndim()), lat1.shape());
        throw py::error_already_set();
    }
}

}  // namespace

void bind(py::module_& m) {
    m.def("waypoints", &waypoints, py::arg("lat1").noconvert(), py::arg("lon1").noconvert(),
          py::arg("lat2").noconvert(), py::arg("lon2").noconvert(), py::arg("n"),
          py::arg("spacing"), py::arg("ellipsoid"), py::arg("threads"),
          "waypoints(lat1, lon1, lat2, lon2, n, spacing, ellipsoid, threads)\n\n"
          "Starts of lines, latitudes and longitudes along geodesics; see geodist.waypoints.");
}

}  // namespace geodist::bindings::waypoints
