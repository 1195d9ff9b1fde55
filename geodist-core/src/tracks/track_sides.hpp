// Two columns of tracks made ready for a call.
#pragma once

#include <geodist/location.hpp>
#include <geodist/shapes.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "batch/ellipsoid_cache.hpp"
#include "runtime/interrupt.hpp"
#include "shapes/pieces.hpp"
#include "tracks/ground.hpp"
#include "tracks/track.hpp"

namespace geodist::tracks {

class TrackSide {
  public:
    // Rows are tracks, of one line each, or shapes of any kind with all their lines and rings.
    enum class Rows : std::uint8_t { tracks, shapes };

    // `name`: of the column, for errors.
    TrackSide(const ShapesView& shapes, Rows rows, const char* name, const Ground& ground,
              const RunOptions& options);

    [[nodiscard]] std::size_t size() const { return tracks_.size(); }
    [[nodiscard]] const Track& row(std::size_t i) const {
        return tracks_[tracks_.size() == 1 ? 0 : i];
    }
    [[nodiscard]] Location locate(const Track& track, const NearPlace& place) const;
    [[nodiscard]] std::size_t pieces() const { return pieces_.size(); }

  private:
    void check_edges(const char* name, std::size_t first) const;

    ShapesView view_;
    const Ground& ground_;
    shapes::Pieces pieces_;
    std::vector<Track> tracks_;
};

}  // namespace geodist::tracks
