// Matrices of distances. geodist._measures.matrix checks the arguments; here they become
// those of the core.
#include <geodist/matrix.hpp>

#include <pybind11/numpy.h>

#include <stdexcept>

#include "bindings.hpp"
#include "ellipsoid.hpp"
#include "matrix_outputs.hpp"
#include "unlocked.hpp"

namespace py = pybind11;

namespace geodist::bindings::matrix {

namespace {

using Column = py::array_t<double>;

PointColumns points(const Column& lat, const Column& lon, const char* lat_name,
                    const char* lon_name) {
    if (lat.ndim() != 1 || lon.ndim() != 1 || lat.size() != lon.size()) {
        throw std::invalid_argument("latitudes and longitudes must be columns of one length");
    }
    PointColumns columns({lat.data(), lat.strides(0)}, {lon.data(), lon.strides(0)},
                         static_cast<std::size_t>(lat.size()));
    columns.lat_name = lat_name;
    columns.lon_name = lon_name;
    return columns;
}

void check_points(const Column& lat, const Column& lon, const char* lat_name,
                  const char* lon_name) {
    geodist::check_points(points(lat, lon, lat_name, lon_name));
}

void check_altitudes(const Column& altitude, const char* name) {
    if (altitude.ndim() != 1) {
        throw std::invalid_argument("altitudes must be a column");
    }
    geodist::check_altitudes({altitude.data(), altitude.strides(0)},
                             static_cast<std::size_t>(altitude.size()), name);
}

void cdist(const Column& lat_a, const Column& lon_a, const Column& lat_b, const Column& lon_b,
           py::array out, const py::object& ellipsoid, int threads) {
    const PointColumns a = points(lat_a, lon_a, "lat_a", "lon_a");
    const PointColumns b = points(lat_b, lon_b, "lat_b", "lon_b");
    const MatrixOutput matrix = matrix_output(out, lat_a.size(), lat_b.size());
    const geodist::Ellipsoid figure = ellipsoid_from_python(ellipsoid);
    run_unlocked(RunOptions{.threads = threads},
                 [&](const RunOptions& options) { geodist::cdist(a, b, matrix, figure, options); });
}

void pdist(const Column& lat, const Column& lon, py::array out, const py::object& ellipsoid,
           int threads) {
    const PointColumns set = points(lat, lon, "lat", "lon");
    const MatrixOutput condensed = condensed_output(out, set.size);
    const geodist::Ellipsoid figure = ellipsoid_from_python(ellipsoid);
    run_unlocked(RunOptions{.threads = threads}, [&](const RunOptions& options) {
        geodist::pdist(set, condensed, figure, options);
    });
}

}  // namespace

void bind(py::module_& m) {
    m.def("check_points", &check_points, py::arg("lat").noconvert(), py::arg("lon").noconvert(),
          py::arg("lat_name"), py::arg("lon_name"),
          "check_points(lat, lon, lat_name, lon_name)\n\nRaise for the first "
          "invalid point.");
    m.def("check_altitudes", &check_altitudes, py::arg("altitude").noconvert(), py::arg("name"),
          "check_altitudes(altitude, name)\n\nRaise for the first invalid altitude.");
    m.def("cdist", &cdist, py::arg("lat_a").noconvert(), py::arg("lon_a").noconvert(),
          py::arg("lat_b").noconvert(), py::arg("lon_b").noconvert(), py::arg("out"),
          py::arg("ellipsoid"), py::arg("threads"),
          "cdist(lat_a, lon_a, lat_b, lon_b, out, ellipsoid, threads)\n\n"
          "Fill a matrix of distances; see geodist.cdist.");
    m.def("pdist", &pdist, py::arg("lat").noconvert(), py::arg("lon").noconvert(), py::arg("out"),
          py::arg("ellipsoid"), py::arg("threads"),
          "pdist(lat, lon, out, ellipsoid, threads)\n\n"
          "Fill a condensed matrix of distances; see geodist.pdist.");
}

}  // namespace geodist::bindings::matrix
