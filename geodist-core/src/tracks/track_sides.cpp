#include "tracks/track_sides.hpp"

#include <geodist/error.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>
#include <string>

#include "runtime/float_environment.hpp"
#include "shapes/foot_limits.hpp"
#include "shapes/places.hpp"
#include "shapes/runs.hpp"
#include "tracks/track_rows.hpp"

namespace geodist::tracks {

TrackSide::TrackSide(const ShapesView& view, Rows rows, const char* name, const Ground& ground,
                     double sag, const RunOptions& options)
    : view_(view), ground_(ground) {
    if (rows == Rows::tracks) {
        check_tracks(view, name);
    } else {
        check_places(view, name);
    }
    check_count(name, sag);
    pieces_ = shapes::cut_edges_within(view, ground.prepared(), sag, options);
    if (view.edges == Edges::planar) {
        // and what coordinates between err by; the same for each column that a row may be in
        constexpr double most = 40.0 / 6378137;  // pieces stay within that, whatever the tolerance
        deviation_ = std::min(sag, most * ground.prepared().a) + 5e-9 * ground.scale();
    }
    if (rows == Rows::filled) {
        interiors_ = std::make_unique<shapes::Interiors>(view, ground.prepared(), options);
    }
    const runtime::FloatEnvironment environment;
    tracks_.reserve(view.kinds.size());
    std::size_t first = 0;
    for (std::size_t row = 0; row < view.kinds.size(); ++row) {
        std::size_t last = first;
        shapes::for_each_run_of(view, row, [&](const shapes::Run&) {
            while (pieces_.edge[last] != shapes::Pieces::none) {
                ++last;
            }
            ++last;
        });
        tracks_.emplace_back(ground, pieces_, first, last, deviation_);
        if (view.edges == Edges::geodesic) {
            check_edges(name, first);
        }
        if (interiors_ && shapes::is_areal(static_cast<GeometryKind>(view.kinds[row]))) {
            tracks_.back().fill(*interiors_, row);
        }
        first = last;
    }
}

// Their number grows with the root of 1/sag.
void TrackSide::check_count(const char* name, double sag) const {
    const double most = 2e6 + static_cast<double>(view_.lat.size());
    if (view_.edges != Edges::planar) {
        return;
    }
    const double count = shapes::count_planar_pieces(view_, ground_.prepared(), sag);
    if (count > most) {
        throw GeodistError(std::string(name) + " has planar edges that " +
                           std::to_string(static_cast<std::int64_t>(std::min(count, 1e18))) +
                           " geodesics replace within this tolerance, over 2000000 more than it "
                           "has vertices: give a "
                           "larger tolerance, fewer rows at once, or take the edges for geodesics");
    }
}

// Of the last track, whose pieces begin there.
void TrackSide::check_edges(const char* name, std::size_t first) const {
    const double longest = shapes::FootLimits(ground_.prepared()).known;
    const Track& track = tracks_.back();
    double length = 0;
    for (std::size_t i = 0; i < track.size(); ++i) {
        const bool goes_on = i > 0 && pieces_.edge[first + i] == pieces_.edge[first + i - 1];
        length = track.length(i) + (goes_on ? length : 0);
        if (length > longest) {
            const std::size_t row = tracks_.size() - 1;
            throw GeodistError(
                "row " + std::to_string(row) + " of " + name + " has an edge longer than " +
                    std::to_string(std::llround(longest / 1000)) +
                    " km, nearly half the way round: where it runs is not known well "
                    "enough for a certified distance; give it a vertex between",
                std::nullopt, row);
        }
    }
}

Location TrackSide::locate(const Track& track, const NearPlace& place,
                           const std::optional<LatLonPlace>& inside) const {
    if (inside) {
        return shapes::interior_location(track.row(), inside->lat, inside->lon);
    }
    const std::size_t slot = track.slot(place.piece);
    const LatLonPlace at = ground_.place(ground_.at(track.piece(place.piece), place.t));
    return shapes::location_of(view_, pieces_.edge[slot],
                               shapes::fraction_of_edge(pieces_, slot, place.t), at.lat, at.lon);
}

}  // namespace geodist::tracks
