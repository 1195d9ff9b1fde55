#include "index/metric.hpp"

#include "batch/ellipsoid_cache.hpp"
#include "index/chord_bounds.hpp"
#include "index/geodesic_bounds.hpp"
#include "kernels/dispatch.hpp"

namespace geodist::index {

namespace {

class GeodesicMetric final : public Metric {
  public:
    explicit GeodesicMetric(const Ellipsoid& ellipsoid) : Metric(ellipsoid) {}

    void measure(const PointRows& from, const PointRows& to, std::size_t n,
                 double* distances) const override {
        kernels().space.pairs(from.columns(), to.columns(), distances, n,
                              kernels().kernel(Operation::distance), prepared());
    }
    [[nodiscard]] std::unique_ptr<const Bounds> bounds(double) const override {
        return std::make_unique<GeodesicBounds>(ellipsoid());
    }
};

class ChordMetric final : public Metric {
  public:
    explicit ChordMetric(const Ellipsoid& ellipsoid) : Metric(ellipsoid) {}

    void measure(const PointRows& from, const PointRows& to, std::size_t n,
                 double* distances) const override {
        const double* const in[] = {from.lat.data(), from.lon.data(), from.altitude.data(),
                                    to.lat.data(),   to.lon.data(),   to.altitude.data()};
        double* const out[] = {distances};
        kernels().kernel(Operation::chord)(in, out, n, prepared());
    }
    [[nodiscard]] std::unique_ptr<const Bounds> bounds(double extent) const override {
        return std::make_unique<ChordBounds>(ellipsoid(), extent);
    }
};

}  // namespace

void PointRows::resize(std::size_t n) {
    for (std::vector<double>* const column : {&lat, &lon, &altitude}) {
        column->resize(n);
    }
    for (std::vector<std::int64_t>& column : space) {
        column.resize(n);
    }
}

Metric::Metric(const Ellipsoid& ellipsoid)
    : ellipsoid_(ellipsoid),
      prepared_(batch::cached_ellipsoid(ellipsoid)),
      kernels_(kernels::active_kernels()) {}

std::unique_ptr<const Metric> geodesic_metric(const Ellipsoid& ellipsoid) {
    return std::make_unique<GeodesicMetric>(ellipsoid);
}

std::unique_ptr<const Metric> chord_metric(const Ellipsoid& ellipsoid) {
    return std::make_unique<ChordMetric>(ellipsoid);
}

}  // namespace geodist::index
