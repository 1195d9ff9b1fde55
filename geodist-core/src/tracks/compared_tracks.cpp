#include "tracks/compared_tracks.hpp"

#include <geodist/error.hpp>

#include <cmath>
#include <utility>

#include "batch/ellipsoid_cache.hpp"

namespace geodist::tracks {

namespace {

ShapesView row_view(const ShapesView& shapes, std::size_t row) {
    ShapesView one = shapes;
    one.rows = shapes.rows.subspan(row, 2);
    one.kinds = shapes.kinds.subspan(row, 1);
    return one;
}

void check_measure(const TrackMeasure& measure) {
    if (!(measure.eps >= 0) || !(measure.max_distance >= 0)) {
        throw GeodistError("eps and max_distance must be numbers of metres, not negative");
    }
    if (measure.metric == TrackMetric::erp) {
        if (!(std::abs(measure.gap_lat) <= 90)) {
            throw_invalid_latitude(measure.gap_lat);
        }
        if (!std::isfinite(measure.gap_lon)) {
            throw_invalid_longitude(measure.gap_lon);
        }
    }
}

}  // namespace

TrackSet::TrackSet(const ShapesView& shapes, std::string_view name, const Ellipsoid& ellipsoid,
                   const RunOptions& options)
    : ellipsoid_(ellipsoid),
      e_(batch::cached_ellipsoid(ellipsoid)),
      column_(shapes, name, *e_, options) {}

std::size_t TrackSet::vertices() const {
    std::size_t sum = 0;
    for (std::size_t row = 0; row < column_.rows(); ++row) {
        sum += column_.size(row);
    }
    return sum;
}

const shapes::EdgeTree& TrackSet::tree(std::size_t row) const {
    std::call_once(has_trees_, [this] { trees_ = std::make_unique<Tree[]>(column_.rows()); });
    Tree& tree = trees_[row];
    std::call_once(tree.made, [&] {
        tree.edges = std::make_unique<shapes::EdgeTree>(row_view(column_.shapes(), row), ellipsoid_,
                                                        RunOptions{.threads = 1});
    });
    return *tree.edges;
}

TrackSides::TrackSides(std::shared_ptr<const TrackSet> first, std::shared_ptr<const TrackSet> other,
                       const TrackMeasure& wanted)
    : a(std::move(first)), b(std::move(other)), measure(wanted) {
    check_measure(measure);
}

TrackSides::TrackSides(const ShapesView& first, const ShapesView& other, const TrackMeasure& wanted,
                       const Ellipsoid& ellipsoid, const RunOptions& options)
    : TrackSides(std::make_shared<TrackSet>(first, "a", ellipsoid, options),
                 std::make_shared<TrackSet>(other, "b", ellipsoid, options), wanted) {}

TrackSides::TrackSides(const ShapesView& tracks, const TrackMeasure& wanted,
                       const Ellipsoid& ellipsoid, const RunOptions& options)
    : a(std::make_shared<TrackSet>(tracks, "the tracks", ellipsoid, options)),
      b(a),
      measure(wanted) {
    check_measure(measure);
}

}  // namespace geodist::tracks
