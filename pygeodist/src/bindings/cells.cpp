// Cells of the Earth. geodist._search.cells checks the arguments.
#include <geodist/cells.hpp>

#include <pybind11/numpy.h>

#include <cstddef>
#include <cstdint>
#include <utility>

#include "bindings.hpp"
#include "columns.hpp"
#include "ellipsoid.hpp"
#include "initialised.hpp"
#include "unlocked.hpp"

namespace py = pybind11;

namespace geodist::bindings::cells {

namespace {

using Column = Array<double>;

Cells from_sample(const Column& lat, const Column& lon, std::size_t count,
                  const py::object& ellipsoid) {
    const geodist::Ellipsoid figure = ellipsoid_from_python(ellipsoid);
    const PointColumns points = point_columns(lat, lon);
    const py::gil_scoped_release unlocked;
    return Cells::from_sample(points, count, figure);
}

py::array_t<std::int32_t> cell(const Cells& self, const Column& lat, const Column& lon,
                               int threads) {
    return to_array(run_unlocked(RunOptions{.threads = threads}, [&](const RunOptions& options) {
        return self.cell(point_columns(lat, lon), options);
    }));
}

py::tuple cover(const Cells& self, const Column& lat, const Column& lon, const Column& radius,
                int threads) {
    CellCover found = run_unlocked(RunOptions{.threads = threads}, [&](const RunOptions& options) {
        return self.cover(point_columns(lat, lon), view(radius), options);
    });
    return py::make_tuple(to_array(std::move(found.starts)), to_array(std::move(found.cells)));
}

Cells fitted(const Cells& self, const Column& lat, const Column& lon) {
    const PointColumns points = point_columns(lat, lon);
    const py::gil_scoped_release unlocked;
    return self.fitted(points);
}

}  // namespace

void bind(py::module_& m) {
    py::class_<Cells> type(m, "Cells", "What geodist.Cells is made of.");
    type.def_static("from_sample", &from_sample, py::arg("lat").noconvert(),
                    py::arg("lon").noconvert(), py::arg("count"), py::arg("ellipsoid"))
        .def_property_readonly("size", &Cells::size)
        .def_property_readonly("ellipsoid", &Cells::ellipsoid)
        .def_property_readonly("is_fitted", &Cells::is_fitted)
        .def("cell", &cell, py::arg("lat").noconvert(), py::arg("lon").noconvert(),
             py::arg("threads"))
        .def("cover", &cover, py::arg("lat").noconvert(), py::arg("lon").noconvert(),
             py::arg("radius").noconvert(), py::arg("threads"))
        .def("fitted", &fitted, py::arg("lat").noconvert(), py::arg("lon").noconvert())
        .def("united", &Cells::united, py::arg("other"))
        .def(
            "__eq__", [](const Cells& a, const Cells& b) { return a == b; }, py::is_operator())
        .def("state", [](const Cells& self) { return to_array(self.state()); })
        .def_static(
            "from_state",
            [](const Array<std::int64_t>& state, const py::object& ellipsoid) {
                return Cells::from_state(view(state), ellipsoid_from_python(ellipsoid));
            },
            py::arg("state").noconvert(), py::arg("ellipsoid"))
        // What object has for it ends the process: it calls the base class of pybind11.
        .def("__reduce__", [](const py::object& self) {
            return py::make_tuple(py::type::of(self).attr("from_state"),
                                  py::make_tuple(self.attr("state")(), self.attr("ellipsoid")));
        });
}

}  // namespace geodist::bindings::cells
