// Makes an index.
#pragma once

#include <geodist/point_index.hpp>

#include <memory>

#include "index/point_storage.hpp"

namespace geodist::index {

// The points are yet to be checked. Throws Interrupted.
[[nodiscard]] std::shared_ptr<const PointStorage> build(const IndexPoints& points,
                                                        const Ellipsoid& ellipsoid,
                                                        const RunOptions& options);

}  // namespace geodist::index
