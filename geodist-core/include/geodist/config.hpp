/// How the library was built, and which instruction set it uses on this machine.
#pragma once

#include <span>
#include <string_view>

#include <geodist/version.hpp>

namespace geodist {

/// The instruction sets whose kernels are in this library, from the plainest to the widest.
[[nodiscard]] std::span<const std::string_view> compiled_isas() noexcept;

/// Those of compiled_isas() that this processor can run.
[[nodiscard]] std::span<const std::string_view> available_isas() noexcept;

/// The one in use: the widest available, or what the environment variable GEODIST_ISA named when
/// the library was loaded.
/// \throws GeodistError when that one cannot be used; the message lists those that can
[[nodiscard]] std::string_view active_isa();

/// A machine that compiled, or is to run, the library, in Meson's words.
struct MachineConfig {
    std::string_view system;
    std::string_view cpu;
    std::string_view family;
    std::string_view endian;
};

/// Facts of the build; every view lives as long as the program.
struct BuildConfig {
    std::string_view version;
    std::string_view build_type;
    std::string_view cpp_standard;
    std::string_view compiler;
    std::string_view compiler_version;
    std::string_view linker;
    std::string_view compile_args;
    std::string_view link_args;
    MachineConfig host;
    MachineConfig build;
    std::span<const std::string_view> simd_compiled;
    std::span<const std::string_view> simd_available;
    std::string_view simd_active;
};

/// How this library was built and what it uses on this machine.
/// \throws GeodistError as active_isa() does
[[nodiscard]] BuildConfig config();

}  // namespace geodist
