// What all indexes have in Python: their files, bytes and pickles.
#pragma once

#include <pybind11/pybind11.h>

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <system_error>

#include "columns.hpp"

namespace geodist::bindings {

// Calls what may raise OSError about a file.
template <class Function>
auto about_file(const std::filesystem::path& path, Function function) {
    try {
        return function();
    } catch (const std::system_error& error) {
        errno = error.code().value();
        const pybind11::str name(path.string());
        PyErr_SetFromErrnoWithFilenameObject(PyExc_OSError, name.ptr());
        throw pybind11::error_already_set();
    }
}

// The same without the interpreter lock.
template <class Function>
auto with_file(const std::filesystem::path& path, Function function) {
    return about_file(path, [&] {
        const pybind11::gil_scoped_release unlocked;
        return function();
    });
}

template <class Index>
void save_index(const Index& index, const std::filesystem::path& path, const std::string& note) {
    with_file(path, [&] { index.save(path, note); });
}

template <class Index>
pybind11::bytes note_of_index(const Index& index) {
    return std::string(index.note());
}

template <class Index>
Index load_index(const std::filesystem::path& path, bool map, bool verify) {
    return with_file(path, [&] { return Index::load(path, {map, verify}); });
}

template <class Index>
Index index_from_bytes(const Array<std::uint8_t>& bytes) {
    const auto data = std::as_bytes(view(bytes));
    const pybind11::gil_scoped_release unlocked;
    return Index::from_bytes(data);
}

template <class Index>
Array<std::uint8_t> bytes_of_index(const Index& index) {
    const auto bytes = index.bytes();
    return Array<std::uint8_t>(static_cast<pybind11::ssize_t>(bytes.size()),
                               reinterpret_cast<const std::uint8_t*>(bytes.data()));
}

template <class Index>
void bind_index(pybind11::class_<Index>& type) {
    type.def_property_readonly("size", &Index::size)
        .def_property_readonly("missing", &Index::missing)
        .def_property_readonly("nbytes", &Index::nbytes)
        .def_property_readonly("ellipsoid", &Index::ellipsoid)
        .def("save", &save_index<Index>, pybind11::arg("path"), pybind11::arg("note"))
        .def_property_readonly("note", &note_of_index<Index>)
        .def("to_bytes", &bytes_of_index<Index>)
        // What object has for it ends the process: it calls the base class of pybind11.
        .def("__reduce__",
             [](const pybind11::object& self) {
                 return pybind11::make_tuple(pybind11::type::of(self).attr("from_bytes"),
                                             pybind11::make_tuple(self.attr("to_bytes")()));
             })
        .def_static("load", &load_index<Index>, pybind11::arg("path"), pybind11::arg("mmap"),
                    pybind11::arg("verify"))
        .def_static("from_bytes", &index_from_bytes<Index>, pybind11::arg("state").noconvert());
}

}  // namespace geodist::bindings
