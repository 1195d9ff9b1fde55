#include "tracks/track_file.hpp"

#include <geodist/error.hpp>

#include <stdexcept>

#include "shapes/shape_sections.hpp"
#include "tracks/track_rows.hpp"

namespace geodist::tracks {

index::IndexFile track_file(const ShapesView& tracks, const Ellipsoid& ellipsoid) {
    if (tracks.kinds.size() >> 32 != 0) {
        throw std::length_error("a file holds at most 2^32 - 1 tracks");
    }
    index::Header header{};
    header.content = index::Content::tracks;
    header.a = ellipsoid.a();
    header.f = ellipsoid.f();
    shapes::describe_shapes(tracks, header);
    header.items = header.rows;
    index::IndexFile file(header, shapes::shape_sections(header));
    shapes::write_shapes(tracks, file);
    file.seal(0);
    return file;
}

ShapesView tracks_in(const index::IndexFile& file) {
    if (file.header().content != index::Content::tracks) {
        file.refuse("is an index of something else than tracks");
    }
    shapes::check_shape_header(file);
    shapes::check_sections(file, shapes::shape_sections(file.header()));
    const ShapesView tracks = shapes::shapes_in(file);
    try {
        check_tracks(tracks, "the tracks");
    } catch (const GeodistError&) {
        file.refuse("has tracks that nobody can have saved");
    }
    return tracks;
}

}  // namespace geodist::tracks
