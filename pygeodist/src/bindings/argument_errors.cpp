#include "argument_errors.hpp"

#include <geodist/point.hpp>

#include <algorithm>
#include <string_view>

#include "initialised.hpp"

namespace py = pybind11;

namespace geodist::bindings {

namespace {

std::string parameter_list(const Function& function) {
    std::string list;
    for (std::size_t i = 0; i < function.parameters.size(); ++i) {
        list.append(i == 0 ? "" : ", ").append(function.parameters[i].name);
    }
    return list;
}

std::string type_name(PyObject* value) { return py::str(py::type::of(value).attr("__qualname__")); }

// How callers hold the coordinates of one point, and how they become arguments.
enum class Held { apart, pair, triple, point, columns, rows };

// Two or three numbers in a row for each point, in an order that nobody said.
bool holds_rows(PyObject* value) {
    if (PyArray_Check(value)) {
        const auto* array = reinterpret_cast<PyArrayObject*>(value);
        return PyArray_NDIM(array) == 2 &&
               (PyArray_DIM(array, 1) == 2 || PyArray_DIM(array, 1) == 3);
    }
    if ((!PyTuple_Check(value) && !PyList_Check(value)) || PySequence_Size(value) == 0) {
        return false;
    }
    const auto first = py::reinterpret_steal<py::object>(PySequence_GetItem(value, 0));
    return PyTuple_Check(first.ptr()) || PyList_Check(first.ptr()) || PyArray_Check(first.ptr());
}

Held held_in(PyObject* value) {
    const py::handle object(value);
    if (value == nullptr) {
        return Held::apart;
    }
    if (py::isinstance<Point>(object)) {
        return Held::point;
    }
    if (py::hasattr(object, "lat") && py::hasattr(object, "lon")) {
        return Held::columns;
    }
    if (holds_rows(value)) {
        return Held::rows;
    }
    if (PyTuple_Check(value) || PyList_Check(value)) {
        const Py_ssize_t size = PySequence_Size(value);
        return size == 2 ? Held::pair : size == 3 ? Held::triple : Held::apart;
    }
    return Held::apart;
}

// A call with what the points p and q hold, as "distance(*p, *q)".
std::string call_with_points(const Function& function, Held held) {
    std::string call;
    const auto add = [&call](std::string_view argument) {
        call.append(call.empty() ? "" : ", ").append(argument);
    };
    for (std::size_t i = 0; i < function.parameters.size(); ++i) {
        const std::string_view name = function.parameters[i].name;
        const std::string point = name.ends_with('2') ? "q" : "p";
        const bool lat = name.starts_with("lat");
        if (lat || name.starts_with("lon")) {
            if (held == Held::columns) {
                add(point + (lat ? ".lat" : ".lon"));
            } else if (lat) {
                add("*" + point);
            }
        } else if (!name.starts_with('h') || held == Held::pair || held == Held::point) {
            add(name);
        } else if (held == Held::columns) {
            add(point + ".altitude");
        }
    }
    return function.name + ("(" + call + ")");
}

// What to do with points, for messages; empty where the function takes none.
std::string advice(const Function& function, Held held) {
    if (held == Held::apart || !std::string_view(function.parameters[0].name).starts_with("lat")) {
        return "";
    }
    if (held == Held::rows) {
        return "; say the order of rows of points with Points.from_latlon(p) or "
               "Points.from_lonlat(p)";
    }
    const char* how = held == Held::columns ? "give the columns of points"
                      : held == Held::point ? "unpack points"
                                            : "unpack what holds latitude, longitude in this order";
    return std::string("; ") + how + ": " + call_with_points(function, held);
}

std::string shape_of(const PyArrayObject* array) {
    std::string shape = "(";
    const int axes = PyArray_NDIM(array);
    for (int axis = 0; axis < axes; ++axis) {
        shape.append(axis == 0 ? "" : ", ").append(std::to_string(PyArray_DIM(array, axis)));
    }
    return shape + (axes == 1 ? ",)" : ")");
}

bool broadcast(const NamedArrays& arrays) {
    int axes = 0;
    for (const auto& [name, array] : arrays) {
        axes = std::max(axes, PyArray_NDIM(array));
    }
    for (int back = 1; back <= axes; ++back) {
        npy_intp length = 1;
        for (const auto& [name, array] : arrays) {
            const int axis = PyArray_NDIM(array) - back;
            const npy_intp mine = axis < 0 ? 1 : PyArray_DIM(array, axis);
            if (mine != 1 && length != 1 && mine != length) {
                return false;
            }
            length = mine == 1 ? length : mine;
        }
    }
    return true;
}

}  // namespace

void throw_error(PyObject* type, const std::string& message) {
    PyErr_SetString(type, message.c_str());
    throw py::error_already_set();
}

void throw_missing(const Function& function, const Arguments& arguments) {
    std::string missing;
    Held held = Held::apart;
    for (std::size_t i = 0; i < function.parameters.size(); ++i) {
        if (arguments.inputs[i] == nullptr) {
            missing.append(missing.empty() ? "" : ", ").append(function.parameters[i].name);
        }
        held = held == Held::apart ? held_in(arguments.inputs[i]) : held;
    }
    throw_error(PyExc_TypeError,
                std::string(function.name) + "() is missing " + missing +
                    "; every coordinate is an argument of its own (no array of pairs, whose order "
                    "would have to be guessed): " +
                    function.name + "(" + parameter_list(function) + ")" + advice(function, held));
}

void throw_too_many(const Function& function, std::size_t given) {
    throw_error(PyExc_TypeError,
                std::string(function.name) + "() takes " +
                    std::to_string(function.parameters.size()) + " positional arguments (" +
                    parameter_list(function) + ") but " + std::to_string(given) +
                    " were given; ellipsoid, out, where and threads are given by name");
}

void throw_keyword(const Function& function, PyObject* key, bool known) {
    const auto name = py::str(py::handle(key)).cast<std::string>();
    const std::string call = std::string(function.name) + "() got ";
    if (known) {
        throw_error(PyExc_TypeError, call + "several values for argument '" + name + "'");
    }
    throw_error(PyExc_TypeError, call + "an unexpected keyword argument '" + name + "'; it takes " +
                                     parameter_list(function) + ", ellipsoid, out, where, threads");
}

void throw_if_points(const Function& function, const char* parameter, PyObject* value) {
    const Held held = held_in(value);
    if (held == Held::point || held == Held::columns) {
        throw_error(PyExc_TypeError, std::string(parameter) + " must hold real numbers, got " +
                                         type_name(value) + advice(function, held));
    }
}

void check_shapes(const NamedArrays& arrays) {
    if (broadcast(arrays)) {
        return;
    }
    std::string shapes;
    for (const auto& [name, array] : arrays) {
        shapes.append(shapes.empty() ? "" : ", ").append(name + " " + shape_of(array));
    }
    throw_error(PyExc_ValueError, "shapes do not broadcast: " + shapes);
}

}  // namespace geodist::bindings
