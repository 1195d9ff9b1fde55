// The library's own way into an index.
#pragma once

#include <geodist/point_index.hpp>

#include <memory>

#include "batch/ellipsoid_cache.hpp"
#include "index/exact.hpp"
#include "index/storage.hpp"
#include "kernels/dispatch.hpp"
#include "runtime/float_environment.hpp"

namespace geodist {

class PointIndexAccess {
  public:
    static const index::Storage& storage(const PointIndex& index) { return *index.storage_; }
};

namespace index {

// The kernels and the series of the ellipsoid, for the time of a call.
class Instruments {
  public:
    explicit Instruments(const Storage& storage)
        : prepared_(prepared(storage.ellipsoid())),
          meter_{storage.tree(), *prepared_, kernels::active_kernels()} {}

    [[nodiscard]] const Meter& meter() const { return meter_; }

  private:
    static std::shared_ptr<const geodesy::PreparedEllipsoid> prepared(const Ellipsoid& ellipsoid) {
        const runtime::FloatEnvironment environment;
        return batch::cached_ellipsoid(ellipsoid);
    }

    std::shared_ptr<const geodesy::PreparedEllipsoid> prepared_;
    Meter meter_;
};

}  // namespace index

}  // namespace geodist
