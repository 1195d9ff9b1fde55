#include "tracks/track_sides.hpp"

#include <geodist/error.hpp>

#include <string>

#include "runtime/float_environment.hpp"
#include "shapes/places.hpp"
#include "shapes/runs.hpp"
#include "tracks/track_rows.hpp"

namespace geodist::tracks {

TrackSide::TrackSide(const ShapesView& view, Rows rows, const char* name, const Ground& ground,
                     const RunOptions& options)
    : view_(view), ground_(ground) {
    if (rows == Rows::tracks) {
        check_tracks(view, name);
    } else {
        check_places(view, name);
    }
    if (view.edges == Edges::planar) {
        throw GeodistError(std::string(name) +
                           " has planar edges, of which no distance is certified: use geodesic "
                           "ones, perhaps after densify()");
    }
    pieces_ = shapes::cut_edges(view, ground.prepared(), ground.prepared().near.piece, options);
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
        tracks_.emplace_back(ground, pieces_, first, last);
        first = last;
    }
}

Location TrackSide::locate(const Track& track, const NearPlace& place) const {
    const std::size_t slot = track.slot(place.piece);
    const LatLonPlace at = ground_.place(ground_.at(track.piece(place.piece), place.t));
    return shapes::location_of(view_, pieces_.edge[slot],
                               shapes::fraction_of_edge(pieces_, slot, place.t), at.lat, at.lon);
}

}  // namespace geodist::tracks
