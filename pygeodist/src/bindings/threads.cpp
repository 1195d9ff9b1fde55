// The default number of threads; documented in geodist._config.
#include <geodist/error.hpp>
#include <geodist/threads.hpp>

#include <string>

#include "bindings.hpp"
#include "integers.hpp"

namespace py = pybind11;

namespace geodist::bindings::threads {

void bind(py::module_& m) {
    m.def("num_threads", &geodist::num_threads, "num_threads()");
    m.def(
        "set_num_threads",
        [](const py::int_& threads) {
            const auto number = natural_number<int>(threads);
            if (!number) {  // in the words of the core
                throw GeodistError("the number of threads must be from 0 to 1024, got " +
                                       py::str(threads).cast<std::string>(),
                                   to_double(threads));
            }
            geodist::set_num_threads(*number);
        },
        py::arg("threads"), "set_num_threads(threads)");
}

}  // namespace geodist::bindings::threads
