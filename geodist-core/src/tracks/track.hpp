// A track: its pieces in order, and balls around runs of them. Other lines, of several parts, are
// tracks with gaps: what leads from the last vertex of a part to the first of the next is none.
// Polygons are their rings, with what is inside if that counts.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include "index/pace.hpp"
#include "shapes/interior.hpp"
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
    // Vertices first ... last - 1, the end of a run the last of them. `deviation`: the shape whose
    // inside may count is that near to these pieces.
    Track(const Ground& ground, const shapes::Pieces& pieces, std::size_t first, std::size_t last,
          double deviation);

    [[nodiscard]] std::size_t size() const { return lengths_.size(); }
    [[nodiscard]] bool is_gap(std::size_t i) const { return lengths_[i] < 0; }
    [[nodiscard]] Piece piece(std::size_t i) const {
        return ground_->piece(vertices_[i], vertices_[i + 1], lengths_[i]);
    }
    [[nodiscard]] FootBounds foot_bounds(const Vertex& v, std::size_t i) const {
        return ground_->foot_bounds(v, vertices_[i], vertices_[i + 1], lengths_[i]);
    }
    [[nodiscard]] double length(std::size_t i) const { return lengths_[i]; }
    [[nodiscard]] const Vertex& vertex(std::size_t i) const { return vertices_[i]; }
    [[nodiscard]] double longest() const { return longest_; }
    [[nodiscard]] std::size_t slot(std::size_t piece) const { return first_ + piece; }

    // Level l, number i: pieces i 2^l ... (i + 1) 2^l - 1, or as many as there are.
    [[nodiscard]] std::size_t levels() const { return balls_.size() + 1; }
    [[nodiscard]] Ball ball(std::size_t level, std::size_t i) const {
        return level > 0 ? balls_[level - 1][i] : ball(i);
    }
    [[nodiscard]] std::size_t count(std::size_t level) const {
        return level > 0 ? balls_[level - 1].size() : lengths_.size();
    }
    // Of a piece. The ways from a place of it to both ends are no longer than the piece: so it is
    // in an ellipsoid whose foci they are.
    [[nodiscard]] Ball ball(std::size_t i) const {
        const Vertex &p = vertices_[i], &q = vertices_[lengths_[i] < 0 ? i : i + 1];
        return {(p.x.v + q.x.v) / 2, (p.y.v + q.y.v) / 2, (p.z.v + q.z.v) / 2,
                std::max(0.0, lengths_[i] / 2) + rounding_};
    }

    // The pieces from `row` on up to the number returned are all within a straight line of all of a
    // ball, as far as their balls tell.
    [[nodiscard]] std::size_t near_run(const Ball& ball, std::size_t row, double straight) const;

    // A nearest piece to a place; the search starts at one that may be near. It ends as soon as one
    // is found that is no farther than `enough`; then `distance` is what that is at most, and t
    // about where.
    [[nodiscard]] NearPlace nearest(const Vertex& v, std::size_t start, double enough,
                                    index::Pace& pace) const;

    // All pieces within a distance, with their nearest places; false if there are more than `most`.
    [[nodiscard]] bool find(const Vertex& v, double distance, std::size_t most,
                            std::vector<NearPlace>& found, index::Pace& pace) const;

    // From now on the inside of the row counts. `interiors` must live as long.
    void fill(const shapes::Interiors& interiors, std::size_t row) {
        interiors_ = &interiors;
        row_ = row;
    }
    [[nodiscard]] double deviation() const { return deviation_; }
    [[nodiscard]] bool is_filled() const { return interiors_ != nullptr; }
    [[nodiscard]] std::size_t row() const { return row_; }  // of one that is filled
    // Where a place is, seen from what is inside.
    [[nodiscard]] Place place(const Vertex& v) const;

  private:
    class Search;

    [[nodiscard]] Ball around(std::size_t level, std::size_t i) const;

    const Ground* ground_;
    std::size_t first_;
    double deviation_;
    std::vector<Vertex> vertices_;
    std::vector<double> lengths_;           // of gaps -1
    std::vector<std::vector<Ball>> balls_;  // from level 1 on
    double longest_ = 0;
    double rounding_;  // of coordinates, metres
    const shapes::Interiors* interiors_ = nullptr;
    std::size_t row_ = 0;
};

}  // namespace geodist::tracks
