// Files of indexes.
#pragma once

#include <pybind11/pybind11.h>

#include <cerrno>
#include <filesystem>
#include <system_error>

namespace geodist::bindings {

// Calls without the interpreter lock what may raise OSError.
template <class Function>
auto with_file(const std::filesystem::path& path, Function function) {
    try {
        const pybind11::gil_scoped_release unlocked;
        return function();
    } catch (const std::system_error& error) {
        errno = error.code().value();
        const pybind11::str name(path.string());
        PyErr_SetFromErrnoWithFilenameObject(PyExc_OSError, name.ptr());
        throw pybind11::error_already_set();
    }
}

}  // namespace geodist::bindings
