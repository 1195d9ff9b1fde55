// The element-wise functions: plain C functions with vectorcall, because a scalar call costs less
// than pybind11's own dispatch.
#include <geodist/batch.hpp>
#include <geodist/error.hpp>

#include <algorithm>
#include <array>
#include <span>
#include <stdexcept>
#include <string>
#include <utility>

#include "argument_errors.hpp"
#include "array_loop.hpp"
#include "bindings.hpp"
#include "ellipsoid.hpp"
#include "errors.hpp"
#include "functions.hpp"
#include "numpy_api.hpp"

namespace py = pybind11;

namespace geodist::bindings::elementwise {

namespace {

// One NamedTuple class per function, null where the function gives one number. Set at import.
std::array<PyTypeObject*, function_count> result_types{};

PyObject** keyword_slot(const Function& function, Arguments& arguments, PyObject* key) {
    const auto is = [key](const char* name) {
        return PyUnicode_CompareWithASCIIString(key, name) == 0;
    };
    for (std::size_t i = 0; i < function.parameters.size(); ++i) {
        if (is(function.parameters[i].name)) {
            return &arguments.inputs[i];
        }
    }
    return is("ellipsoid") ? &arguments.ellipsoid
           : is("out")     ? &arguments.out
           : is("where")   ? &arguments.where
           : is("threads") ? &arguments.threads
                           : nullptr;
}

void parse_keywords(const Function& function, Arguments& arguments, PyObject* const* values,
                    PyObject* names) {
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(names); ++i) {
        PyObject* key = PyTuple_GET_ITEM(names, i);
        PyObject** slot = keyword_slot(function, arguments, key);
        if (slot == nullptr || *slot != nullptr) {
            throw_keyword(function, key, slot != nullptr);
        }
        *slot = values[i];
    }
    // The defaults, written out by the caller.
    for (PyObject** slot : {&arguments.ellipsoid, &arguments.out, &arguments.threads}) {
        *slot = *slot == Py_None ? nullptr : *slot;
    }
    arguments.where = arguments.where == Py_True ? nullptr : arguments.where;
}

Arguments parse(const Function& function, PyObject* const* values, Py_ssize_t positional,
                PyObject* names) {
    Arguments arguments;
    const auto given = static_cast<std::size_t>(positional);
    if (given > function.parameters.size()) {
        throw_too_many(function, given);
    }
    for (std::size_t i = 0; i < given; ++i) {
        arguments.inputs[i] = values[i];
    }
    if (names != nullptr) {
        parse_keywords(function, arguments, values + positional, names);
    }
    return arguments;
}

bool any_missing(const Function& function, const Arguments& arguments) {
    const auto inputs = std::span(arguments.inputs).first(function.parameters.size());
    return std::ranges::find(inputs, nullptr) != inputs.end();
}

bool numpy_number(PyObject* object) {
    return (PyArray_IsScalar(object, Number) || PyArray_IsScalar(object, Bool)) &&
           !PyArray_IsScalar(object, ComplexFloating) && !PyArray_IsScalar(object, Timedelta);
}

// True if the object is a number (not an array): its value.
bool number(PyObject* object, double& value) {
    if (PyFloat_Check(object)) {  // numpy.float64 too
        value = PyFloat_AS_DOUBLE(object);
        return true;
    }
    if (!PyLong_Check(object) && !numpy_number(object)) {
        return false;
    }
    value = PyFloat_AsDouble(object);
    if (value == -1 && PyErr_Occurred() != nullptr) {
        throw py::error_already_set();
    }
    return true;
}

int thread_count(PyObject* threads) {
    if (threads == nullptr) {
        return 0;
    }
    if (PyIndex_Check(threads) == 0) {
        PyErr_Format(PyExc_TypeError, "threads must be None or an integer, got %s",
                     Py_TYPE(threads)->tp_name);
        throw py::error_already_set();
    }
    const py::object whole = py::reinterpret_steal<py::object>(PyNumber_Index(threads));
    if (!whole) {
        throw py::error_already_set();
    }
    constexpr long most = 1024;
    int overflow = 0;
    const long count = PyLong_AsLongAndOverflow(whole.ptr(), &overflow);
    if (overflow != 0 || count < 1 || count > most) {
        PyErr_Format(PyExc_ValueError, "threads must be None or between 1 and %ld, got %S", most,
                     whole.ptr());
        throw py::error_already_set();
    }
    return static_cast<int>(count);
}

bool type_has(PyObject* object, const char* attribute) {
    return PyObject_HasAttrString(reinterpret_cast<PyObject*>(Py_TYPE(object)), attribute) != 0;
}

// An array of xarray, which may say its unit.
bool is_labelled(PyObject* object) { return type_has(object, "dims") && type_has(object, "attrs"); }

// A quantity of Astropy, pint or the like: NumPy would drop its unit.
bool has_units(PyObject* object) {
    return type_has(object, "to") && (type_has(object, "unit") || type_has(object, "units"));
}

// As deep as NumPy looks: a list may hold itself.
bool list_with_units(PyObject* list, int depth = 64) {
    PyTypeObject* plain = nullptr;  // the last type looked at
    for (Py_ssize_t i = 0; i < PySequence_Fast_GET_SIZE(list); ++i) {
        PyObject* item = PySequence_Fast_GET_ITEM(list, i);
        if (Py_TYPE(item) == plain || PyFloat_Check(item) || PyLong_Check(item)) {
            continue;
        }
        const bool nested = PyList_CheckExact(item) || PyTuple_CheckExact(item);
        if (nested ? depth > 0 && list_with_units(item, depth - 1)
                   : has_units(item) || is_labelled(item)) {
            return true;
        }
        plain = nested ? plain : Py_TYPE(item);
    }
    return false;
}

// A column by Arrow's PyCapsule interface; points and tables, which hold several, are none.
bool is_arrow_column(PyObject* object) {
    return (type_has(object, "__arrow_c_array__") || type_has(object, "__arrow_c_stream__")) &&
           !type_has(object, "columns") && !type_has(object, "lat");
}

// True if the object is for geodist._calls: NumPy's functions would hand a call with it over to it
// (pandas, xarray, Dask, ...), or it is a masked array, has a unit, or is a column of Arrow.
bool overrides(PyObject* object) {
    if (object == nullptr || PyArray_CheckExact(object) || PyFloat_Check(object) ||
        PyLong_Check(object) || PyArray_IsScalar(object, Generic)) {
        return false;
    }
    if (PyList_CheckExact(object) || PyTuple_CheckExact(object)) {
        return list_with_units(object);
    }
    static PyObject* const of_array =
        PyObject_GetAttrString(reinterpret_cast<PyObject*>(&PyArray_Type), "__array_ufunc__");
    const py::object found = py::getattr(py::handle(reinterpret_cast<PyObject*>(Py_TYPE(object))),
                                         "__array_ufunc__", py::object());
    if (found && found.ptr() != of_array) {
        return true;
    }
    return (PyArray_Check(object) && PyObject_HasAttrString(object, "mask") != 0) ||
           has_units(object) || is_arrow_column(object);
}

bool any_overrides(const Function& function, const Arguments& arguments) {
    for (std::size_t i = 0; i < function.parameters.size(); ++i) {
        if (overrides(arguments.inputs[i])) {
            return true;
        }
    }
    if (arguments.out != nullptr && PyTuple_Check(arguments.out)) {
        for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(arguments.out); ++i) {
            if (overrides(PyTuple_GET_ITEM(arguments.out, i))) {
                return true;
            }
        }
        return overrides(arguments.where);
    }
    return overrides(arguments.out) || overrides(arguments.where);
}

py::object or_default(PyObject* object, PyObject* fallback) {
    return py::reinterpret_borrow<py::object>(object != nullptr ? object : fallback);
}

py::object dispatch(const Function& function, const Arguments& arguments,
                    const Ellipsoid& ellipsoid) {
    const std::size_t count = function.parameters.size();
    py::tuple inputs(count);
    for (std::size_t i = 0; i < count; ++i) {
        inputs[i] = py::reinterpret_borrow<py::object>(arguments.inputs[i]);
    }
    return py::module_::import("geodist._calls.dispatch")
        .attr("call")(function.name, inputs, ellipsoid.a(), ellipsoid.f(),
                      or_default(arguments.out, Py_None), or_default(arguments.where, Py_True),
                      or_default(arguments.threads, Py_None));
}

// A call with points in place of their coordinates, as distance(a, b).
py::object call_with_points(const Function& function, const Arguments& arguments,
                            PyObject* const* values, Py_ssize_t positional) {
    py::tuple given(positional);
    for (std::size_t i = 0; i < given.size(); ++i) {
        given[i] = py::reinterpret_borrow<py::object>(values[i]);
    }
    py::dict named;
    for (std::size_t i = given.size(); i < function.parameters.size(); ++i) {
        if (arguments.inputs[i] != nullptr) {
            named[function.parameters[i].name] =
                py::reinterpret_borrow<py::object>(arguments.inputs[i]);
        }
    }
    py::object result =
        py::module_::import("geodist._calls.points")
            .attr("call")(function.name, given, named, or_default(arguments.ellipsoid, Py_None),
                          or_default(arguments.out, Py_None), or_default(arguments.where, Py_True),
                          or_default(arguments.threads, Py_None));
    if (result.is(py::reinterpret_borrow<py::object>(Py_NotImplemented))) {
        throw_missing(function, arguments);
    }
    return result;
}

// A NamedTuple is a tuple of its own type, without further state.
PyObject* make_result(std::size_t which, py::object* values, std::size_t count) {
    PyTypeObject* type = result_types[which];
    if (type == nullptr) {
        return values[0].release().ptr();
    }
    PyObject* result = type->tp_alloc(type, static_cast<Py_ssize_t>(count));
    if (result == nullptr) {
        throw py::error_already_set();
    }
    for (std::size_t i = 0; i < count; ++i) {
        PyTuple_SET_ITEM(result, static_cast<Py_ssize_t>(i), values[i].release().ptr());
    }
    return result;
}

PyObject* call_numbers(std::size_t which, const std::array<double, max_inputs>& numbers,
                       const Ellipsoid& ellipsoid) {
    const Function& function = functions[which];
    const Arity columns = arity(function.operation);
    std::array<double, max_outputs> values;
    std::array<StridedInput, max_inputs> inputs;
    std::array<StridedOutput, max_outputs> outputs;
    for (std::size_t i = 0; i < columns.inputs; ++i) {
        inputs[i] = {&numbers[i], 0};
    }
    for (std::size_t i = 0; i < columns.outputs; ++i) {
        outputs[i] = {&values[i], 0};
    }
    try {
        run(function.operation, {inputs.data(), columns.inputs}, {outputs.data(), columns.outputs},
            1, ellipsoid);
    } catch (const GeodistError& error) {
        set_python_error(error, 0, nullptr);
        throw py::error_already_set();
    }
    if (result_types[which] == nullptr) {
        return PyFloat_FromDouble(values[0]);
    }
    std::array<py::object, max_outputs> results;
    for (std::size_t i = 0; i < columns.outputs; ++i) {
        results[i] = py::float_(values[i]);
    }
    return make_result(which, results.data(), columns.outputs);
}

PyObject* call(std::size_t which, PyObject* const* values, Py_ssize_t positional, PyObject* names) {
    const Function& function = functions[which];
    const Arguments arguments = parse(function, values, positional, names);
    if (any_missing(function, arguments)) {
        return call_with_points(function, arguments, values, positional).release().ptr();
    }
    const std::size_t count = function.parameters.size();
    const Ellipsoid ellipsoid =
        arguments.ellipsoid == nullptr ? wgs84() : ellipsoid_from_python(arguments.ellipsoid);
    const int threads = thread_count(arguments.threads);
    if (arguments.out == nullptr && arguments.where == nullptr) {
        std::array<double, max_inputs> numbers;
        std::size_t i = 0;
        while (i < count && number(arguments.inputs[i], numbers[i])) {
            ++i;
        }
        if (i == count) {
            if (count < max_inputs) {
                numbers[count] = function.last_input;
            }
            return call_numbers(which, numbers, ellipsoid);
        }
    }
    if (any_overrides(function, arguments)) {
        return dispatch(function, arguments, ellipsoid).release().ptr();
    }
    auto results = run_arrays(function, arguments, ellipsoid, threads);
    return make_result(which, results.data(), arity(function.operation).outputs);
}

// Not noexcept, though it throws no exception: at its own end Python before 3.14 may end a thread
// by unwinding the stack, wherever that runs code of Python.
template <std::size_t Which>
PyObject* entry(PyObject* /*self*/, PyObject* const* values, Py_ssize_t positional,
                PyObject* names) {
    try {
        return call(Which, values, positional, names);
    } catch (py::error_already_set& error) {
        error.restore();
    } catch (const py::builtin_exception& error) {
        error.set_error();
    } catch (const GeodistError& error) {
        set_python_error(error, 0, nullptr);
    } catch (const std::bad_alloc&) {
        PyErr_NoMemory();
    } catch (const std::exception& error) {
        PyErr_SetString(PyExc_RuntimeError, error.what());
    }
    return nullptr;
}

template <std::size_t... Which>
std::array<PyMethodDef, function_count> make_definitions(std::index_sequence<Which...>) {
    // Python keeps pointers to the docstrings.
    static std::array<std::string, function_count> docs;
    ((docs[Which] = function_docstring(functions[Which])), ...);
    return {PyMethodDef{functions[Which].name,
                        reinterpret_cast<PyCFunction>(reinterpret_cast<void (*)()>(entry<Which>)),
                        METH_FASTCALL | METH_KEYWORDS, docs[Which].c_str()}...};
}

// By name: parameters, name of the NamedTuple of the results (None: one number), names and units of
// the results, topic in the reference.
py::dict function_table() {
    py::dict table;
    for (const Function& function : functions) {
        const OperationInfo& info = function.info();
        py::tuple parameters(function.parameters.size());
        for (std::size_t i = 0; i < function.parameters.size(); ++i) {
            parameters[i] = function.parameters[i].name;
        }
        py::tuple names(info.results.size());
        py::tuple units(info.results.size());
        for (std::size_t i = 0; i < info.results.size(); ++i) {
            names[i] = info.results[i].name;
            units[i] = info.results[i].unit;
        }
        const py::object type = info.result_type == nullptr ? py::object(py::none())
                                                            : py::object(py::str(info.result_type));
        table[function.name] = py::make_tuple(parameters, type, names, units, function.doc.topic);
    }
    return table;
}

}  // namespace

void bind(py::module_& m) {
    static std::array<PyMethodDef, function_count> definitions =
        make_definitions(std::make_index_sequence<function_count>());
    const py::module_ results = py::module_::import("geodist._types.results");
    const py::str home("geodist");
    for (std::size_t i = 0; i < function_count; ++i) {
        if (functions[i].info().result_type != nullptr) {
            result_types[i] = reinterpret_cast<PyTypeObject*>(
                py::object(results.attr(functions[i].info().result_type)).release().ptr());
        }
        // No self: then pickle finds the function by its module and name.
        m.attr(functions[i].name) = py::reinterpret_steal<py::object>(
            PyCFunction_NewEx(&definitions[i], nullptr, home.ptr()));
    }
    m.attr("functions") = function_table();
}

}  // namespace geodist::bindings::elementwise
