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
    bind_config(m);
    bind_errors(m);
    bind_ellipsoid(m);
    bind_points(m);
    bind_bounding_box(m);
    bind_threads(m);
    bind_elementwise(m);
    bind_waypoints(m);
    bind_matrix(m);
    bind_point_index(m);
    bind_set_distance(m);
    bind_ufuncs(m);
    bind_arrow_import(m);
    bind_arrow_export(m);
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
