// Reads what other libraries hand over by the Arrow PyCapsule interface, without copying it.
// geodist._columns.arrow knows what the fields mean.
#include <pybind11/numpy.h>
#include <pybind11/pybind11.h>

#include <cstring>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "arrow.hpp"
#include "bindings.hpp"
#include "unlocked.hpp"

namespace py = pybind11;

namespace geodist::bindings::arrow_import {

namespace {

[[noreturn]] void malformed(const std::string& what) {
    throw std::invalid_argument("malformed Arrow data: " + what);
}

// Key and value pairs, as the interface encodes them: native int32 lengths before the bytes.
py::dict read_metadata(const char* data) {
    py::dict pairs;
    if (data == nullptr) {
        return pairs;
    }
    const auto length = [&data] {
        std::int32_t value = 0;
        std::memcpy(&value, data, sizeof value);
        data += sizeof value;
        if (value < 0) {
            malformed("negative length in the metadata");
        }
        return static_cast<std::size_t>(value);
    };
    const auto bytes = [&] {
        const std::size_t n = length();
        const std::string_view value(data, n);
        data += n;
        return value;
    };
    for (std::size_t pair = length(); pair > 0; --pair) {
        const std::string_view key = bytes();
        const std::string_view value = bytes();
        pairs[py::str(key.data(), key.size())] = py::bytes(value.data(), value.size());
    }
    return pairs;
}

py::tuple read_field(const ArrowSchema& schema) {
    py::list children;
    for (std::int64_t i = 0; i < schema.n_children; ++i) {
        children.append(read_field(*schema.children[i]));
    }
    // What numbers of rows of a dictionary stand for is their only child.
    if (schema.dictionary != nullptr) {
        children.append(read_field(*schema.dictionary));
    }
    return py::make_tuple(schema.format, schema.name == nullptr ? "" : schema.name,
                          read_metadata(schema.metadata), py::tuple(children));
}

// Bytes of a decimal, whose format is "d:precision,scale" or "d:precision,scale,bits".
std::int64_t decimal_size(std::string_view format) {
    const std::size_t scale = format.find(',');
    const std::size_t bits = scale == std::string_view::npos ? scale : format.find(',', scale + 1);
    const std::string_view width = bits == std::string_view::npos ? "128" : format.substr(bits + 1);
    for (const auto& [name, size] : {std::pair{"32", 4}, {"64", 8}, {"128", 16}, {"256", 32}}) {
        if (width == name) {
            return size;
        }
    }
    malformed("decimals of " + std::string(width) + " bits");
}

// Bytes of a number of that format; nothing for all that is not a number of whole bytes.
std::optional<std::int64_t> number_size(std::string_view format) {
    if (format.starts_with("d:")) {
        return decimal_size(format);
    }
    if (format.size() != 1) {
        return std::nullopt;
    }
    switch (format[0]) {
        case 'c':
        case 'C':
            return 1;
        case 's':
        case 'S':
        case 'e':
            return 2;
        case 'i':
        case 'I':
        case 'f':
            return 4;
        case 'l':
        case 'L':
        case 'g':
            return 8;
        default:
            return std::nullopt;
    }
}

// Makes read-only arrays over an ArrowArray's memory, which lives as long as they do.
class Chunk {
  public:
    explicit Chunk(ArrowArray& from) : array_(new Released<ArrowArray>(from)) {
        owner_ = py::capsule(
            array_, [](void* pointer) { delete static_cast<Released<ArrowArray>*>(pointer); });
    }

    py::tuple read(const ArrowSchema& schema) const { return read(schema, array_->value); }

  private:
    py::object bytes(const void* data, std::int64_t size) const {
        if (data == nullptr && size > 0) {
            malformed("a buffer is missing");
        }
        py::array_t<std::uint8_t> view({size}, {1}, static_cast<const std::uint8_t*>(data), owner_);
        view.attr("setflags")(py::arg("write") = false);
        return view;
    }

    // The end of the last value in a buffer of offsets.
    template <class Offset>
    static std::int64_t last_offset(const void* offsets, std::int64_t n) {
        Offset last = 0;
        if (n > 0 && offsets != nullptr) {
            std::memcpy(&last, static_cast<const char*>(offsets) + n * std::int64_t{sizeof last},
                        sizeof last);
        }
        return last;
    }

    // The buffers, as far as points can be made of them: None for those that other types have.
    py::tuple buffers(std::string_view format, const ArrowArray& array) const {
        const std::int64_t n = array.offset + array.length;
        py::tuple views(static_cast<std::size_t>(array.n_buffers));
        for (std::size_t i = 0; i < views.size(); ++i) {
            views[i] = py::none();
        }
        if (array.n_buffers > 0 && array.buffers[0] != nullptr && array.null_count != 0) {
            views[0] = bytes(array.buffers[0], (n + 7) / 8);
        }
        if (const auto size = number_size(format); size && array.n_buffers == 2) {
            views[1] = bytes(array.buffers[1], n * *size);
        }
        if (format == "b" && array.n_buffers == 2) {
            views[1] = bytes(array.buffers[1], (n + 7) / 8);
        }
        if (format == "vz" && array.n_buffers >= 3) {
            // Views of 16 bytes, the buffers that they point into, and the sizes of these.
            const std::size_t last = views.size() - 1;
            views[1] = bytes(array.buffers[1], 16 * n);
            for (std::size_t i = 2; i < last; ++i) {
                std::int64_t size = 0;
                std::memcpy(&size,
                            static_cast<const char*>(array.buffers[last]) + (i - 2) * sizeof size,
                            sizeof size);
                views[i] = bytes(array.buffers[i], size);
            }
        }
        const bool narrow = format == "+l", wide = format == "+L";
        if ((narrow || wide) && array.n_buffers == 2 && array.buffers[1] != nullptr) {
            views[1] = bytes(array.buffers[1], (n + 1) * (narrow ? 4 : 8));
        }
        const bool small = format == "z" || format == "u";
        const bool large = format == "Z" || format == "U";
        if ((small || large) && array.n_buffers == 3) {
            const void* const offsets = array.buffers[1];
            views[1] = bytes(offsets, offsets == nullptr ? 0 : (n + 1) * (small ? 4 : 8));
            views[2] = bytes(array.buffers[2], small ? last_offset<std::int32_t>(offsets, n)
                                                     : last_offset<std::int64_t>(offsets, n));
        }
        return views;
    }

    py::tuple read(const ArrowSchema& schema, const ArrowArray& array) const {
        if (array.length < 0 || array.offset < 0 || array.n_children != schema.n_children) {
            malformed("an array does not fit its schema");
        }
        const std::string_view format = schema.format;
        if ((array.dictionary == nullptr) != (schema.dictionary == nullptr)) {
            malformed("a dictionary is missing");
        }
        py::list children;
        for (std::int64_t i = 0; i < array.n_children; ++i) {
            children.append(read(*schema.children[i], *array.children[i]));
        }
        if (array.dictionary != nullptr) {
            children.append(read(*schema.dictionary, *array.dictionary));
        }
        return py::make_tuple(array.length, array.offset, buffers(format, array),
                              py::tuple(children));
    }

    Released<ArrowArray>* array_;  // owned by owner_
    py::capsule owner_;
};

py::tuple read_schema(const py::object& schema) {
    return read_field(in_capsule<ArrowSchema>(schema, SCHEMA_CAPSULE));
}

py::tuple read_array(const py::object& schema, const py::object& array) {
    const ArrowSchema& field = in_capsule<ArrowSchema>(schema, SCHEMA_CAPSULE);
    const Chunk chunk(in_capsule<ArrowArray>(array, ARRAY_CAPSULE));
    py::list chunks;
    chunks.append(chunk.read(field));
    return py::make_tuple(read_field(field), chunks);
}

void check(int code, ArrowArrayStream& stream) {
    if (code != 0) {
        const char* const text = stream.get_last_error(&stream);
        throw std::runtime_error(text != nullptr ? text : "the Arrow stream failed");
    }
}

py::tuple read_stream(const py::object& capsule) {
    Released<ArrowArrayStream> stream(in_capsule<ArrowArrayStream>(capsule, STREAM_CAPSULE));
    ArrowArrayStream& source = stream.value;
    Released<ArrowSchema> schema;
    check(source.get_schema(&source, &schema.value), source);
    py::list chunks;
    for (;;) {
        Released<ArrowArray> next;
        int code = 0;
        {
            const Unlocked unlocked(true);  // a producer may have threads that run Python
            code = source.get_next(&source, &next.value);
        }
        check(code, source);
        if (next.value.release == nullptr) {
            break;
        }
        chunks.append(Chunk(next.value).read(schema.value));
    }
    return py::make_tuple(read_field(schema.value), chunks);
}

}  // namespace

void bind(py::module_& m) {
    m.def("read_arrow_schema", &read_schema, py::arg("schema"),
          "read_arrow_schema(schema)\n\nRead the field in a capsule.");
    m.def("read_arrow_array", &read_array, py::arg("schema"), py::arg("array"),
          "read_arrow_array(schema, array)\n\nTake the array in a capsule over, without copying.");
    m.def("read_arrow_stream", &read_stream, py::arg("stream"),
          "read_arrow_stream(stream)\n\nTake all arrays of a stream over, without copying.");
}

}  // namespace geodist::bindings::arrow_import
