// The points of a set that count, and sums over them.
#pragma once

#include <geodist/set_distance.hpp>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "index/point_block.hpp"

namespace geodist::metrics {

// In columns of their own if they are not all.
class CountedPoints {
  public:
    CountedPoints(const PointColumns& points, const SetOptions& options, const std::string& name)
        : given_(points) {
        check_points(points);
        if (options.box) {
            keep([&](std::size_t row) {
                return options.box->contains(points.lat[row], points.lon[row]);
            });
        }
        const PointColumns left = columns();
        bool any = false;
        for (std::size_t i = 0; i < left.size && !any; ++i) {
            any = !std::isnan(left.lat[i]) && !std::isnan(left.lon[i]) &&
                  !(left.altitude && std::isnan((*left.altitude)[i]));
        }
        if (!any) {
            throw EmptyGeometryError(points.size == 0 ? name + " has no points"
                                     : options.box && left.size == 0
                                         ? name + " has no points in the bounding box"
                                         : name + " has no points without NaN");
        }
    }

    [[nodiscard]] PointColumns columns() const {
        if (!clipped_) {
            return given_;
        }
        return {lat_, lon_, given_.altitude ? std::optional<Column>(altitude_) : std::nullopt};
    }

    // Where the i-th of the columns stands in the caller's.
    [[nodiscard]] Location location(std::int64_t i) const {
        const auto at = static_cast<std::size_t>(i);
        Location location;
        location.row = clipped_ ? rows_[at] : i;
        location.lat = columns().lat[at];
        location.lon = columns().lon[at];
        return location;
    }

  private:
    template <class Test>
    void keep(Test test) {
        clipped_ = true;
        for (std::size_t i = 0; i < given_.size; ++i) {
            if (!test(i)) {
                continue;
            }
            rows_.push_back(static_cast<std::int64_t>(i));
            lat_.push_back(given_.lat[i]);
            lon_.push_back(given_.lon[i]);
            if (given_.altitude) {
                altitude_.push_back((*given_.altitude)[i]);
            }
        }
    }

    PointColumns given_;
    bool clipped_ = false;
    std::vector<std::int64_t> rows_;
    std::vector<double> lat_, lon_, altitude_;
};

// A sum with its rounding errors (A. Neumaier, Z. angew. Math. Mech. 54 (1974) 39-51).
class CompensatedSum {
  public:
    void add(double x) {
        const double sum = sum_ + x;
        rest_ += std::abs(sum_) >= std::abs(x) ? (sum_ - sum) + x : (x - sum) + sum_;
        sum_ = sum;
    }
    [[nodiscard]] double value() const { return sum_ + rest_; }

  private:
    double sum_ = 0, rest_ = 0;
};

}  // namespace geodist::metrics
