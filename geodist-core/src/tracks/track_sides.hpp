// Two columns of tracks made ready for a call.
#pragma once

#include <geodist/location.hpp>
#include <geodist/shapes.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "batch/ellipsoid_cache.hpp"
#include "runtime/interrupt.hpp"
#include "shapes/interior.hpp"
#include "shapes/pieces.hpp"
#include "tracks/ground.hpp"
#include "tracks/track.hpp"

namespace geodist::tracks {

class TrackSide {
  public:
    // Rows are tracks, of one line each, or shapes of any kind with all their lines and rings, and
    // perhaps what is inside of polygons.
    enum class Rows : std::uint8_t { tracks, shapes, filled };

    // `name`: of the column, for errors. Planar edges become geodesics within `sag`.
    TrackSide(const ShapesView& shapes, Rows rows, const char* name, const Ground& ground,
              double sag, const RunOptions& options);

    [[nodiscard]] std::size_t size() const { return tracks_.size(); }
    [[nodiscard]] const Track& row(std::size_t i) const {
        return tracks_[tracks_.size() == 1 ? 0 : i];
    }
    // On an edge, or inside if there is such a place.
    [[nodiscard]] Location locate(const Track& track, const NearPlace& place,
                                  const std::optional<LatLonPlace>& inside = {}) const;
    [[nodiscard]] std::size_t pieces() const { return pieces_.size(); }
    // How far tracks may be from these rows, as both go on.
    [[nodiscard]] double deviation() const { return deviation_; }

  private:
    void check_count(const char* name, double sag) const;
    void check_edges(const char* name, std::size_t first) const;

    ShapesView view_;
    const Ground& ground_;
    shapes::Pieces pieces_;
    double deviation_ = 0;
    std::unique_ptr<const shapes::Interiors> interiors_;
    std::vector<Track> tracks_;
};

}  // namespace geodist::tracks
