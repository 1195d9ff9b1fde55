// A batch of one.
#pragma once

#include <geodist/batch.hpp>

#include <cstddef>
#include <optional>

namespace geodist::batch {

// Runs an operation on one row, without any of the machinery for many. `index` is what an error
// reports.
void run_row(Operation operation, const double* in, double* out, const Ellipsoid& ellipsoid,
             std::optional<std::size_t> index = std::nullopt);

}  // namespace geodist::batch
