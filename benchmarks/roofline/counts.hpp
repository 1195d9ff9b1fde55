// How many vector operations a kernel takes.
#pragma once

#include <geodist/batch.hpp>

#include <array>
#include <cstddef>
#include <cstdint>

namespace geodist::roofline {

// Kinds of vector instructions, by the unit that they keep busy.
enum Kind : std::size_t { fused, plain, logic, compare, estimate, division, root, memory, kinds };

using Counts = std::array<std::uint64_t, kinds>;

inline constexpr std::array<const char*, kinds> kind_names = {
    "fma", "add or mul", "sign and blend", "compare", "estimate", "div", "sqrt", "load or store"};

inline constexpr int counted_lanes = 8;

// Of the kernel that an operation runs on an ellipsoid with a = 6378137 m, over n rows.
Counts count(Operation operation, double f, const double* const* in, double* const* out,
             std::size_t n);

}  // namespace geodist::roofline
