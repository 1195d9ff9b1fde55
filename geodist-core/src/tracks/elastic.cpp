#include <geodist/elastic.hpp>

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "matrix/entries.hpp"
#include "runtime/interrupt.hpp"
#include "tracks/track_job.hpp"

namespace geodist {

namespace {

using tracks::TrackComparison;
using tracks::TrackSides;

struct TrackPairs {
    explicit TrackPairs(const TrackSides& sides)
        : a(sides.a->column().rows()), b(sides.b->column().rows()), count(a == 1 ? b : a) {
        if (a != b && a != 1 && b != 1) {
            throw std::invalid_argument(
                "the columns of tracks must have one length, or one of them a single row");
        }
        for (std::size_t k = 0; k < count; ++k) {
            cells += static_cast<double>(sides.a->column().size(first(k))) *
                     static_cast<double>(sides.b->column().size(second(k)));
        }
    }

    [[nodiscard]] std::size_t first(std::size_t k) const { return a == 1 ? 0 : k; }
    [[nodiscard]] std::size_t second(std::size_t k) const { return b == 1 ? 0 : k; }

    std::size_t a, b, count;
    double cells = 0;
};

void check_track_results(std::size_t results, std::size_t pairs) {
    if (results != pairs) {
        throw std::invalid_argument("there must be one result for each pair of tracks");
    }
}

}  // namespace

void track_distances(const ShapesView& a, const ShapesView& b, const TrackMeasure& measure,
                     OutColumn out, const Ellipsoid& ellipsoid, const RunOptions& options) {
    runtime::InterruptClock clock(options);
    const RunOptions shared = clock.shared();
    const TrackSides sides(a, b, measure, ellipsoid, shared);
    const TrackPairs pairs(sides);
    check_track_results(out.size(), pairs.count);
    tracks::visit_tracks(sides, pairs.count, pairs.cells, shared,
                         [&](TrackComparison& comparison, std::size_t k) {
                             out[k] = comparison.distance(pairs.first(k), pairs.second(k));
                         });
}

TrackAlignments align_tracks(const ShapesView& a, const ShapesView& b, const TrackMeasure& measure,
                             const Ellipsoid& ellipsoid, const RunOptions& options) {
    if (measure.metric == TrackMetric::sspd || measure.metric == TrackMetric::chamfer) {
        throw std::invalid_argument("sspd and chamfer do not align vertices");
    }
    runtime::InterruptClock clock(options);
    const RunOptions shared = clock.shared();
    const TrackSides sides(a, b, measure, ellipsoid, shared);
    const TrackPairs pairs(sides);
    struct Way {
        std::vector<std::int64_t> first, second;
    };
    std::vector<Way> ways(pairs.count);
    TrackAlignments found;
    found.distance.resize(pairs.count);
    tracks::visit_tracks(sides, pairs.count, 2 * pairs.cells, shared,
                         [&](TrackComparison& comparison, std::size_t k) {
                             found.distance[k] = comparison.align(pairs.first(k), pairs.second(k),
                                                                  ways[k].first, ways[k].second);
                         });
    found.starts.push_back(0);
    for (Way& way : ways) {
        if (ways.size() == 1) {
            found.first = std::move(way.first);
            found.second = std::move(way.second);
        } else {
            found.first.insert(found.first.end(), way.first.begin(), way.first.end());
            found.second.insert(found.second.end(), way.second.begin(), way.second.end());
        }
        found.starts.push_back(static_cast<std::int64_t>(found.first.size()));
    }
    return found;
}

void track_matrix(const ShapesView& a, const ShapesView& b, const TrackMeasure& measure,
                  const MatrixOutput& out, const Ellipsoid& ellipsoid, const RunOptions& options) {
    runtime::InterruptClock clock(options);
    const RunOptions shared = clock.shared();
    const TrackSides sides(a, b, measure, ellipsoid, shared);
    const std::size_t columns = sides.b->column().rows();
    geodist::tracks::visit_tracks(
        sides, sides.a->column().rows() * columns,
        static_cast<double>(sides.a->vertices()) * static_cast<double>(sides.b->vertices()), shared,
        [&](TrackComparison& comparison, std::size_t k) {
            const std::size_t i = k / columns, j = k % columns;
            matrix::store(out, i, j, comparison.distance(i, j));
        });
}

void track_matrix(const ShapesView& a, const ShapesView& b, const TrackMeasure& measure,
                  OutColumn out, const Ellipsoid& ellipsoid, const RunOptions& options) {
    check_track_results(out.size(), a.kinds.size() * b.kinds.size());
    track_matrix(a, b, measure, matrix::plain_output(out, b.kinds.size()), ellipsoid, options);
}

void track_pairs(const ShapesView& tracks, const TrackMeasure& measure, const MatrixOutput& out,
                 const Ellipsoid& ellipsoid, const RunOptions& options) {
    runtime::InterruptClock clock(options);
    const RunOptions shared = clock.shared();
    const TrackSides sides(tracks, measure, ellipsoid, shared);
    const std::size_t rows = sides.a->column().rows();
    const auto vertices = static_cast<double>(sides.a->vertices());
    geodist::tracks::visit_tracks(sides, pair_count(rows), vertices * vertices / 2, shared,
                                  [&](TrackComparison& comparison, std::size_t k) {
                                      const auto [i, j] = matrix::triangle_place(k, rows);
                                      matrix::store(out, 0, k, comparison.distance(i, j));
                                  });
}

void track_pairs(const ShapesView& tracks, const TrackMeasure& measure, OutColumn out,
                 const Ellipsoid& ellipsoid, const RunOptions& options) {
    check_track_results(out.size(), pair_count(tracks.kinds.size()));
    track_pairs(tracks, measure, matrix::plain_output(out, 0), ellipsoid, options);
}

}  // namespace geodist
