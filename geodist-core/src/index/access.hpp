// The library's own way into an index.
#pragma once

#include <geodist/point_index.hpp>

#include <memory>

#include "batch/dispatch.hpp"
#include "batch/float_environment.hpp"
#include "batch/series_cache.hpp"
#include "exact.hpp"
#include "storage.hpp"

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
        : series_(series(storage.ellipsoid())),
          meter_{storage.tree(), *series_, batch::active_kernels()} {}

    [[nodiscard]] const Meter& meter() const { return meter_; }

  private:
    static std::shared_ptr<const geodesy::Series> series(const Ellipsoid& ellipsoid) {
        const batch::FloatEnvironment environment;
        return batch::cached_series(ellipsoid);
    }

    std::shared_ptr<const geodesy::Series> series_;
    Meter meter_;
};

}  // namespace index

}  // namespace geodist
