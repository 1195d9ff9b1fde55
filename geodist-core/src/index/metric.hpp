// What distance is, among the points of an index: the kernel that computes it, and what straight
// lines through space say about it.
#pragma once

#include <geodist/ellipsoid.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "index/bounds.hpp"
#include "kernels/kernels.hpp"

namespace geodist::index {

// What a metric takes of points; of coordinates in space and altitudes one of the two.
struct PointRows {
    std::vector<double> lat, lon, altitude;
    std::vector<std::int64_t> space[3];

    void resize(std::size_t n);
    [[nodiscard]] kernels::SpaceColumns columns() const {
        return {space[0].data(), space[1].data(), space[2].data(), lat.data(), lon.data()};
    }
};

class Metric {
  public:
    virtual ~Metric() = default;

    // The distances of n pairs: of points asked for, and of items.
    virtual void measure(const PointRows& from, const PointRows& to, std::size_t n,
                         double* distances) const = 0;
    // `extent`: the largest magnitude of a coordinate in space that is met.
    [[nodiscard]] virtual std::unique_ptr<const Bounds> bounds(double extent) const = 0;

    [[nodiscard]] const geodesy::PreparedEllipsoid& prepared() const { return *prepared_; }
    [[nodiscard]] const kernels::KernelTable& kernels() const { return kernels_; }

  protected:
    explicit Metric(const Ellipsoid& ellipsoid);

    [[nodiscard]] const Ellipsoid& ellipsoid() const { return ellipsoid_; }

  private:
    Ellipsoid ellipsoid_;
    std::shared_ptr<const geodesy::PreparedEllipsoid> prepared_;
    const kernels::KernelTable& kernels_;
};

// Geodesics, the distances of cdist().
[[nodiscard]] std::unique_ptr<const Metric> geodesic_metric(const Ellipsoid& ellipsoid);
// Straight lines through space, those of chord(); points have altitudes.
[[nodiscard]] std::unique_ptr<const Metric> chord_metric(const Ellipsoid& ellipsoid);

}  // namespace geodist::index
