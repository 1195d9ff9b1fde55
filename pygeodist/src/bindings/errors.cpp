#include "errors.hpp"

#include <geodist/point_index.hpp>

#include <exception>
#include <string>
#include <utility>

#include "bindings.hpp"

namespace py = pybind11;

namespace geodist::bindings {

namespace {

template <class Error>
bool is(const GeodistError& error) {
    return dynamic_cast<const Error*>(&error) != nullptr;
}

const char* class_name(const GeodistError& error) {
    return is<InvalidLatitudeError>(error)      ? "InvalidLatitudeError"
           : is<InvalidLongitudeError>(error)   ? "InvalidLongitudeError"
           : is<InvalidAltitudeError>(error)    ? "InvalidAltitudeError"
           : is<InvalidEllipsoidError>(error)   ? "InvalidEllipsoidError"
           : is<InvalidBoundingBoxError>(error) ? "InvalidBoundingBoxError"
           : is<InvalidGeometryError>(error)    ? "InvalidGeometryError"
           : is<EmptyGeometryError>(error)      ? "EmptyGeometryError"
           : is<IndexFileError>(error)          ? "IndexFileError"
                                                : "GeodistError";
}

void set_error(const py::object& error) {
    PyErr_SetObject(reinterpret_cast<PyObject*>(Py_TYPE(error.ptr())), error.ptr());
}

// None, a number or a tuple: where the element stands in an array of that shape.
py::object position(std::size_t flat, int ndim, const py::ssize_t* shape) {
    if (ndim == 0) {
        return py::none();
    }
    py::tuple indices(ndim);
    for (int axis = ndim - 1; axis >= 0; --axis) {
        const auto length = static_cast<std::size_t>(shape[axis]);
        indices[static_cast<std::size_t>(axis)] = flat % length;
        flat /= length;
    }
    return ndim == 1 ? py::object(indices[0]) : indices;
}

void replace(std::string& message, const std::string& from, const std::string& to) {
    if (const std::size_t at = message.rfind(from); at != std::string::npos) {
        message.replace(at, from.size(), to);
    }
}

void translate(std::exception_ptr pointer) {
    try {
        std::rethrow_exception(std::move(pointer));
    } catch (const GeodistError& error) {
        set_error(python_error(error));
    }
}

}  // namespace

py::object python_error(const GeodistError& error) {
    const py::object value = error.has_value() ? py::object(py::float_(error.value())) : py::none();
    const py::object index = error.index() ? py::object(py::int_(*error.index())) : py::none();
    return python_error(error, value, index);
}

py::object python_error(const GeodistError& error, const py::object& value,
                        const py::object& index) {
    const py::object type = py::module_::import("geodist._errors").attr(class_name(error));
    // A message may quote text that came from outside; no byte of it must hide the error.
    const char* text = error.what();
    const auto message = py::reinterpret_steal<py::object>(PyUnicode_DecodeUTF8(
        text, static_cast<py::ssize_t>(std::char_traits<char>::length(text)), "replace"));
    const py::object vertex = error.vertex() ? py::object(py::int_(*error.vertex())) : py::none();
    return type(message, value, index, vertex);
}

void set_python_error(const GeodistError& error, int ndim, const py::ssize_t* shape) {
    try {
        const py::object told = python_error(error);
        std::string message = error.what();
        py::object index = py::none();
        if (error.index()) {
            const std::string flat = "index " + std::to_string(*error.index());
            index = position(*error.index(), ndim, shape);
            if (ndim == 0) {
                // "(lat1, index 0)" becomes "(lat1)", and "(index 0)" goes.
                replace(message, ", " + flat, "");
                replace(message, " (" + flat + ")", "");
            } else {
                replace(message, flat, "index " + py::str(index).cast<std::string>());
            }
        }
        raise(py::type::of(told)(message, told.attr("value"), index));
    } catch (py::error_already_set& raised) {
        raised.restore();
    } catch (const std::exception& failure) {
        PyErr_SetString(PyExc_RuntimeError, failure.what());
    }
}

void raise(const py::object& error) {
    set_error(error);
    throw py::error_already_set();
}

void errors::bind(py::module_&) { py::register_local_exception_translator(&translate); }

}  // namespace geodist::bindings
