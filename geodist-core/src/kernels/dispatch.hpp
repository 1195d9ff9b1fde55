// The choice of an instruction set.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "kernels/kernels.hpp"

namespace geodist::kernels {

// The tables in this library, from the plainest to the widest.
[[nodiscard]] std::span<const KernelTable* const> compiled_kernels() noexcept;

// True if this processor and its operating system run the instruction set of that name.
[[nodiscard]] bool can_run(std::string_view name) noexcept;

// The table called `wanted`; the widest that can run if `wanted` is empty.
// Throws GeodistError, naming those available, if there is no such table or it cannot run.
[[nodiscard]] const KernelTable& choose_kernels(std::string_view wanted);

// The table in use: choose_kernels(GEODIST_ISA), asked once.
[[nodiscard]] const KernelTable& active_kernels();

}  // namespace geodist::kernels
