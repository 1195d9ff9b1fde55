// The default number of threads.
#include <geodist/threads.hpp>

#include "bindings.hpp"

namespace py = pybind11;

void bind_threads(py::module_& m) {
    m.def("get_num_threads", &geodist::num_threads, R"(get_num_threads()

Number of threads that functions use where `threads` is not given.

Returns
-------
int
    The value of the last `set_num_threads`; before any, of the environment variable
    ``GEODIST_NUM_THREADS``, or the number of CPUs that this process may use (its affinity mask
    and its control group's quota).

Raises
------
GeodistError
    ``GEODIST_NUM_THREADS`` is no whole number from 1 to 1024.

See Also
--------
set_num_threads : Change it.

Examples
--------
>>> import geodist as gd
>>> gd.get_num_threads() >= 1
True
)");
    m.def("set_num_threads", &geodist::set_num_threads, py::arg("threads"),
          R"(set_num_threads(threads)

Set the number of threads that functions use where `threads` is not given.

Parameters
----------
threads : int
    From 1 to 1024, or 0 for the number that the environment says. Small work stays on the
    calling thread all the same. Results do not depend on it.

Raises
------
GeodistError
    `threads` is out of range.

See Also
--------
get_num_threads : The number in use.

Examples
--------
>>> import geodist as gd
>>> gd.set_num_threads(1)
>>> gd.get_num_threads()
1
>>> gd.set_num_threads(0)
)");
}
