#include <geodist/along.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include <geodist/error.hpp>
#include <geodist/geodesic.hpp>
#include "batch/ellipsoid_cache.hpp"
#include "runtime/float_environment.hpp"
#include "runtime/interrupt.hpp"
#include "runtime/long_job.hpp"
#include "runtime/threads.hpp"
#include "shapes/edge_tree.hpp"
#include "shapes/line_places.hpp"
#include "shapes/nearest_place.hpp"
#include "shapes/places.hpp"
#include "shapes/runs.hpp"

namespace geodist {

namespace {

constexpr double no_number = std::numeric_limits<double>::quiet_NaN();

// How many rows come of two columns that are paired.
std::size_t paired(std::size_t first, std::size_t second, std::size_t results) {
    const std::size_t n = first == 1 ? second : first;
    if (second != n && second != 1) {
        throw std::invalid_argument("the columns must have one length, or one of them length 1");
    }
    if (results != n) {
        throw std::invalid_argument("there must be one result for each row");
    }
    return n;
}

// A row by itself, in the caller's memory.
ShapesView row_of(const ShapesView& shapes, std::size_t row) {
    ShapesView one = shapes;
    one.rows = shapes.rows.subspan(row, 2);
    one.kinds = shapes.kinds.subspan(row, 1);
    return one;
}

shapes::EdgeFoot place_on_planar(const ShapesView& lines,
                                 const shapes::EdgeTree::Nearest& nearest) {
    const Location at = shapes::location_of(lines, nearest.edge, nearest.fraction, 0, 0);
    return {nearest.distance, nearest.fraction, at.lat, at.lon};
}

// f(row of the result, row of the lines, its places), on threads; `places` are those of a single
// line.
template <class F>
class AlongJob : public runtime::LongJob {
  public:
    AlongJob(const ShapesView& lines, std::size_t n, const geodesy::PreparedEllipsoid& e, F f,
             const RunOptions& options)
        : LongJob(options), lines_(lines), n_(n), e_(e), f_(f) {
        if (lines.kinds.size() == 1) {
            single_ = std::make_unique<const shapes::LinePlaces>(lines, 0, e);
        }
    }

    static constexpr std::size_t piece = 64;

    bool run(std::size_t number) override {
        const runtime::FloatEnvironment environment;
        const std::size_t last = std::min(n_, (number + 1) * piece);
        for (std::size_t i = number * piece; i < last; ++i) {
            if (single_ != nullptr) {
                f_(i, 0, *single_);
            } else {
                f_(i, i, shapes::LinePlaces(lines_, i, e_));
                if (should_stop()) {
                    return false;
                }
            }
        }
        return true;
    }

  private:
    const ShapesView& lines_;
    std::size_t n_;
    const geodesy::PreparedEllipsoid& e_;
    F f_;
    std::unique_ptr<const shapes::LinePlaces> single_;
};

template <class F>
void for_each_place(const ShapesView& lines, std::size_t n, const geodesy::PreparedEllipsoid& e,
                    const RunOptions& options, F f) {
    const runtime::FloatEnvironment environment;
    AlongJob<F> job(lines, n, e, f, options);
    const std::size_t pieces = n / AlongJob<F>::piece + 1;
    runtime::run_job(job, pieces, runtime::useful_threads(n, 256, options));
}

}  // namespace

void interpolate_along(const ShapesView& lines, Column distance, OutColumn lat, OutColumn lon,
                       const Ellipsoid& ellipsoid, const RunOptions& options) {
    shapes::check_linear(lines);
    const std::size_t n = paired(lines.kinds.size(), distance.size(), lat.size());
    paired(lines.kinds.size(), distance.size(), lon.size());
    for (std::size_t i = 0; i < distance.size(); ++i) {
        if (std::isinf(distance[i])) {
            throw_invalid_value("distance", distance[i], i);
        }
    }
    const auto e = batch::cached_ellipsoid(ellipsoid);
    for_each_place(lines, n, *e, options,
                   [&](std::size_t i, std::size_t, const shapes::LinePlaces& places) {
                       const double along = distance[distance.size() == 1 ? 0 : i];
                       LatLon found{no_number, no_number};
                       if (!places.is_empty() && !std::isnan(along)) {
                           found = places.at(along < 0 ? places.length() + along : along);
                       }
                       lat[i] = found.lat;
                       lon[i] = found.lon;
                   });
}

void locate(const ShapesView& lines, Column lat, Column lon, OutColumn along, OutColumn across,
            const Ellipsoid& ellipsoid, const RunOptions& options) {
    shapes::check_linear(lines);
    const PointColumns points(lat, lon);
    check_points(points);
    const std::size_t n = paired(lines.kinds.size(), points.size, along.size());
    paired(lines.kinds.size(), points.size, across.size());
    const auto e = batch::cached_ellipsoid(ellipsoid);
    runtime::InterruptClock clock(options);
    std::vector<shapes::EdgeTree::Nearest> nearest(n);
    if (lines.kinds.size() == 1) {
        const shapes::EdgeTree tree(lines, ellipsoid, clock.shared());
        tree.nearest(points, nearest, std::numeric_limits<double>::infinity(), clock.shared());
    } else {
        for (std::size_t i = 0; i < n; ++i) {
            const ShapesView one = row_of(lines, i);
            const shapes::EdgeTree tree(one, ellipsoid, clock.shared());
            const std::size_t point = points.size == 1 ? 0 : i;
            nearest[i] = tree.nearest(lat[point], lon[point]);
        }
    }
    for_each_place(lines, n, *e, clock.shared(),
                   [&](std::size_t i, std::size_t row, const shapes::LinePlaces& places) {
                       if (nearest[i].edge == shapes::EdgeTree::none) {
                           along[i] = across[i] = no_number;
                           return;
                       }
                       const std::size_t point = points.size == 1 ? 0 : i;
                       const auto found =
                           lines.edges == Edges::planar
                               ? place_on_planar(lines, nearest[i])
                               : shapes::nearest_place(row_of(lines, row), nearest[i].edge,
                                                       lat[point], lon[point], *e);
                       along[i] = places.along(nearest[i].edge, found.fraction);
                       const double away = nearest[i].distance;
                       const bool is_left = away > 0 && places.is_left(nearest[i].edge, found,
                                                                       lat[point], lon[point]);
                       across[i] = is_left ? -away : away;
                   });
}

}  // namespace geodist
