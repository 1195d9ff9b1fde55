// Places along lines, and lines with more vertices or fewer; geodist._measures.along and
// geodist._measures.resampling make functions of them.
#include <geodist/along.hpp>
#include <geodist/resample.hpp>

#include <pybind11/numpy.h>

#include <utility>

#include "bindings.hpp"
#include "columns.hpp"
#include "ellipsoid.hpp"
#include "shape_columns.hpp"
#include "unlocked.hpp"

namespace py = pybind11;

namespace geodist::bindings::along {

namespace {

using Column = Array<double>;

// Two columns of results, of one length or one of both of length 1.
template <class Compute>
py::tuple pair_with(const ShapeColumns& shapes, const Column& other, const py::object& ellipsoid,
                    int threads, Compute compute) {
    const geodist::Ellipsoid figure = ellipsoid_from_python(ellipsoid);
    const auto n = shapes.size() == 1 ? other.size() : static_cast<py::ssize_t>(shapes.size());
    Column first(n), second(n);
    const auto one = mutable_view(first), two = mutable_view(second);
    run_unlocked(geodist::RunOptions{.threads = threads}, [&](const geodist::RunOptions& options) {
        compute(shapes.view(), one, two, figure, options);
    });
    return py::make_tuple(std::move(first), std::move(second));
}

py::tuple locate(const py::tuple& lines, const Column& lat, const Column& lon,
                 const py::object& ellipsoid, int threads) {
    const ShapeColumns shapes(lines);
    return pair_with(
        shapes, lat, ellipsoid, threads,
        [&](const auto& view_of, auto one, auto two, const auto& figure, const auto& options) {
            geodist::locate(view_of, view(lat), view(lon), one, two, figure, options);
        });
}

py::tuple interpolate_along(const py::tuple& lines, const Column& distance,
                            const py::object& ellipsoid, int threads) {
    const ShapeColumns shapes(lines);
    return pair_with(
        shapes, distance, ellipsoid, threads,
        [&](const auto& view_of, auto one, auto two, const auto& figure, const auto& options) {
            geodist::interpolate_along(view_of, view(distance), one, two, figure, options);
        });
}

template <class Resample>
py::tuple changed(const py::tuple& columns, double size, const py::object& ellipsoid, int threads,
                  Resample function) {
    const geodist::Ellipsoid figure = ellipsoid_from_python(ellipsoid);
    const ShapeColumns shapes(columns);
    geodist::ResampledShapes found = run_unlocked(
        geodist::RunOptions{.threads = threads}, [&](const geodist::RunOptions& options) {
            return function(shapes.view(), size, figure, options);
        });
    return py::make_tuple(to_array(std::move(found.lat)), to_array(std::move(found.lon)),
                          to_array(std::move(found.rings)));
}

py::tuple densify(const py::tuple& shapes, double spacing, const py::object& ellipsoid,
                  int threads) {
    return changed(shapes, spacing, ellipsoid, threads, geodist::densify);
}

py::tuple simplify(const py::tuple& shapes, double tolerance, const py::object& ellipsoid,
                   int threads) {
    return changed(shapes, tolerance, ellipsoid, threads, geodist::simplify);
}

py::tuple resample(const py::tuple& lines, double spacing, const py::object& ellipsoid,
                   int threads) {
    return changed(lines, spacing, ellipsoid, threads, geodist::resample);
}

}  // namespace

void bind(py::module_& m) {
    m.def("locate", &locate, py::arg("lines"), py::arg("lat").noconvert(),
          py::arg("lon").noconvert(), py::arg("ellipsoid"), py::arg("threads"),
          "locate(lines, lat, lon, ellipsoid, threads)\n\n"
          "Metres along lines and across from them; see geodist.locate.");
    m.def("interpolate_along", &interpolate_along, py::arg("lines"),
          py::arg("distance").noconvert(), py::arg("ellipsoid"), py::arg("threads"),
          "interpolate_along(lines, distance, ellipsoid, threads)\n\n"
          "Latitudes and longitudes at metres along lines; see geodist.interpolate_along.");
    m.def("densify", &densify, py::arg("shapes"), py::arg("spacing"), py::arg("ellipsoid"),
          py::arg("threads"),
          "densify(shapes, spacing, ellipsoid, threads)\n\n"
          "Latitudes, longitudes and offsets of rings; see geodist.densify.");
    m.def("simplify", &simplify, py::arg("shapes"), py::arg("tolerance"), py::arg("ellipsoid"),
          py::arg("threads"),
          "simplify(shapes, tolerance, ellipsoid, threads)\n\n"
          "Latitudes, longitudes and offsets of rings; see geodist.simplify.");
    m.def("resample", &resample, py::arg("lines"), py::arg("spacing"), py::arg("ellipsoid"),
          py::arg("threads"),
          "resample(lines, spacing, ellipsoid, threads)\n\n"
          "Latitudes, longitudes and offsets of lines; see geodist.tracks.resample.");
}

}  // namespace geodist::bindings::along
