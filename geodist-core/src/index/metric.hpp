// What distance is, among the points of an index: the kernel that computes it, the columns that
// the kernel takes, and what straight lines through space say about it.
#pragma once

#include <geodist/batch.hpp>
#include <geodist/ellipsoid.hpp>

#include <cstddef>
#include <memory>
#include <vector>

#include "index/bounds.hpp"
#include "kernels/kernels.hpp"

namespace geodist::index {

class Metric {
  public:
    static constexpr std::size_t most_columns = 6;

    virtual ~Metric() = default;

    // How many numbers the kernel takes of the point asked for: latitude, longitude and perhaps
    // altitude.
    [[nodiscard]] std::size_t query_columns() const { return query_columns_; }
    // The distances of n pairs: columns of the points asked for, then of the items.
    void measure(const std::vector<double>* columns, std::size_t n, double* distances) const;
    // `extent`: the largest magnitude of a coordinate in space that is met.
    [[nodiscard]] virtual std::unique_ptr<const Bounds> bounds(double extent) const = 0;

    [[nodiscard]] const geodesy::PreparedEllipsoid& prepared() const { return *prepared_; }
    [[nodiscard]] const kernels::KernelTable& kernels() const { return kernels_; }

  protected:
    Metric(const Ellipsoid& ellipsoid, Operation operation, std::size_t query_columns);

    [[nodiscard]] const Ellipsoid& ellipsoid() const { return ellipsoid_; }

  private:
    Ellipsoid ellipsoid_;
    std::shared_ptr<const geodesy::PreparedEllipsoid> prepared_;
    const kernels::KernelTable& kernels_;
    kernels::Kernel kernel_;
    std::size_t query_columns_;
};

// Geodesics, the distances of distance().
[[nodiscard]] std::unique_ptr<const Metric> geodesic_metric(const Ellipsoid& ellipsoid);
// Straight lines through space, those of chord(); points have altitudes.
[[nodiscard]] std::unique_ptr<const Metric> chord_metric(const Ellipsoid& ellipsoid);

}  // namespace geodist::index
