// PreparedEllipsoid made once per ellipsoid.
#pragma once

#include <geodist/ellipsoid.hpp>

#include <memory>

#include "geodesy/prepared_ellipsoid.hpp"

namespace geodist::batch {

// A prepared ellipsoid, from a small store of the calling thread; those of WGS84 and the
// sphere are shared by all threads. No locks, so a fork cannot leave one behind.
[[nodiscard]] std::shared_ptr<const geodesy::PreparedEllipsoid> cached_ellipsoid(
    const Ellipsoid& ellipsoid);

// The same without sharing: good until this thread's next call of either function.
[[nodiscard]] const geodesy::PreparedEllipsoid& peek_ellipsoid(const Ellipsoid& ellipsoid);

}  // namespace geodist::batch
