// Which places of two tracks are within a distance of each other: Frechet's question, cell by cell.
//
// H. Alt, M. Godau, "Computing the Frechet distance between two polygonal curves", IJCGA 5, 75-91
// (1995), with what a curved surface asks for more. A cell is a piece of each track; what is free
// in it, within the distance, has rows and columns that are intervals, but may be torn in two: two
// arcs that pass each other crosswise are nearest neither at their ends nor along them.
//
// Where it is torn, some column between its parts has nothing free, while both ends of the
// piece that the columns belong to are within the distance of the other: so by Ground::bulge()
// all would be free at a distance that is larger by the bulge. If that is more than `slack`, the
// columns between are looked at.
//
// Ends of intervals are where the distance is right to `delta` less its own error. Then what is
// computed for a distance d lies between the truth for d - delta and that for d + delta, as the
// sweep is monotone in its intervals: so "yes" means that the Frechet distance is at most
// d + delta + slack, "no" that it is more than d - delta.
#pragma once

#include <compare>
#include <cstddef>
#include <limits>
#include <vector>

#include "index/pace.hpp"
#include "tracks/free_borders.hpp"
#include "tracks/track.hpp"

namespace geodist::tracks {

class FreeSpace {
  public:
    static constexpr double unlimited = std::numeric_limits<double>::infinity();

    FreeSpace(const Ground& ground, const Track& a, const Track& b, double slack,
              index::Pace& pace);

    // Is the Frechet distance at most that? If not, event() is what it is at least, but for
    // delta(): up to there, nothing changes about what is reached.
    [[nodiscard]] bool decide(double distance);
    [[nodiscard]] double event() const { return event_; }
    // How many cells, and runs of cells that are free, the last decision has looked at.
    [[nodiscard]] std::size_t steps() const { return steps_; }
    [[nodiscard]] double delta() const { return 3 * ground_.error() / 2; }

    // After a "no": about the least distance, between two, that gets from some columns before the
    // place where the sweep ended past it. A guess.
    [[nodiscard]] double guess(double low, double high, double room);

    // A way through: numbers of pieces plus fractions. None if decide() says no.
    struct Step {
        double a, b;
    };
    [[nodiscard]] std::vector<Step> way(double distance);

  private:
    // On b: how far along which piece. The number and the fraction are apart, as together they
    // would be rounded by centimetres times the number of pieces.
    struct Along {
        std::size_t piece;
        double t;  // in [0, 1): an end is the beginning of the next
        auto operator<=>(const Along&) const = default;
    };
    [[nodiscard]] static Along along(std::size_t piece, double t) {
        return t < 1 ? Along{piece, t} : Along{piece + 1, 0};
    }
    // How far along a piece that is: 0 if before it, 1 if behind.
    [[nodiscard]] static double fraction_of(Along at, std::size_t piece) {
        return at.piece == piece ? at.t : at.piece < piece ? 0 : 1;
    }
    // Of the line of a vertex of a: what is reached.
    struct Reach {
        Along low, high;
        std::size_t from;  // the vertex of a that set `low`
    };
    // What a column starts from: the reached intervals of its left side, and whether the bottom is
    // reached up to there.
    struct State {
        std::vector<Reach> reached;
        bool bottom = true;
    };

    // Of a piece of a track, seen from a vertex; tells least distances.
    [[nodiscard]] Interval border(const Vertex& v, const Track& track, std::size_t piece,
                                  bool begin_in, bool end_in);
    [[nodiscard]] bool joined(const Piece& a, const Piece& b, double begin, double end);

    void begin();
    [[nodiscard]] bool is_at_end() const;
    // One column: from state_ to the next. False if nothing is reached.
    bool advance(std::size_t column);
    void sweep(std::size_t column, Interval carry);
    void pass_run(std::size_t column, std::size_t row, std::size_t end, std::size_t next,
                  Interval& carry);
    void pass_cell(std::size_t column, std::size_t row, std::size_t next, Interval& carry);
    void put(Along low, Along high, std::size_t from);
    void happen(double distance) { event_ = distance < event_ ? distance : event_; }

    static constexpr std::size_t every = 16;  // columns from one kept state to the next
    static constexpr std::size_t none = ~std::size_t{0};

    const Ground& ground_;
    const Track &a_, &b_;
    double slack_;
    index::Pace& pace_;
    FreeBorders borders_;
    double event_ = unlimited;
    State state_;
    std::vector<Reach> next_;
    // of the last row: is its upper right corner known, and within?
    bool is_known_ = false, is_corner_in_ = false;
    std::size_t low_from_ = none;     // the vertex of b that set the low end of what is carried up
    std::vector<State> kept_, died_;  // of the sweep in progress, and of the last that said no
    std::size_t died_at_ = 0;
    bool keep_all_ = false;
    std::size_t steps_ = 0;
    std::vector<std::vector<Reach>> lines_;
};

}  // namespace geodist::tracks
