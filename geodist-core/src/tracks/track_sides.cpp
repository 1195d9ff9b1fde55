#include "tracks/track_sides.hpp"

#include <geodist/error.hpp>

#include <cmath>
#include <optional>
#include <string>

#include "runtime/float_environment.hpp"
#include "shapes/foot_limits.hpp"
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
            check_edges(name, first);
            first = i + 1;
        }
    }
}

// Of the last track, whose pieces begin there.
void TrackSide::check_edges(const char* name, std::size_t first) const {
    const double longest = shapes::FootLimits(ground_.prepared()).known;
    const Track& track = tracks_.back();
    double length = 0;
    for (std::size_t i = 0; i < track.size(); ++i) {
        const bool goes_on = i > 0 && pieces_.edge[first + i] == pieces_.edge[first + i - 1];
        length = track.piece(i).length + (goes_on ? length : 0);
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

Location TrackSide::locate(const Track& track, const NearPlace& place) const {
    const std::size_t slot = track.slot(place.piece);
    const LatLonPlace at = ground_.place(ground_.at(track.piece(place.piece), place.t));
    return shapes::location_of(view_, pieces_.edge[slot],
                               shapes::fraction_of_edge(pieces_, slot, place.t), at.lat, at.lon);
}

}  // namespace geodist::tracks
