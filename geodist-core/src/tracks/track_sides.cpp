#include "tracks/track_sides.hpp"

#include <geodist/error.hpp>

#include <string>

#include "runtime/float_environment.hpp"
#include "shapes/places.hpp"
#include "tracks/track_rows.hpp"

namespace geodist::tracks {

TrackSide::TrackSide(const ShapesView& shapes, const char* name, const Ground& ground,
                     const RunOptions& options)
    : view_(shapes), ground_(ground) {
    check_tracks(shapes, name);
    if (shapes.edges == Edges::planar) {
        throw GeodistError(std::string(name) +
                           " has planar edges, of which no distance is certified: use geodesic "
                           "ones, perhaps after densify()");
    }
    pieces_ = shapes::cut_edges(shapes, ground.prepared(), ground.prepared().near.piece, options);
    const runtime::FloatEnvironment environment;
    tracks_.reserve(shapes.kinds.size());
    std::size_t first = 0;
    for (std::size_t i = 0; i < pieces_.size(); ++i) {
        if (pieces_.edge[i] == shapes::Pieces::none) {
            tracks_.emplace_back(ground, pieces_, first, i + 1);
            first = i + 1;
        }
    }
}

Location TrackSide::locate(const Track& track, const NearPlace& place) const {
    const std::size_t slot = track.slot(place.piece);
    const LatLonPlace at = ground_.place(ground_.at(track.piece(place.piece), place.t));
    return shapes::location_of(view_, pieces_.edge[slot],
                               shapes::fraction_of_edge(pieces_, slot, place.t), at.lat, at.lon);
}

}  // namespace geodist::tracks
