// A track: its pieces in order, and balls around runs of them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include "index/pace.hpp"
#include "shapes/pieces.hpp"
#include "tracks/ground.hpp"

namespace geodist::tracks {

// Around a place, in straight lines.
struct Ball {
    double x, y, z, radius;

    [[nodiscard]] double square_to(const Vertex& p) const {
        const double dx = p.x.v - x, dy = p.y.v - y, dz = p.z.v - z;
        return dx * dx + dy * dy + dz * dz;
    }
    [[nodiscard]] double square_to(const Ball& other) const {
        const double dx = other.x - x, dy = other.y - y, dz = other.z - z;
        return dx * dx + dy * dy + dz * dz;
    }
};

// A place of a track, and how far it is from what was asked about.
struct NearPlace {
    std::size_t piece;
    double t, distance;
};

class Track {
  public:
    // One run of pieces: vertices first ... last - 1.
    Track(const Ground& ground, const shapes::Pieces& pieces, std::size_t first, std::size_t last);

    [[nodiscard]] std::size_t size() const { return pieces_.size(); }
    [[nodiscard]] const Piece& piece(std::size_t i) const { return pieces_[i]; }
    [[nodiscard]] const Vertex& vertex(std::size_t i) const { return vertices_[i]; }
    [[nodiscard]] double longest() const { return longest_; }
    [[nodiscard]] std::size_t slot(std::size_t piece) const { return first_ + piece; }

    // Level l, number i: pieces i 2^l ... (i + 1) 2^l - 1, or as many as there are.
    [[nodiscard]] std::size_t levels() const { return balls_.size(); }
    [[nodiscard]] const Ball& ball(std::size_t level, std::size_t i) const {
        return balls_[level][i];
    }

    // A nearest piece to a place; the search starts at one that may be near. It ends as soon as one
    // is found that is no farther than `enough`; then `distance` is what that is at most, and t
    // about where.
    [[nodiscard]] NearPlace nearest(const Ground& ground, const Vertex& v, std::size_t start,
                                    double enough, index::Pace& pace) const;

  private:
    class Search;

    [[nodiscard]] Ball around(std::size_t level, std::size_t i) const;

    std::size_t first_;
    std::vector<Vertex> vertices_;
    std::vector<Piece> pieces_;
    std::vector<std::vector<Ball>> balls_;
    double longest_ = 0;
    double rounding_;  // of coordinates, metres
};

}  // namespace geodist::tracks
