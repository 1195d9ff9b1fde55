// Hands columns of points and shapes to other libraries by the Arrow PyCapsule interface, without
// copying them.
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

// A field: its format, its name, whether rows may be null, metadata, the fields in it.
std::unique_ptr<ArrowSchema> make_schema(const py::tuple& field) {
    auto contents = std::make_unique<Contents<ArrowSchema>>();
    contents->format = field[0].cast<std::string>();
    contents->name = field[1].cast<std::string>();
    if (const auto metadata = field[3].cast<py::dict>(); !metadata.empty()) {
        contents->metadata = write_metadata(metadata);
    }
    for (const auto& child : field[4].cast<py::tuple>()) {
        contents->storage.push_back(make_schema(child.cast<py::tuple>()));
    }
    const Contents<ArrowSchema>& kept = *contents;
    auto schema = make_structure(std::move(contents));
    schema->format = kept.format.c_str();
    schema->name = kept.name.c_str();
    schema->metadata = kept.metadata.empty() ? nullptr : kept.metadata.data();
    schema->flags = field[2].cast<bool>() ? 2 : 0;  // ARROW_FLAG_NULLABLE
    return schema;
}

// An array: its length, how many rows are null, its buffers (arrays of NumPy or None), the arrays
// in it. The buffers live as long as the array.
std::unique_ptr<ArrowArray> make_array(const py::tuple& array) {
    const auto length = array[0].cast<std::int64_t>(), nulls = array[1].cast<std::int64_t>();
    const auto buffers = array[2].cast<py::tuple>();
    auto contents = std::make_unique<Contents<ArrowArray>>();
    for (const auto& child : array[3].cast<py::tuple>()) {
        contents->storage.push_back(make_array(child.cast<py::tuple>()));
    }
    for (const auto& buffer : buffers) {
        const void* data = nullptr;
        if (!buffer.is_none()) {
            const auto held = buffer.cast<py::array>();
            if ((held.flags() & py::array::c_style) == 0) {
                throw std::invalid_argument("a buffer is not contiguous");
            }
            data = held.data();
        }
        contents->buffers.push_back(data);
    }
    // Last, as what follows throws nothing: only release() gives it back.
    contents->owner = buffers.inc_ref().ptr();
    Contents<ArrowArray>& kept = *contents;
    auto made = make_structure(std::move(contents));
    made->length = length;
    made->null_count = nulls;
    made->offset = 0;
    made->n_buffers = static_cast<std::int64_t>(kept.buffers.size());
    made->buffers = kept.buffers.data();
    return made;
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

py::object write_schema(const py::tuple& field) {
    return in_new_capsule(make_schema(field), SCHEMA_CAPSULE);
}

py::object write_array(const py::tuple& array) {
    return in_new_capsule(make_array(array), ARRAY_CAPSULE);
}

}  // namespace

void bind(py::module_& m) {
    m.def("write_arrow_schema", &write_schema, py::arg("field"),
          "write_arrow_schema(field)\n\n"
          "Describe a type in a capsule: format, name, nullable, metadata, fields in it.");
    m.def(
        "write_arrow_array", &write_array, py::arg("array"),
        "write_arrow_array(array)\n\n"
        "Put an array into a capsule, without copying its buffers: length, nulls, buffers, arrays "
        "in it.");
}

}  // namespace geodist::bindings::arrow_export
