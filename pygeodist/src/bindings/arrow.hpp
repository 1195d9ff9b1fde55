// The Arrow C data interface and C stream interface.
//
// https://arrow.apache.org/docs/format/CDataInterface.html
// https://arrow.apache.org/docs/format/CStreamInterface.html
//
// The layouts are part of the interface: every producer and consumer declares them for itself.
#pragma once

#include <pybind11/pybind11.h>

#include <cstdint>
#include <stdexcept>
#include <string>

namespace geodist::bindings {

struct ArrowSchema {
    const char* format;
    const char* name;
    const char* metadata;
    std::int64_t flags;
    std::int64_t n_children;
    ArrowSchema** children;
    ArrowSchema* dictionary;
    void (*release)(ArrowSchema*);
    void* private_data;
};

struct ArrowArray {
    std::int64_t length;
    std::int64_t null_count;
    std::int64_t offset;
    std::int64_t n_buffers;
    std::int64_t n_children;
    const void** buffers;
    ArrowArray** children;
    ArrowArray* dictionary;
    void (*release)(ArrowArray*);
    void* private_data;
};

struct ArrowArrayStream {
    int (*get_schema)(ArrowArrayStream*, ArrowSchema*);
    int (*get_next)(ArrowArrayStream*, ArrowArray*);
    const char* (*get_last_error)(ArrowArrayStream*);
    void (*release)(ArrowArrayStream*);
    void* private_data;
};

// A structure of the interface, released at the end of its lifetime.
template <class T>
class Released {
  public:
    Released() = default;
    // Takes it over from the caller, to whom it is then released.
    explicit Released(T& from) : value(from) { from.release = nullptr; }
    Released(const Released&) = delete;
    Released& operator=(const Released&) = delete;
    ~Released() {
        if (value.release != nullptr) {
            value.release(&value);
        }
    }

    T value{};
};

inline constexpr const char* SCHEMA_CAPSULE = "arrow_schema";
inline constexpr const char* ARRAY_CAPSULE = "arrow_array";
inline constexpr const char* STREAM_CAPSULE = "arrow_array_stream";

// What a capsule of that name holds; it must not have been released.
template <class T>
T& in_capsule(const pybind11::object& capsule, const char* name) {
    void* const pointer = PyCapsule_GetPointer(capsule.ptr(), name);
    if (pointer == nullptr) {
        throw pybind11::error_already_set();
    }
    T& value = *static_cast<T*>(pointer);
    if (value.release == nullptr) {
        throw std::invalid_argument(std::string("the ") + name + " was released already");
    }
    return value;
}

}  // namespace geodist::bindings
