// The boxes over the leaves of an index that is being built.
#pragma once

#include <geodist/run_options.hpp>

#include "index/point_storage.hpp"

namespace geodist::index {

// Returns the largest magnitude of a coordinate in space. Throws Interrupted.
[[nodiscard]] double cover_leaves(PointStorage& storage, const RunOptions& options, int threads);

}  // namespace geodist::index
