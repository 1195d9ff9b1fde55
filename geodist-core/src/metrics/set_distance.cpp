#include <geodist/set_distance.hpp>

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "index/index_view.hpp"
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

// a of the points asked for, b of the index.
Witness find(SetMeasure measure, const CountedPoints& asked, const CountedPoints& to,
             const PointIndex& index, const RunOptions& options) {
    const index::PointView view = PointIndexAccess::view(index);
    const index::QueryPoints points(asked.columns());
    ExtremeJob job(measure, view, points, options);
    runtime::run_job(job, job.pieces(), job.threads());
    const metrics::RowPair best = job.best();
    return {best.distance, asked.location(best.row_a), to.location(best.row_b)};
}

// The pair of one set.
Witness find_within(SetMeasure measure, const CountedPoints& points, const Ellipsoid& ellipsoid,
                    const RunOptions& options) {
    runtime::InterruptClock clock(options);
    const RunOptions shared = clock.shared();
    const PointIndex index(points.columns(), ellipsoid, shared);
    return find(measure, points, points, index, shared);
}

// The other way round.
DirectedSetDistance exchanged(DirectedSetDistance found) {
    std::swap(found.witness.a, found.witness.b);
    return found;
}

DirectedSetDistance directed(const CountedPoints& from, const CountedPoints& to,
                             const Ellipsoid& ellipsoid, const RunOptions& options) {
    const PointIndex index(to.columns(), ellipsoid, options);
    const Witness found = find(SetMeasure::directed_hausdorff, from, to, index, options);
    return {found.distance, found};
}

DirectedSetDistance directed_chamfer(const CountedPoints& from, const CountedPoints& to,
                                     Reduction reduction, const Ellipsoid& ellipsoid,
                                     const RunOptions& options) {
    const PointIndex index(to.columns(), ellipsoid, options);
    const PointColumns points = from.columns();
    std::vector<double> distances(points.size);
    std::vector<std::int64_t> rows(points.size);
    index.query(points, 1, distances, rows, QueryOptions{options});
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
        {distances[last], from.location(static_cast<std::int64_t>(last)), to.location(rows[last])}};
}

}  // namespace

DirectedSetDistance directed_hausdorff(const PointColumns& a, const PointColumns& b,
                                       const Ellipsoid& ellipsoid, const SetOptions& options) {
    check_both_or_neither(a, b);
    const CountedPoints from(a, options, "a"), to(b, options, "b");
    runtime::InterruptClock clock(options);
    return directed(from, to, ellipsoid, clock.shared());
}

SetDistance hausdorff(const PointColumns& a, const PointColumns& b, const Ellipsoid& ellipsoid,
                      const SetOptions& options) {
    check_both_or_neither(a, b);
    const CountedPoints from(a, options, "a"), to(b, options, "b");
    runtime::InterruptClock clock(options);
    const RunOptions shared = clock.shared();
    const auto forward = directed(from, to, ellipsoid, shared);
    const auto backward = directed(to, from, ellipsoid, shared);
    return {std::max(forward.value, backward.value), forward, exchanged(backward)};
}

SetDistance chamfer(const PointColumns& a, const PointColumns& b, Reduction reduction,
                    const Ellipsoid& ellipsoid, const SetOptions& options) {
    check_both_or_neither(a, b);
    const CountedPoints from(a, options, "a"), to(b, options, "b");
    runtime::InterruptClock clock(options);
    const RunOptions shared = clock.shared();
    const auto forward = directed_chamfer(from, to, reduction, ellipsoid, shared);
    const auto backward = directed_chamfer(to, from, reduction, ellipsoid, shared);
    const runtime::FloatEnvironment environment;
    const double distance = reduction == Reduction::max ? std::max(forward.value, backward.value)
                                                        : forward.value + backward.value;
    return {distance, forward, exchanged(backward)};
}

Witness diameter(const PointColumns& points, const Ellipsoid& ellipsoid,
                 const SetOptions& options) {
    const CountedPoints counted(points, options, "the set");
    return find_within(SetMeasure::diameter, counted, ellipsoid, options);
}

Witness center(const PointColumns& points, const Ellipsoid& ellipsoid, const SetOptions& options) {
    const CountedPoints counted(points, options, "the set");
    return find_within(SetMeasure::center, counted, ellipsoid, options);
}

}  // namespace geodist
