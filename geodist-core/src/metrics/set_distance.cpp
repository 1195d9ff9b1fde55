#include <geodist/set_distance.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "index/index_view.hpp"
#include "index/nearest_job.hpp"
#include "index/queries.hpp"
#include "metrics/counted_points.hpp"
#include "metrics/extreme_job.hpp"
#include "runtime/float_environment.hpp"

namespace geodist {

namespace {

using metrics::CompensatedSum;
using metrics::CountedPoints;
using metrics::ExtremeJob;
using metrics::SetMeasure;

void check_both_or_neither(const PointColumns& a, const PointColumns& b) {
    if (a.altitude.has_value() != b.altitude.has_value()) {
        throw std::invalid_argument("both sets must have altitudes, or neither");
    }
}

// A set and the index of its points: as those asked for too they stand in a good order there.
struct IndexedPoints {
    const CountedPoints& points;
    PointIndex index;

    IndexedPoints(const CountedPoints& counted, const Ellipsoid& ellipsoid,
                  const RunOptions& options)
        : points(counted), index(counted.columns(), ellipsoid, options) {}
};

// a of the points asked for, b of the others.
Witness find(SetMeasure measure, const IndexedPoints& asked, const IndexedPoints& to,
             const RunOptions& options) {
    const index::PointView view = PointIndexAccess::view(to.index);
    const index::QueryPoints points = PointIndexAccess::points(asked.index);
    ExtremeJob job(measure, view, points, options);
    runtime::run_job(job, job.pieces(), job.threads());
    const metrics::RowPair best = job.best();
    return {best.distance, asked.points.location(best.row_a), to.points.location(best.row_b)};
}

// The pair of one set.
Witness find_extreme(SetMeasure measure, const PointColumns& points, const Ellipsoid& ellipsoid,
                     const SetOptions& options) {
    const CountedPoints counted(points, options, "the set");
    runtime::InterruptClock clock(options);
    const RunOptions shared = clock.shared();
    const IndexedPoints indexed(counted, ellipsoid, shared);
    return find(measure, indexed, indexed, shared);
}

// The other way round.
DirectedSetDistance exchanged(DirectedSetDistance found) {
    std::swap(found.witness.a, found.witness.b);
    return found;
}

DirectedSetDistance directed(const IndexedPoints& from, const IndexedPoints& to,
                             const RunOptions& options) {
    const Witness found = find(SetMeasure::directed_hausdorff, from, to, options);
    return {found.distance, found};
}

DirectedSetDistance directed_chamfer(const IndexedPoints& from, const IndexedPoints& to,
                                     Reduction reduction, const RunOptions& options) {
    std::vector<double> distances(from.index.size(), std::numeric_limits<double>::infinity());
    std::vector<std::int64_t> rows(from.index.size(), -1);
    const index::PointView view = PointIndexAccess::view(to.index);
    const index::QueryPoints points = PointIndexAccess::points(from.index);
    const QueryOptions all{options};
    index::NearestJob job(view, points, index::Extreme::nearest, 1, distances, rows, all);
    runtime::run_job(job, job.pieces(), job.threads());
    const runtime::FloatEnvironment environment;
    CompensatedSum sum;
    std::size_t count = 0, last = 0;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (rows[i] >= 0) {
            sum.add(distances[i]);
            last = count++ == 0 || distances[i] > distances[last] ? i : last;
        }
    }
    const double value = reduction == Reduction::max   ? distances[last]
                         : reduction == Reduction::sum ? sum.value()
                                                       : sum.value() / static_cast<double>(count);
    return DirectedSetDistance{
        value,
        {distances[last], from.points.location(static_cast<std::int64_t>(last)),
         to.points.location(rows[last])}};
}

}  // namespace

DirectedSetDistance directed_hausdorff(const PointColumns& a, const PointColumns& b,
                                       const Ellipsoid& ellipsoid, const SetOptions& options) {
    check_both_or_neither(a, b);
    const CountedPoints from(a, options, "a"), to(b, options, "b");
    runtime::InterruptClock clock(options);
    const RunOptions shared = clock.shared();
    return directed({from, ellipsoid, shared}, {to, ellipsoid, shared}, shared);
}

SetDistance hausdorff(const PointColumns& a, const PointColumns& b, const Ellipsoid& ellipsoid,
                      const SetOptions& options) {
    check_both_or_neither(a, b);
    const CountedPoints from(a, options, "a"), to(b, options, "b");
    runtime::InterruptClock clock(options);
    const RunOptions shared = clock.shared();
    const IndexedPoints indexed_a(from, ellipsoid, shared), indexed_b(to, ellipsoid, shared);
    const auto forward = directed(indexed_a, indexed_b, shared);
    const auto backward = directed(indexed_b, indexed_a, shared);
    return {std::max(forward.value, backward.value), forward, exchanged(backward)};
}

SetDistance chamfer(const PointColumns& a, const PointColumns& b, Reduction reduction,
                    const Ellipsoid& ellipsoid, const SetOptions& options) {
    check_both_or_neither(a, b);
    const CountedPoints from(a, options, "a"), to(b, options, "b");
    runtime::InterruptClock clock(options);
    const RunOptions shared = clock.shared();
    const IndexedPoints indexed_a(from, ellipsoid, shared), indexed_b(to, ellipsoid, shared);
    const auto forward = directed_chamfer(indexed_a, indexed_b, reduction, shared);
    const auto backward = directed_chamfer(indexed_b, indexed_a, reduction, shared);
    const runtime::FloatEnvironment environment;
    const double distance = reduction == Reduction::max ? std::max(forward.value, backward.value)
                                                        : forward.value + backward.value;
    return {distance, forward, exchanged(backward)};
}

Witness diameter(const PointColumns& points, const Ellipsoid& ellipsoid,
                 const SetOptions& options) {
    return find_extreme(SetMeasure::diameter, points, ellipsoid, options);
}

Witness center(const PointColumns& points, const Ellipsoid& ellipsoid, const SetOptions& options) {
    return find_extreme(SetMeasure::center, points, ellipsoid, options);
}

}  // namespace geodist
