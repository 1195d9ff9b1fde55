#include <geodist/set_distance.hpp>

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "index/access.hpp"
#include "metrics/counted_points.hpp"
#include "metrics/extreme_job.hpp"

namespace geodist {

namespace {

using metrics::CompensatedSum;
using metrics::CountedPoints;
using metrics::ExtremeJob;
using metrics::Quest;

void check_altitudes(const IndexPoints& a, const IndexPoints& b) {
    if (a.altitude.has_value() != b.altitude.has_value()) {
        throw std::invalid_argument("both sets must have altitudes, or neither");
    }
}

std::optional<PointIndex> make_index(const CountedPoints& points, const Ellipsoid& ellipsoid,
                                     const IndexOptions& options) {
    try {
        return PointIndex(points.columns(), ellipsoid, options);
    } catch (const Interrupted&) {
        return std::nullopt;
    }
}

// row_a of the points asked for, row_b of the index: both in the caller's numbers.
std::optional<WitnessPair> find(Quest quest, const CountedPoints& asked, const CountedPoints& to,
                                const PointIndex& index, const IndexOptions& options) {
    const index::Storage& storage = PointIndexAccess::storage(index);
    const index::Instruments instruments(storage);
    const IndexPoints columns = asked.columns();
    ExtremeJob job(quest, storage, instruments.meter(), columns, options);
    if (!runtime::run_job(job, job.pieces(), job.threads())) {
        return std::nullopt;
    }
    const WitnessPair best = job.best();
    return WitnessPair{best.distance, asked.row(best.row_a), to.row(best.row_b)};
}

// The other way round.
DirectedSetDistance exchanged(DirectedSetDistance found) {
    std::swap(found.witness.row_a, found.witness.row_b);
    return found;
}

std::optional<DirectedSetDistance> directed(const CountedPoints& from, const CountedPoints& to,
                                            const Ellipsoid& ellipsoid,
                                            const IndexOptions& options) {
    const auto index = make_index(to, ellipsoid, options);
    if (!index) {
        return std::nullopt;
    }
    const auto found = find(Quest::farthest_nearest, from, to, *index, options);
    if (!found) {
        return std::nullopt;
    }
    return DirectedSetDistance{found->distance, *found};
}

std::optional<DirectedSetDistance> directed_chamfer(const CountedPoints& from,
                                                    const CountedPoints& to, Reduction reduction,
                                                    const Ellipsoid& ellipsoid,
                                                    const IndexOptions& options) {
    const auto index = make_index(to, ellipsoid, options);
    const IndexPoints points = from.columns();
    std::vector<double> distances(points.lat.size());
    std::vector<std::int64_t> rows(points.lat.size());
    QueryOptions query;
    static_cast<IndexOptions&>(query) = options;
    if (!index || !index->query(points, 1, distances, rows, query)) {
        return std::nullopt;
    }
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
        value, {distances[last], from.row(static_cast<std::int64_t>(last)), to.row(rows[last])}};
}

}  // namespace

std::optional<DirectedSetDistance> directed_hausdorff(const IndexPoints& a, const IndexPoints& b,
                                                      const Ellipsoid& ellipsoid,
                                                      const SetOptions& options) {
    check_altitudes(a, b);
    const CountedPoints from(a, options, "a"), to(b, options, "b");
    return directed(from, to, ellipsoid, options);
}

std::optional<SetDistance> hausdorff(const IndexPoints& a, const IndexPoints& b,
                                     const Ellipsoid& ellipsoid, const SetOptions& options) {
    check_altitudes(a, b);
    const CountedPoints from(a, options, "a"), to(b, options, "b");
    const auto forward = directed(from, to, ellipsoid, options);
    const auto backward = forward ? directed(to, from, ellipsoid, options) : std::nullopt;
    if (!backward) {
        return std::nullopt;
    }
    return SetDistance{std::max(forward->value, backward->value), *forward, exchanged(*backward)};
}

std::optional<SetDistance> chamfer(const IndexPoints& a, const IndexPoints& b, Reduction reduction,
                                   const Ellipsoid& ellipsoid, const SetOptions& options) {
    check_altitudes(a, b);
    const CountedPoints from(a, options, "a"), to(b, options, "b");
    const auto forward = directed_chamfer(from, to, reduction, ellipsoid, options);
    const auto backward =
        forward ? directed_chamfer(to, from, reduction, ellipsoid, options) : std::nullopt;
    if (!backward) {
        return std::nullopt;
    }
    const double distance = reduction == Reduction::max ? std::max(forward->value, backward->value)
                                                        : forward->value + backward->value;
    return SetDistance{distance, *forward, exchanged(*backward)};
}

std::optional<WitnessPair> diameter(const IndexPoints& points, const Ellipsoid& ellipsoid,
                                    const SetOptions& options) {
    const CountedPoints counted(points, options, "the set");
    const auto index = make_index(counted, ellipsoid, options);
    return index ? find(Quest::farthest_farthest, counted, counted, *index, options) : std::nullopt;
}

std::optional<WitnessPair> center(const IndexPoints& points, const Ellipsoid& ellipsoid,
                                  const SetOptions& options) {
    const CountedPoints counted(points, options, "the set");
    const auto index = make_index(counted, ellipsoid, options);
    return index ? find(Quest::nearest_farthest, counted, counted, *index, options) : std::nullopt;
}

}  // namespace geodist
