#include <geodist/config.hpp>

#include <string_view>

#include "build_info.hpp"

// -ffast-math would cancel the compensation terms that the error bounds rest on.
#ifdef __FAST_MATH__
#error "geodist must not be compiled with -ffast-math"
#endif

namespace geodist {

std::string_view version() noexcept { return build_info::version; }

BuildConfig config() {
    return {
        .version = build_info::version,
        .build_type = build_info::build_type,
        .cpp_standard = build_info::cpp_std,
        .compiler = build_info::compiler,
        .compiler_version = build_info::compiler_version,
        .linker = build_info::linker,
        .compile_args = build_info::compile_args,
        .link_args = build_info::link_args,
        .host = {.system = build_info::host_system,
                 .cpu = build_info::host_cpu,
                 .family = build_info::host_family,
                 .endian = build_info::host_endian},
        .build = {.system = build_info::build_system,
                  .cpu = build_info::build_cpu,
                  .family = build_info::build_family,
                  .endian = build_info::build_endian},
        .simd_compiled = compiled_isas(),
        .simd_available = available_isas(),
        .simd_active = active_isa(),
    };
}

}  // namespace geodist
