#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numeric>
#include <random>
#include <vector>

#include <geodist/batch.hpp>
#include <geodist/matrix.hpp>
#include <geodist/set_distance.hpp>
#include "metrics/counted_points.hpp"
#include "runtime/float_environment.hpp"
#include "runtime/interrupt.hpp"

namespace geodist {

namespace {

// Points of a set, without the missing ones, and distances from one of them to all.
class Distances {
  public:
    Distances(const PointColumns& points, const Ellipsoid& ellipsoid, const RunOptions& options)
        : rows_(there(points)),
          lat_(pick(points.lat)),
          lon_(pick(points.lon)),
          altitude_(points.altitude ? pick(*points.altitude) : std::vector<double>()),
          ellipsoid_(ellipsoid),
          options_(options),
          prepared_(lat_, lon_, ellipsoid) {}

    [[nodiscard]] std::size_t size() const { return rows_.size(); }
    [[nodiscard]] std::int64_t row(std::size_t i) const {
        return static_cast<std::int64_t>(rows_[i]);
    }

    void from(std::size_t i, std::vector<double>& out) const {
        if (altitude_.empty()) {
            prepared_.distances(lat_[i], lon_[i], out, options_);
            return;
        }
        constexpr std::ptrdiff_t step = sizeof(double);
        const StridedInput in[] = {{&lat_[i], 0},       {&lon_[i], 0},
                                   {&altitude_[i], 0},  {lat_.data(), step},
                                   {lon_.data(), step}, {altitude_.data(), step}};
        const StridedOutput to[] = {{out.data(), step}};
        run(Operation::chord, in, to, size(), ellipsoid_, BatchOptions{options_});
    }

  private:
    static std::vector<std::size_t> there(const PointColumns& points) {
        std::vector<std::size_t> rows;
        for (std::size_t i = 0; i < points.size; ++i) {
            const double altitude = points.altitude ? (*points.altitude)[i] : 0;
            if (!std::isnan(points.lat[i] + points.lon[i] + altitude)) {
                rows.push_back(i);
            }
        }
        return rows;
    }

    [[nodiscard]] std::vector<double> pick(const StridedInput& column) const {
        std::vector<double> picked;
        picked.reserve(rows_.size());
        for (const std::size_t row : rows_) {
            picked.push_back(column[row]);
        }
        return picked;
    }

    std::vector<std::size_t> rows_;
    std::vector<double> lat_, lon_, altitude_;
    Ellipsoid ellipsoid_;
    const RunOptions& options_;
    PreparedPoints prepared_;
};

}  // namespace

// J. Newling and F. Fleuret, "A sub-quadratic exact medoid algorithm", AISTATS 2017: by the
// triangle inequality the total of j is at least |total of i - n d(i, j)|, and a point whose bound
// is above the best total need not be looked at.
Medoid medoid(const PointColumns& points, const Ellipsoid& ellipsoid, const SetOptions& options) {
    const metrics::CountedPoints counted(points, options, "the set");
    runtime::InterruptClock clock(options);
    const RunOptions shared = clock.shared();
    const Distances distances(counted.columns(), ellipsoid, shared);
    const std::size_t n = distances.size();
    const auto count = static_cast<double>(n);
    std::vector<std::size_t> order(n);
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::mt19937_64 random(1);  // any order gives the same result
    std::shuffle(order.begin(), order.end(), random);
    std::vector<double> least(n, 0), row(n);
    double least_total = std::numeric_limits<double>::infinity();
    std::int64_t best = -1;
    for (const std::size_t i : order) {
        if (least[i] > least_total) {
            continue;
        }
        distances.from(i, row);
        const runtime::FloatEnvironment environment;
        metrics::CompensatedSum sum;
        for (const double distance : row) {
            sum.add(distance);
        }
        const double total = sum.value();
        const std::int64_t here = distances.row(i);
        if (total < least_total || (total == least_total && here < best)) {
            least_total = total;
            best = here;
        }
        // Distances err by 12 nm on the Earth, in space by some units in the last place.
        const double slack = count * ellipsoid.a() * (100e-9 / 6378137) + 1e-13 * total;
        for (std::size_t j = 0; j < n; ++j) {
            const double bound = std::abs(total - count * row[j]);
            least[j] = std::max(least[j], bound - 1e-13 * count * row[j] - slack);
        }
    }
    return {least_total, counted.location(best)};
}

}  // namespace geodist
