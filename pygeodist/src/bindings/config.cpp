// config(): how the library was built, as nested dicts for geodist.show_config().
#include <geodist/config.hpp>

#include <pybind11/pybind11.h>

#include <span>
#include <string_view>

#include "bindings.hpp"

namespace py = pybind11;

namespace geodist::bindings::config {

namespace {

py::list names(std::span<const std::string_view> views) {
    py::list result;
    for (const std::string_view view : views) {
        result.append(py::str(view));
    }
    return result;
}

py::dict machine(const geodist::MachineConfig& m) {
    using namespace py::literals;
    return py::dict("cpu"_a = m.cpu, "family"_a = m.family, "endian"_a = m.endian,
                    "system"_a = m.system);
}

py::dict config() {
    using namespace py::literals;
    const geodist::BuildConfig c = geodist::config();
    return py::dict(
        "version"_a = c.version, "build_type"_a = c.build_type,
        "compiler"_a = py::dict("name"_a = c.compiler, "version"_a = c.compiler_version,
                                "linker"_a = c.linker, "standard"_a = c.cpp_standard,
                                "args"_a = c.compile_args, "linker args"_a = c.link_args),
        "host"_a = machine(c.host), "build"_a = machine(c.build),
        "simd"_a = py::dict("compiled"_a = names(c.simd_compiled),
                            "available"_a = names(c.simd_available), "active"_a = c.simd_active),
        "pybind11"_a = PYBIND11_TOSTRING(PYBIND11_VERSION_MAJOR) "." PYBIND11_TOSTRING(
            PYBIND11_VERSION_MINOR) "." PYBIND11_TOSTRING(PYBIND11_VERSION_PATCH),
        "numpy"_a = GEODIST_NUMPY_BUILD_VERSION);
}

}  // namespace

void bind(py::module_& m) {
    m.def("config", &config, "How the library was built, and the instruction sets it uses.");
}

}  // namespace geodist::bindings::config
