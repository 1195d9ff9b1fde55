// Tracks in the file of an index: their columns. What makes a search quick is made again of them.
#pragma once

#include <geodist/ellipsoid.hpp>
#include <geodist/shapes.hpp>

#include "index/index_file.hpp"

namespace geodist::tracks {

// Of tracks that check_tracks() has accepted: a copy.
[[nodiscard]] index::IndexFile track_file(const ShapesView& tracks, const Ellipsoid& ellipsoid);

// What check_tracks() accepts. Throws IndexFileError for a file of something else.
[[nodiscard]] ShapesView tracks_in(const index::IndexFile& file);

}  // namespace geodist::tracks
