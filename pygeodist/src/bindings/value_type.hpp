// What the immutable value types of the package have in common.
#pragma once

#include <pybind11/pybind11.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>
#include <tuple>

#include "initialised.hpp"

namespace geodist::bindings {

// Defines a final class that equals, hashes, unpacks, matches, pickles and prints by its fields,
// which are the parameters of its constructor. pybind11 ignores a second call of __init__, so
// values never change.
template <class T>
pybind11::class_<T> define_value_type(pybind11::module_& m, const char* name, const char* doc,
                                      std::initializer_list<const char*> fields,
                                      pybind11::tuple (*as_tuple)(const T&)) {
    namespace py = pybind11;
    // No feature of pybind11's own metaclass is needed; type checkers know the plain one.
    pybind11::class_<T> type(m, name, doc, py::is_final(),
                             py::metaclass(reinterpret_cast<PyObject*>(&PyType_Type)));
    type.attr("__module__") = "geodist";
    py::list names;
    for (const char* field : fields) {
        names.append(field);
    }
    const py::tuple match_args(names);
    type.attr("__match_args__") = match_args;
    type.def("__eq__", [](const T& x, const T& y) { return x == y; }, py::is_operator());
    type.def("__hash__", [as_tuple](const T& self) { return py::hash(as_tuple(self)); });
    type.def("__iter__", [as_tuple](const T& self) { return py::iter(as_tuple(self)); });
    type.def("__reduce__", [as_tuple](const py::object& self) {
        return py::make_tuple(py::type::of(self), as_tuple(self.cast<const T&>()));
    });
    type.def("__repr__", [as_tuple, match_args, name](const T& self) {
        const py::tuple values = as_tuple(self);
        std::string text = name;
        for (std::size_t i = 0; i < values.size(); ++i) {
            text += i == 0 ? "(" : ", ";
            text += match_args[i].template cast<std::string>() + "=" +
                    py::repr(values[i]).template cast<std::string>();
        }
        return text + ")";
    });
    return type;
}

// Formats a value as its fields: f"{point:.2f}" is "52.31, 4.76".
template <class T>
void format_by_fields(pybind11::class_<T>& type, pybind11::tuple (*as_tuple)(const T&)) {
    namespace py = pybind11;
    type.def("__format__", [as_tuple](const py::object& self, const py::str& spec) {
        if (py::len(spec) == 0) {
            return py::str(self);
        }
        const py::object format = py::module_::import("builtins").attr("format");
        py::list fields;
        for (const py::handle field : as_tuple(self.cast<const T&>())) {
            fields.append(format(field, spec));
        }
        return py::str(", ").attr("join")(fields).template cast<py::str>();
    });
}

// Whether a value says its unit, as quantities and xarray's arrays do: a float would lose it.
inline bool has_unit(pybind11::handle value) {
    namespace py = pybind11;
    if (PyFloat_Check(value.ptr()) || PyLong_Check(value.ptr())) {
        return false;
    }
    const auto says = [](py::handle object) {
        return py::hasattr(object, "unit") || py::hasattr(object, "units");
    };
    return says(value) || (py::hasattr(value, "data") && says(value.attr("data")));
}

inline bool any_has_unit(const pybind11::args& values, const pybind11::kwargs& named) {
    const auto check = [](pybind11::handle value) { return has_unit(value); };
    return std::any_of(values.begin(), values.end(), check) ||
           std::any_of(named.begin(), named.end(),
                       [&](const auto& item) { return check(item.second); });
}

constexpr const char* UNIT_ADVICE = "; convert what has a unit to degrees or metres, as a float";

// The values of a constructor's parameters; false if they are others, not numbers, or have a unit.
template <std::size_t N>
bool read_numbers(const pybind11::tuple& fields, const pybind11::args& values,
                  const pybind11::kwargs& named, std::array<double, N>& numbers) {
    if (values.size() + named.size() != N) {
        return false;
    }
    for (std::size_t i = 0; i < N; ++i) {
        PyObject* value = i < values.size()
                              ? PyTuple_GET_ITEM(values.ptr(), static_cast<Py_ssize_t>(i))
                              : PyDict_GetItemWithError(named.ptr(), fields[i].ptr());
        if (value != nullptr && has_unit(value)) {
            return false;
        }
        numbers[i] = value == nullptr ? 0 : PyFloat_AsDouble(value);
        if (PyErr_Occurred() != nullptr && PyErr_ExceptionMatches(PyExc_TypeError) == 0) {
            throw pybind11::error_already_set();
        }
        if (value == nullptr || PyErr_Occurred() != nullptr) {
            PyErr_Clear();
            return false;
        }
    }
    return true;
}

// What the types of the arguments are, as in a call.
inline std::string types_given(const pybind11::args& values, const pybind11::kwargs& named) {
    namespace py = pybind11;
    std::string given;
    const auto add = [&given](const std::string& key, py::handle value) {
        given += (given.empty() ? "" : ", ") + key;
        given += std::string(py::str(py::type::of(value).attr("__qualname__")));
    };
    for (const py::handle value : values) {
        add("", value);
    }
    for (const auto& [key, value] : named) {
        add(py::str(key).cast<std::string>() + "=", value);
    }
    return given;
}

// A second constructor for what is no float: it converts N numbers, and says in one line what it
// takes instead of others; `advice` is for a single argument, `named_advice` for named ones.
template <std::size_t N, class T>
void take_other_arguments(pybind11::class_<T>& type, const char* advice,
                          const char* named_advice = "") {
    namespace py = pybind11;
    const std::string name = py::str(type.attr("__name__"));
    const py::tuple fields = type.attr("__match_args__");
    const auto joined = py::str(", ").attr("join")(fields).template cast<std::string>();
    type.def(py::init([=](const py::args& values, const py::kwargs& named) -> T {
                 std::array<double, N> numbers{};
                 if (!read_numbers(fields, values, named, numbers)) {
                     const char* hint = any_has_unit(values, named) ? UNIT_ADVICE
                                        : !named.empty()            ? named_advice
                                        : values.size() == 1        ? advice
                                                                    : "";
                     throw py::type_error(name + "(" + joined + ") takes numbers, got " + name +
                                          "(" + types_given(values, named) + ")" + hint);
                 }
                 return std::apply([](auto... number) { return T(number...); }, numbers);
             }),
             "");
}

// A method, and what is said of its arguments where they are others.
struct Taken {
    const char* method;
    const char* takes;
};

// Further overloads of methods, which refuse all arguments in one line, with the signature that the
// docstring begins with.
template <class T>
void refuse_other_arguments(pybind11::class_<T>& type, std::initializer_list<Taken> methods) {
    namespace py = pybind11;
    const std::string owner = py::str(type.attr("__name__"));
    const std::string prefix = owner + ".";
    for (const auto& [method, takes] : methods) {
        const bool is_static = py::isinstance<py::staticmethod>(type.attr("__dict__")[method]);
        std::string signature = py::str(type.attr(method).attr("__text_signature__"));
        if (!is_static) {
            constexpr std::string_view self = "self, ";
            signature.erase(signature.find(self), self.size());
        }
        const std::string called = prefix + method + "(";
        const std::string start =
            prefix + method + signature + " takes " + takes + ", got " + called;
        const auto refuse = [start](const py::args& values, const py::kwargs& named) -> py::object {
            throw py::type_error(start + types_given(values, named) + ")");
        };
        if (is_static) {
            type.def_static(method, refuse, "");
        } else {
            type.def(
                method,
                [refuse, called, owner](const py::args& values,
                                        const py::kwargs& named) -> py::object {
                    if (values.empty() || !py::isinstance<T>(values[0])) {
                        throw py::type_error(called + ") must be called on a " + owner + ", got " +
                                             called + types_given(values, named) + ")");
                    }
                    return refuse(values[py::slice(1, std::nullopt, std::nullopt)], named);
                },
                "");
        }
    }
}

}  // namespace geodist::bindings
