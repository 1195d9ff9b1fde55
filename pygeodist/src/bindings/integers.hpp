// Integers of Python, which have no end.
#pragma once

#include <pybind11/pybind11.h>

#include <limits>
#include <optional>
#include <string>

namespace geodist::bindings {

// The integer, or nothing if it is not from 0 to the largest T.
template <class T>
std::optional<T> natural_number(const pybind11::int_& number) {
    int beyond = 0;
    const long long value = PyLong_AsLongLongAndOverflow(number.ptr(), &beyond);
    if (beyond != 0 || value < 0 ||
        static_cast<unsigned long long>(value) > std::numeric_limits<T>::max()) {
        return std::nullopt;
    }
    return static_cast<T>(value);
}

// The nearest double; nothing if it is larger than any.
inline std::optional<double> to_double(const pybind11::int_& number) {
    const double value = PyLong_AsDouble(number.ptr());
    if (PyErr_Occurred() != nullptr) {
        PyErr_Clear();
        return std::nullopt;
    }
    return value;
}

}  // namespace geodist::bindings
