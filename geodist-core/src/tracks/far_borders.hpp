// What of a piece is within a distance of a place, as in free_borders.hpp, beyond
// Ground::convex(): there it may be several intervals.
//
// Along a piece the second derivative of the distance is bounded (Ground::second_derivatives): so
// a part of it is decided by its ends if the distance is monotone there or next to straight. Else
// it is halved. What is found is between what is free at the limit less the slack and at the limit
// and the slack, but for the error of distances.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "index/pace.hpp"
#include "tracks/free_borders.hpp"
#include "tracks/track.hpp"

namespace geodist::tracks {

// From one place of a piece to another, and the distances there.
struct Stretch {
    double begin, end;
    double at_begin, at_end;
};

class FarBorders {
  public:
    using Intervals = std::vector<Interval>;  // in order

    // `most`: how many distances may be measured, together with what is allowed later.
    FarBorders(const Ground& ground, std::size_t most, index::Pace& pace)
        : ground_(ground), left_(most), pace_(pace) {}

    void set(double limit, double slack) {
        limit_ = limit;
        slack_ = slack;
    }
    void allow(std::size_t more) { left_ += more; }

    // Throws GeodistError if there were too many.
    [[nodiscard]] double distance(const Vertex& p, const Vertex& q);
    // The part of a stretch that is within the limit, where that is none, all or on one side.
    [[nodiscard]] Interval part(const Vertex& v, const Piece& piece, const Stretch& stretch);
    // All that is.
    [[nodiscard]] Intervals parts(const Vertex& v, const Piece& piece, const Stretch& stretch);
    // A place that is beyond the limit, about as far as any; none if all are within it and the
    // slack.
    [[nodiscard]] std::optional<double> beyond(const Vertex& v, const Piece& piece,
                                               const Stretch& stretch);

  private:
    struct Bulge {
        double above, below;  // of the chord
        double change;        // of the slope, times the length
    };

    [[nodiscard]] Bulge bulge(const Piece& piece, const Stretch& stretch) const;
    [[nodiscard]] double middle(const Vertex& v, const Piece& piece, const Stretch& stretch,
                                Stretch& first, Stretch& second);
    void add_parts(const Vertex& v, const Piece& piece, const Stretch& stretch, Intervals& found);

    const Ground& ground_;
    std::size_t left_;
    index::Pace& pace_;
    double limit_ = 0, slack_ = 0;
};

// Adds what may begin where the last one ends.
void put(FarBorders::Intervals& list, Interval next);

}  // namespace geodist::tracks
