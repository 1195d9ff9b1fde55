// The place inside a polygon that is the farthest from another shape.
//
// The distance to b has its largest value on a either on the boundary, which hausdorff_search.cpp
// looks at, or at a local maximum inside a and outside b: the middle of a hole of b, of a gap
// between its parts, or of what is on the other side of the Earth. Triangles of rays from the
// Earth's centre are halved until each is
//   * outside a, or inside b; or
//   * no farther than what was found, by the way from a place of it, or by the least of some
//     distances to pieces, which are nearly convex functions (Ground::triangle_bulge()); or
//   * without a local maximum: all pieces that may be the nearest somewhere in it go through one
//     place, or there is a direction in which the distances to all of them grow.
#pragma once

#include <array>
#include <cstddef>
#include <queue>
#include <vector>

#include "index/pace.hpp"
#include "tracks/farthest.hpp"
#include "tracks/track.hpp"

namespace geodist::tracks {

class InnerSearch {
  public:
    // Goes on from what was found along the boundary; differences up to `room` do not matter.
    InnerSearch(const Ground& ground, const Track& a, const Track& b, double room,
                const Farthest& found, index::Pace& pace)
        : ground_(ground), a_(a), b_(b), room_(room), pace_(pace), found_(found) {}

    // False as soon as something is farther than `refuse`. Throws GeodistError where it takes too
    // many triangles.
    bool run(double refuse);
    [[nodiscard]] const Farthest& found() const { return found_; }

  private:
    struct Corner {
        Vertex vertex;
        NearPlace near;  // of b
    };
    struct Cell {
        double bound;
        std::array<Corner, 3> corners;
        bool is_inside;  // as a whole in a
        bool operator<(const Cell& other) const { return bound < other.bound; }
    };

    void begin();
    void look_at(Cell& cell);
    [[nodiscard]] bool is_low(double bound) const;
    [[nodiscard]] bool is_outside(Cell& cell, const Vertex& centre, double radius);
    [[nodiscard]] bool is_without_maximum(const Corner& centre, double radius);
    [[nodiscard]] bool do_meet() const;
    [[nodiscard]] bool do_agree(const Vertex& centre, double margin) const;
    [[nodiscard]] double bound_by_pieces(const Cell& cell, const Corner& centre, Vertex& best);
    void split(const Cell& cell);
    [[nodiscard]] Corner corner(const Vertex& v, std::size_t hint);
    void consider(const Corner& corner, bool is_inside);

    const Ground& ground_;
    const Track &a_, &b_;
    double room_;
    index::Pace& pace_;
    Farthest found_;
    std::size_t hint_ = 0;  // a piece of a that may be near
    std::size_t far_cells_ = 0;
    std::priority_queue<Cell> cells_;
    std::vector<NearPlace> pieces_;
};

}  // namespace geodist::tracks
