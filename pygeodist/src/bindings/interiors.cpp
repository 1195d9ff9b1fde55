// Points in polygons, crossings of rings; geodist._measures.interiors makes functions of them.
#include <geodist/interiors.hpp>
#include <geodist/location.hpp>
#include <geodist/self_crossings.hpp>

#include <pybind11/numpy.h>

#include <algorithm>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "bindings.hpp"
#include "columns.hpp"
#include "ellipsoid.hpp"
#include "locations.hpp"
#include "shape_columns.hpp"
#include "unlocked.hpp"

namespace py = pybind11;

namespace geodist::bindings::interiors {

namespace {

Array<std::uint8_t> find_places(const py::tuple& shapes, const Array<double>& lat,
                                const Array<double>& lon, const py::object& ellipsoid,
                                int threads) {
    const geodist::Ellipsoid figure = ellipsoid_from_python(ellipsoid);
    const ShapeColumns columns(shapes);
    const PointColumns points = point_columns(lat, lon);
    const std::size_t results = columns.size() == 1 ? points.size : columns.size();
    Array<std::uint8_t> out(static_cast<py::ssize_t>(results));
    const std::span<Place> places(reinterpret_cast<Place*>(out.mutable_data()), results);
    run_unlocked(geodist::RunOptions{.threads = threads}, [&](const geodist::RunOptions& options) {
        geodist::find_places(columns.view(), points, places, figure, options);
    });
    return out;
}

py::tuple self_crossings(const py::tuple& shapes, const py::object& ellipsoid, int threads) {
    const geodist::Ellipsoid figure = ellipsoid_from_python(ellipsoid);
    const ShapeColumns columns(shapes);
    const auto found = run_unlocked(
        geodist::RunOptions{.threads = threads}, [&](const geodist::RunOptions& options) {
            return geodist::self_crossings(columns.view(), figure, options);
        });
    return py::make_tuple(
        location_columns(found.size(), [&](std::size_t i) { return found[i].first; }),
        location_columns(found.size(), [&](std::size_t i) { return found[i].second; }));
}

}  // namespace

void bind(py::module_& m) {
    m.def("find_places", &find_places, py::arg("shapes"), py::arg("lat").noconvert(),
          py::arg("lon").noconvert(), py::arg("ellipsoid"), py::arg("threads"),
          "find_places(shapes, lat, lon, ellipsoid, threads)\n\n"
          "Where points are in polygons, row by row: 0 outside, 1 inside, 2 on the boundary; see "
          "geodist.covers.");
    m.def("self_crossings", &self_crossings, py::arg("shapes"), py::arg("ellipsoid"),
          py::arg("threads"),
          "self_crossings(shapes, ellipsoid, threads)\n\n"
          "Where lines and rings cross themselves: two columns of locations; see "
          "geodist.self_crossings.");
}

}  // namespace geodist::bindings::interiors
