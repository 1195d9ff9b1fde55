// Hands columns of points to other libraries by the Arrow PyCapsule interface, without copying
// them.
#include <pybind11/numpy.h>
#include <pybind11/pybind11.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "arrow.hpp"
#include "bindings.hpp"

namespace py = pybind11;

namespace geodist::bindings::arrow_export {

namespace {

// What a structure refers to. Consumers may move the children of a structure away and release
// them on their own, so every one has its own.
template <class T>
struct Contents {
    std::string format, name, metadata;       // of a schema
    std::vector<const void*> buffers;         // of an array
    PyObject* owner = nullptr;                // of the buffers
    std::vector<std::unique_ptr<T>> storage;  // of the children
    std::vector<T*> children;
};

template <class T>
void release(T* structure) {
    for (std::int64_t i = 0; i < structure->n_children; ++i) {
        T& child = *structure->children[i];
        if (child.release != nullptr) {
            child.release(&child);
        }
    }
    const std::unique_ptr<Contents<T>> contents(static_cast<Contents<T>*>(structure->private_data));
    // Consumers release from any thread; after the interpreter is gone, so are its objects.
    if (contents->owner != nullptr && Py_IsInitialized() != 0) {
        const py::gil_scoped_acquire locked;
        Py_DECREF(contents->owner);
    }
    structure->release = nullptr;
}

template <class T>
std::unique_ptr<T> make_structure(std::unique_ptr<Contents<T>> contents) {
    auto structure = std::make_unique<T>();
    for (const auto& child : contents->storage) {
        contents->children.push_back(child.get());
    }
    structure->n_children = static_cast<std::int64_t>(contents->children.size());
    structure->children = contents->children.data();
    structure->release = &release<T>;
    structure->private_data = contents.release();
    return structure;
}

void append_length(std::string& text, std::size_t length) {
    const auto value = static_cast<std::int32_t>(length);
    text.append(reinterpret_cast<const char*>(&value), sizeof value);
}

std::string write_metadata(const py::dict& pairs) {
    std::string text;
    append_length(text, pairs.size());
    for (const auto& [key, value] : pairs) {
        for (const auto& part : {key, value}) {
            const auto bytes = part.cast<std::string>();
            append_length(text, bytes.size());
            text += bytes;
        }
    }
    return text;
}

std::unique_ptr<ArrowSchema> make_schema(std::string format, std::string name, bool nullable,
                                         std::string metadata = {},
                                         std::vector<std::unique_ptr<ArrowSchema>> children = {}) {
    auto contents = std::make_unique<Contents<ArrowSchema>>();
    contents->format = std::move(format);
    contents->name = std::move(name);
    contents->metadata = std::move(metadata);
    contents->storage = std::move(children);
    const Contents<ArrowSchema>& kept = *contents;
    auto schema = make_structure(std::move(contents));
    schema->format = kept.format.c_str();
    schema->name = kept.name.c_str();
    schema->metadata = kept.metadata.empty() ? nullptr : kept.metadata.data();
    schema->flags = nullable ? 2 : 0;  // ARROW_FLAG_NULLABLE
    return schema;
}

std::unique_ptr<ArrowArray> make_array(std::int64_t length, std::vector<const void*> buffers,
                                       const py::object& owner,
                                       std::vector<std::unique_ptr<ArrowArray>> children = {}) {
    auto contents = std::make_unique<Contents<ArrowArray>>();
    contents->buffers = std::move(buffers);
    contents->owner = owner.is_none() ? nullptr : owner.inc_ref().ptr();
    contents->storage = std::move(children);
    Contents<ArrowArray>& kept = *contents;
    auto array = make_structure(std::move(contents));
    array->length = length;
    array->n_buffers = static_cast<std::int64_t>(kept.buffers.size());
    array->buffers = kept.buffers.data();
    return array;
}

template <class T>
py::object in_new_capsule(std::unique_ptr<T> structure, const char* name) {
    const auto destroy = [](PyObject* capsule) {
        const std::unique_ptr<T> held(
            static_cast<T*>(PyCapsule_GetPointer(capsule, PyCapsule_GetName(capsule))));
        if (held->release != nullptr) {
            held->release(held.get());
        }
    };
    auto capsule = py::reinterpret_steal<py::object>(PyCapsule_New(structure.get(), name, destroy));
    if (!capsule) {
        structure->release(structure.get());
        throw py::error_already_set();
    }
    static_cast<void>(structure.release());
    return capsule;
}

py::object write_schema(const std::string& format, const py::list& names,
                        const py::dict& metadata) {
    std::vector<std::unique_ptr<ArrowSchema>> children;
    for (const auto& name : names) {
        children.push_back(make_schema("g", name.cast<std::string>(), false));
    }
    return in_new_capsule(
        make_schema(format, "", true, write_metadata(metadata), std::move(children)),
        SCHEMA_CAPSULE);
}

py::object write_array(std::int64_t length, bool fixed_size, const py::list& columns) {
    std::vector<std::unique_ptr<ArrowArray>> children;
    for (const auto& item : columns) {
        const auto column = item.cast<py::array_t<double>>();
        const std::int64_t size = column.size();
        if (column.ndim() != 1 || (size > 1 && column.strides(0) != sizeof(double)) ||
            (fixed_size ? length > 0 && size % length != 0 : size != length)) {
            throw std::invalid_argument("a column has another layout than the array");
        }
        children.push_back(make_array(size, {nullptr, column.data()}, column));
    }
    return in_new_capsule(make_array(length, {nullptr}, py::none(), std::move(children)),
                          ARRAY_CAPSULE);
}

}  // namespace

void bind(py::module_& m) {
    m.def("write_arrow_schema", &write_schema, py::arg("layout"), py::arg("children"),
          py::arg("metadata"),
          "write_arrow_schema(layout, children, metadata)\n\n"
          "Describe a type made of columns of float64, in a capsule.");
    m.def("write_arrow_array", &write_array, py::arg("length"), py::arg("fixed_size"),
          py::arg("columns"),
          "write_arrow_array(length, fixed_size, columns)\n\n"
          "Put an array made of columns of float64 into a capsule, without copying them.");
}

}  // namespace geodist::bindings::arrow_export
