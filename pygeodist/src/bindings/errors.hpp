// Errors of the core as the exceptions of geodist._errors.
#pragma once

#include <geodist/error.hpp>

#include <pybind11/pybind11.h>

namespace geodist::bindings {

// The Python exception for an error of the core, with its class, message, value and index.
pybind11::object python_error(const GeodistError& error);
// As above with another value (a name, say) or index (a tuple of an array's indices, say).
pybind11::object python_error(const GeodistError& error, const pybind11::object& value,
                              const pybind11::object& index);

// Sets the Python exception for an error of the core, with the flat index made an index of
// an array of that shape: None, an int, or a tuple.
void set_python_error(const GeodistError& error, int ndim, const pybind11::ssize_t* shape);

// Raises what python_error() made.
[[noreturn]] void raise(const pybind11::object& error);

}  // namespace geodist::bindings
