// Element-wise functions over NumPy arrays: broadcasting, casting by blocks, errors with their
// index.
#pragma once

#include <array>

#include <geodist/batch.hpp>

#include "functions.hpp"
#include "numpy_api.hpp"

namespace geodist::bindings {

// The arguments of one call, borrowed; null where not given.
struct Arguments {
    std::array<PyObject*, max_inputs> inputs{};
    PyObject* ellipsoid = nullptr;
    PyObject* out = nullptr;
    PyObject* where = nullptr;
    PyObject* threads = nullptr;
};

// Runs a function over anything that NumPy can make arrays of. Returns one object per output:
// the caller's own where `out` names one, else a new array (a NumPy scalar if it has no dimension).
std::array<pybind11::object, max_outputs> run_arrays(const Function& function,
                                                     const Arguments& arguments,
                                                     const Ellipsoid& ellipsoid, int threads);

}  // namespace geodist::bindings
