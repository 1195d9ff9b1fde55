// Frechet's question, as in free_space.hpp, for tracks that are farther apart than
// Ground::convex(): there what is free of a border may be several intervals.
//
// Cells are halved until each is free or blocked as a whole, by its corners, or simple. Let f(s, t)
// be the distance of the places of a cell; its second derivatives are bounded
// (Ground::second_derivatives). A cell is simple if
//   * both first derivatives keep their signs: what is free is connected then, and its rows and
//     columns are intervals; or
//   * one does: then the question is one of the sides and of few rows or columns, which may be
//     blocked in the middle or be free in several parts; or
//   * f differs from an affine function by at most half the slack: what is free of that is convex.
// Around a place where both derivatives are 0, as where edges pass each other crosswise, cells are
// halved down to the last kind, a few of each size; around antipodes, along all of the border of
// what is free.
//
// So "yes" means that the Frechet distance is at most d + delta + slack, "no" that it is more than
// d - delta - slack.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "index/pace.hpp"
#include "tracks/corners.hpp"
#include "tracks/far_borders.hpp"
#include "tracks/track.hpp"

namespace geodist::tracks {

class FarFreeSpace {
  public:
    FarFreeSpace(const Ground& ground, const Track& a, const Track& b, index::Pace& pace);

    // Throws GeodistError where cells would have to be halved too often: next to antipodes, or as
    // the slack is too small.
    [[nodiscard]] bool decide(double distance, double slack);

    // A distance at which edges pass each other crosswise, and what it may be off by, about. There
    // the Frechet distance may be: a guess.
    struct Crossing {
        double distance, error;
    };
    // Of those that the last decision came near to and that are between two distances, the middle.
    [[nodiscard]] std::optional<Crossing> crossing(double low, double high);

  private:
    using Intervals = FarBorders::Intervals;

    // Of a piece of each track: s of a, t of b, and the distances of its corners.
    struct Cell {
        double s0, s1, t0, t1;
        double d00, d10, d01, d11;  // first s, then t
    };
    struct Pieces {
        const Piece &a, &b;
    };
    // What is reached of the left side and of the bottom, of the right side and of the top.
    struct Entries {
        const Intervals &left, &bottom;
    };
    struct Exits {
        Intervals &right, &top;
    };
    // What is known of the first derivatives: -1 or 1 if they are below or above 0 everywhere.
    struct Slopes {
        int s = 0, t = 0;
        bool is_flat = false;  // next to affine
    };

    void pass(const Pieces& pieces, const Cell& cell, const Entries& in, const Exits& out);
    void pass_free(const Cell& cell, const Entries& in, const Exits& out);
    void pass_simple(const Pieces& pieces, const Cell& cell, const Entries& in, const Exits& out);
    void pass_one_way(const Pieces& pieces, const Cell& cell, bool rises, const Entries& in,
                      const Exits& out);
    void pass_rising(const Pieces& pieces, const Cell& cell, const Entries& in, const Exits& out);
    void pass_falling(const Pieces& pieces, const Cell& cell, const Entries& in, const Exits& out);
    // The first part of a row that is free.
    [[nodiscard]] Interval first_of_row(const Pieces& pieces, const Cell& cell, double t);
    void split(const Pieces& pieces, const Cell& cell, const Entries& in, const Exits& out);
    void look_for_crossing(const Pieces& pieces, const Cell& cell);
    [[nodiscard]] Slopes slopes(const Pieces& pieces, const Cell& cell);
    [[nodiscard]] double apart(const Pieces& pieces, double s, double t);
    [[nodiscard]] Vertex on_a(const Pieces& pieces, double s) const {
        return ground_.at(pieces.a, s);
    }
    [[nodiscard]] Vertex on_b(const Pieces& pieces, double t) const {
        return ground_.at(pieces.b, t);
    }

    const Ground& ground_;
    const Track &a_, &b_;
    FarBorders borders_;
    Corners corners_;
    index::Pace& pace_;
    double limit_ = 0, slack_ = 0;
    std::vector<Crossing> crossings_;
    std::size_t near_antipodes_ = 0;  // cells of two pieces
};

}  // namespace geodist::tracks
