// The extension module geodist._geodist_core.
#define GEODIST_IMPORT_NUMPY
#include "numpy_api.hpp"

#include <geodist/constants.hpp>
#include <geodist/version.hpp>

#include "bindings.hpp"

namespace py = pybind11;

PYBIND11_MODULE(geodist_core_of_main, m, py::mod_gil_not_used()) {
    if (PyArray_ImportNumPyAPI() < 0 || PyUFunc_ImportUFuncAPI() < 0) {
        throw py::error_already_set();
    }
    m.doc() = "The compiled part of geodist; import geodist instead.";
    m.attr("__version__") = geodist::version();
    m.attr("EARTH_RADIUS_METERS") = geodist::EARTH_RADIUS_METERS;
    using namespace geodist::bindings;
    config::bind(m);
    errors::bind(m);
    ellipsoid::bind(m);
    points::bind(m);
    bounding_box::bind(m);
    threads::bind(m);
    result_memory::bind(m);
    elementwise::bind(m);
    waypoints::bind(m);
    matrix::bind(m);
    point_index::bind(m);
    shape_index::bind(m);
    cells::bind(m);
    set_distance::bind(m);
    continuous::bind(m);
    shape_pairs::bind(m);
    shapes::bind(m);
    interiors::bind(m);
    along::bind(m);
    elastic::bind(m);
    text::bind(m);
    geometries::bind(m);
    table_scan::bind(m);
    table_cells::bind(m);
    ufuncs::bind(m);
    arrow_import::bind(m);
    arrow_export::bind(m);
}

// The start of pybind11, and NumPy, know one interpreter only: in another one pybind11 would wait
// for ever before Python 3.13, which looks at what the module says of interpreters.
PYBIND11_PLUGIN_IMPL(_geodist_core) {
    if (PyInterpreterState_Get() != PyInterpreterState_Main()) {
        PyErr_SetString(PyExc_ImportError, "geodist works in the main interpreter only");
        return nullptr;
    }
    return PyInit_geodist_core_of_main();
}
