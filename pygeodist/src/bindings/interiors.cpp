// Points in polygons; geodist._measures.shape_relations makes functions of them.
#include <geodist/interiors.hpp>

#include <pybind11/numpy.h>

#include <algorithm>
#include <cstdint>
#include <span>

#include "bindings.hpp"
#include "columns.hpp"
#include "ellipsoid.hpp"
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
        return true;
    });
    return out;
}

}  // namespace

void bind(py::module_& m) {
    m.def("find_places", &find_places, py::arg("shapes"), py::arg("lat").noconvert(),
          py::arg("lon").noconvert(), py::arg("ellipsoid"), py::arg("threads"),
          "find_places(shapes, lat, lon, ellipsoid, threads)\n\n"
          "Where points are in polygons, row by row: 0 outside, 1 inside, 2 on the boundary; see "
          "geodist.covers.");
}

}  // namespace geodist::bindings::interiors
