// The extension module geodist._geodist_core: one bind_<topic> per file of this folder.
#include <pybind11/pybind11.h>

#include "geodist/constants.hpp"
#include "geodist/version.hpp"

namespace py = pybind11;

void bind_config(py::module_& m);

PYBIND11_MODULE(_geodist_core, m, py::mod_gil_not_used()) {
    m.doc() = "The compiled part of geodist; import geodist instead.";
    m.attr("__version__") = geodist::version();
    m.attr("EARTH_RADIUS_METERS") = geodist::EARTH_RADIUS_METERS;
    bind_config(m);
}
