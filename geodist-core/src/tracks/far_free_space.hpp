// Frechet's question, as in free_space.hpp, for tracks that are farther apart than
// Ground::convex(): there what is free of a border need not be an interval.
//
// Cells are halved until each is free or blocked as a whole, by its corners, or simple. Let f(s, t)
// be the distance of the places of a cell; its second derivatives are bounded
// (Ground::second_derivatives). A cell is simple if
//   * both first derivatives keep their signs: what is free is connected then, and its rows and
//     columns are intervals; or
//   * f differs from an affine function by at most half the slack: what is free of that is convex.
// So "yes" means that the Frechet distance is at most d + delta + slack, "no" that it is more than
// d - delta - slack.
#pragma once

#include <cstddef>
#include <vector>

#include "index/pace.hpp"
#include "tracks/free_borders.hpp"
#include "tracks/track.hpp"

namespace geodist::tracks {

class FarFreeSpace {
  public:
    FarFreeSpace(const Ground& ground, const Track& a, const Track& b, double slack,
                 index::Pace& pace);

    // Throws GeodistError where cells would have to be halved too often: next to antipodes.
    [[nodiscard]] bool decide(double distance);

  private:
    using Intervals = std::vector<Interval>;  // in order

    // Of a piece of each track: s of a, t of b, and the distances of its corners.
    struct Cell {
        double s0, s1, t0, t1;
        double d00, d10, d01, d11;  // first s, then t
    };
    struct Pieces {
        const Piece &a, &b;
    };

    // What is reached of the right side and of the top, from what is of the left and the bottom.
    void pass(const Pieces& pieces, const Cell& cell, const Intervals& left,
              const Intervals& bottom, Intervals& right, Intervals& top);
    void pass_simple(const Pieces& pieces, const Cell& cell, const Intervals& left,
                     const Intervals& bottom, Intervals& right, Intervals& top) const;
    void split(const Pieces& pieces, const Cell& cell, const Intervals& left,
               const Intervals& bottom, Intervals& right, Intervals& top);
    [[nodiscard]] bool is_simple(const Pieces& pieces, const Cell& cell);
    [[nodiscard]] double apart(const Pieces& pieces, double s, double t) const;
    // The part of a side, from its ends.
    [[nodiscard]] Interval side(const Vertex& v, const Piece& piece, double from, double to,
                                double at_from, double at_to) const;

    const Ground& ground_;
    const Track &a_, &b_;
    double slack_;
    index::Pace& pace_;
    double limit_ = 0;
    std::size_t steps_ = 0, near_antipodes_ = 0;  // cells of two pieces
};

}  // namespace geodist::tracks
