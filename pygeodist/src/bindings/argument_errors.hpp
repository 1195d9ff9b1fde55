// What the element-wise functions say of arguments that they cannot take.
#pragma once

#include <pybind11/pybind11.h>

#include <string>
#include <utility>
#include <vector>

#include "array_loop.hpp"
#include "functions.hpp"
#include "numpy_api.hpp"

namespace geodist::bindings {

[[noreturn]] void throw_error(PyObject* type, const std::string& message);

// Some of the inputs are null.
[[noreturn]] void throw_missing(const Function& function, const Arguments& arguments);

[[noreturn]] void throw_too_many(const Function& function, std::size_t given);

// The keyword is not one of the function's, or was given before.
[[noreturn]] void throw_keyword(const Function& function, PyObject* key, bool known);

// Throws if the value of a parameter is points rather than one of their coordinates.
void throw_if_points(const Function& function, const char* parameter, PyObject* value);

using NamedArrays = std::vector<std::pair<std::string, PyArrayObject*>>;

// Throws if the shapes do not broadcast.
void check_shapes(const NamedArrays& arrays);

}  // namespace geodist::bindings
