// What of a piece is within a distance of a place: a border of a cell of free_space.hpp.
#pragma once

#include <algorithm>
#include <cstddef>

#include "index/pace.hpp"
#include "tracks/track.hpp"

namespace geodist::tracks {

struct Interval {
    double low = 1, high = 0;

    [[nodiscard]] bool is_empty() const { return !(low <= high); }
};

// A distance, and what straight lines say of it.
struct Limit {
    double distance;
    double inside,
        outside;      // squares of chords: up to the one all are within, none beyond the other
    double straight;  // the root of `inside`; 0 if there is none
    double square;    // of about the chord of that distance
    double flat, flat_length;  // see FreeBorders::interval()

    Limit(const Ground& ground, double metres);
};

class FreeBorders {
  public:
    FreeBorders(const Ground& ground, double distance)
        : ground_(&ground), limit_(ground, distance) {}

    [[nodiscard]] const Limit& limit() const { return limit_; }
    [[nodiscard]] bool is_within(const Vertex& p, const Vertex& q) const;

    // The part of a piece of a track that is within the limit of v; `in`: are its ends? Where there
    // is none, `least` is what the distance to the piece is at least; beyond `enough` any such
    // bound serves.
    [[nodiscard]] Interval interval(const Vertex& v, const Track& track, std::size_t piece,
                                    bool begin_in, bool end_in, double enough, double& least) const;
    // The same, where nothing is known of the ends.
    [[nodiscard]] Interval interval(const Vertex& v, const Track& track, std::size_t piece) const;

    // Has each column of a cell between two something free, but for the slack? 0 if so, else the
    // distance from which on one has that has not.
    [[nodiscard]] double torn(const Piece& a, const Piece& b, double begin, double end,
                              double slack, index::Pace& pace) const;
    // The least distance at which the interval of one vertex on a piece reaches down to where that
    // of another begins; `most` if that is no less.
    [[nodiscard]] double opening(const Vertex& low, const Vertex& high, const Track& track,
                                 std::size_t piece, double most) const;

  private:
    // What is computed as the least distance to a piece on which nothing is free.
    [[nodiscard]] double above_limit(double least) const {
        return std::max(limit_.distance, least - ground_->error() / 4);
    }
    [[nodiscard]] static Interval flat_interval(const SquareAlong& along, double limit_square,
                                                bool begin_in, bool end_in);
    [[nodiscard]] Interval curved_interval(const Vertex& v, const Piece& piece, double begin_square,
                                           double end_square, bool begin_in, bool end_in,
                                           double enough, double& least) const;
    [[nodiscard]] double crossing(const Vertex& v, const Piece& piece, double in, double out,
                                  double guess, double slope) const;

    const Ground* ground_;
    Limit limit_;
};

}  // namespace geodist::tracks
