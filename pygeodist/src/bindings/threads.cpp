// The default number of threads; documented in geodist._config.
#include <geodist/threads.hpp>

#include "bindings.hpp"

namespace py = pybind11;

namespace geodist::bindings::threads {

void bind(py::module_& m) {
    m.def("num_threads", &geodist::num_threads, "num_threads()");
    m.def("set_num_threads", &geodist::set_num_threads, py::arg("threads"),
          "set_num_threads(threads)");
}

}  // namespace geodist::bindings::threads
