// The tracks of a call, made ready for it.
#pragma once

#include <geodist/elastic.hpp>

#include <cstddef>
#include <memory>
#include <mutex>
#include <string_view>
#include <vector>

#include "geodesy/prepared_ellipsoid.hpp"
#include "shapes/edge_tree.hpp"
#include "tracks/track_column.hpp"

namespace geodist::tracks {

// One column of tracks on an ellipsoid. Constant members may be called from several threads.
class TrackSet {
  public:
    // The shapes have to live as long. Throws what check_tracks() throws.
    TrackSet(const ShapesView& shapes, std::string_view name, const Ellipsoid& ellipsoid,
             const RunOptions& options);

    [[nodiscard]] const TrackColumn& column() const { return column_; }
    [[nodiscard]] const Ellipsoid& ellipsoid() const { return ellipsoid_; }
    [[nodiscard]] const geodesy::PreparedEllipsoid& prepared() const { return *e_; }
    // Of all rows together.
    [[nodiscard]] std::size_t vertices() const;
    // The edges of a row, made when they are first wanted.
    [[nodiscard]] const shapes::EdgeTree& tree(std::size_t row) const;

  private:
    struct Tree {
        std::once_flag made;
        std::unique_ptr<shapes::EdgeTree> edges;
    };

    Ellipsoid ellipsoid_;
    std::shared_ptr<const geodesy::PreparedEllipsoid> e_;
    TrackColumn column_;
    mutable std::once_flag has_trees_;
    mutable std::unique_ptr<Tree[]> trees_;
};

// Both columns of a call, and what is asked of them.
struct TrackSides {
    // Of other lengths, or the same one twice. Throws GeodistError, InvalidLatitudeError and
    // InvalidLongitudeError for a measure that makes no sense.
    TrackSides(std::shared_ptr<const TrackSet> a, std::shared_ptr<const TrackSet> b,
               const TrackMeasure& measure);
    TrackSides(const ShapesView& a, const ShapesView& b, const TrackMeasure& measure,
               const Ellipsoid& ellipsoid, const RunOptions& options);
    // One column with itself.
    TrackSides(const ShapesView& tracks, const TrackMeasure& measure, const Ellipsoid& ellipsoid,
               const RunOptions& options);

    std::shared_ptr<const TrackSet> a, b;
    TrackMeasure measure;
};

}  // namespace geodist::tracks
