#include "index/metric.hpp"

#include <algorithm>

#include "batch/ellipsoid_cache.hpp"
#include "index/chord_bounds.hpp"
#include "index/geodesic_bounds.hpp"
#include "kernels/dispatch.hpp"

namespace geodist::index {

namespace {

class GeodesicMetric final : public Metric {
  public:
    explicit GeodesicMetric(const Ellipsoid& ellipsoid)
        : Metric(ellipsoid, Operation::distance, 2) {}

    [[nodiscard]] std::unique_ptr<const Bounds> bounds(double) const override {
        return std::make_unique<GeodesicBounds>(ellipsoid());
    }
};

class ChordMetric final : public Metric {
  public:
    explicit ChordMetric(const Ellipsoid& ellipsoid) : Metric(ellipsoid, Operation::chord, 3) {}

    [[nodiscard]] std::unique_ptr<const Bounds> bounds(double extent) const override {
        return std::make_unique<ChordBounds>(ellipsoid(), extent);
    }
};

}  // namespace

Metric::Metric(const Ellipsoid& ellipsoid, Operation operation, std::size_t query_columns)
    : ellipsoid_(ellipsoid),
      prepared_(batch::cached_ellipsoid(ellipsoid)),
      kernels_(kernels::active_kernels()),
      kernel_(kernels_.kernel(operation)),
      query_columns_(query_columns) {}

void Metric::measure(const std::vector<double>* columns, std::size_t n, double* distances) const {
    const double* in[most_columns];
    std::transform(columns, columns + most_columns, in,
                   [](const std::vector<double>& column) { return column.data(); });
    double* const out[1] = {distances};
    kernel_(in, out, n, *prepared_);
}

std::unique_ptr<const Metric> geodesic_metric(const Ellipsoid& ellipsoid) {
    return std::make_unique<GeodesicMetric>(ellipsoid);
}

std::unique_ptr<const Metric> chord_metric(const Ellipsoid& ellipsoid) {
    return std::make_unique<ChordMetric>(ellipsoid);
}

}  // namespace geodist::index
