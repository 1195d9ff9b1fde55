#include "tracks/free_borders.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace geodist::tracks {

namespace {

// Just inside of a piece.
double between(double t) { return std::clamp(t, 1e-16, 1 - 1e-15); }

}  // namespace

Limit::Limit(const Ground& ground, double metres)
    : distance(metres),
      inside(ground.bounds().inner(metres)),
      outside(ground.bounds().outer(metres)),
      straight(inside > 0 ? std::sqrt(inside) : 0) {
    const double chord = ground.chord(metres);
    square = chord * chord;
    const double accurate = ground.error() / 4 - ground.chord_error(metres);
    flat_length = 16 * chord;
    flat = accurate > 0 ? 4 * ground.least_radius() * std::sqrt(chord * accurate) : 0;
}

bool FreeBorders::is_within(const Vertex& p, const Vertex& q) const {
    const double square = chord_square(p, q);
    if (square <= limit_.inside) {
        return true;
    }
    return square <= limit_.outside && ground_->distance(p, q) <= limit_.distance;
}

// Where the distance from v crosses the limit, between a place within it and one beyond: where it
// is right to half of the error of distances, or within a nanometre of such a place. slope: half
// the derivative of the square of the distance by t is slope + length^2 t, were it in a plane.
double FreeBorders::crossing(const Vertex& v, const Piece& piece, double in, double out,
                             double guess, double slope) const {
    const double square = piece.length * piece.length;
    const double accurate = ground_->error() / 3, tiny = 1e-9 * ground_->scale();
    double t = guess;
    for (int i = 0; i < 100; ++i) {
        if (!(t > std::min(in, out) && t < std::max(in, out)) || i % 8 == 7) {
            t = (in + out) / 2;
        }
        if (std::abs(out - in) * piece.length <= tiny) {
            return in;
        }
        const double distance = ground_->distance(v, ground_->at(piece, t));
        const double excess = distance - limit_.distance;
        if (std::abs(excess) <= accurate) {
            return t;
        }
        (excess <= 0 ? in : out) = t;
        t -= excess * distance / (slope + square * t);
    }
    return in;
}

Interval FreeBorders::interval(const Vertex& v, const Track& track, std::size_t piece) const {
    double least = 0;
    return interval(v, track, piece, is_within(v, track.vertex(piece)),
                    is_within(v, track.vertex(piece + 1)), limit_.distance, least);
}

// Short pieces by the squares of chords alone. Along a geodesic piece X of length l that square is
// h(t) = |X - v|^2, with h'' = 2 l^2 + 2 (X - v).X''; X'' is along the normal and at most l^2 / R,
// R the least radius of curvature, and v is below the tangent plane at X by at most h / 2R
// (there is a ball of that radius inside). So 2 l^2 (1 - m^2 / 2R^2) <= h'' <= 2 l^2, m the longest
// chord, which is one to an end; and h differs from the parabola through its ends with the second
// derivative 2 l^2 by at most l^2 m^2 / 8R^2: near the chord c of the limit, the chord by
// l^2 m^2 / 16 R^2 c. That is no more than is accurate if l m <= 4 R sqrt(c accurate): `flat`.
//
// Others by the squares of their distances, as far as Ground::is_even() goes.
Interval FreeBorders::interval(const Vertex& v, const Track& track, std::size_t piece,
                               bool begin_in, bool end_in, double enough, double& least) const {
    if (begin_in && end_in) {
        return {0, 1};
    }
    const Vertex &begin = track.vertex(piece), &end = track.vertex(piece + 1);
    const double length = track.length(piece);
    if (!(length > 0)) {
        if (begin_in || end_in) {
            return {0, 1};
        }
        least = ground_->distance(v, begin);
        return {};
    }
    const double begin_square = chord_square(v, begin), end_square = chord_square(v, end);
    const double longest = std::max(begin_square, end_square);
    if (!begin_in && !end_in) {
        const double apart = std::sqrt(longest) - length;
        if (apart > enough) {
            least = apart;
            return {};
        }
    }
    if (length <= limit_.flat_length && length * length * longest <= limit_.flat * limit_.flat) {
        const SquareAlong along(length, begin_square, end_square);
        const Interval free = flat_interval(along, limit_.square, begin_in, end_in);
        if (free.is_empty()) {
            least = above_limit(ground_->least_way(std::sqrt(along.least())));
        }
        return free;
    }
    if (ground_->is_even(length, longest, limit_.distance)) {
        const double one = ground_->distance(v, begin), two = ground_->distance(v, end);
        const SquareAlong along(length, one * one, two * two);
        const Interval free =
            flat_interval(along, limit_.distance * limit_.distance, begin_in, end_in);
        if (free.is_empty()) {
            least = above_limit(std::sqrt(along.least()));
        }
        return free;
    }
    return curved_interval(v, track.piece(piece), begin_square, end_square, begin_in, end_in,
                           enough, least);
}

Interval FreeBorders::flat_interval(const SquareAlong& along, double limit_square, bool begin_in,
                                    bool end_in) {
    const double middle = along.middle(), foot_square = along.at_middle();
    const double half = std::sqrt(std::max(0.0, (limit_square - foot_square) * along.inverse));
    if (begin_in) {
        return {0, between(middle + half)};
    }
    if (end_in) {
        return {between(middle - half), 1};
    }
    if (!along.is_between() || foot_square > limit_square) {
        return {};
    }
    return {between(middle - half), between(middle + half)};
}

Interval FreeBorders::curved_interval(const Vertex& v, const Piece& piece, double begin_square,
                                      double end_square, bool begin_in, bool end_in, double enough,
                                      double& least) const {
    // In a plane the square of the distance would be begin_square + 2 slope t + square t^2; on
    // a sphere of radius R what is added to that of the nearest place is less by a part of about
    // 1/3 of that over R^2. So near that crossing() has little to do.
    const double radius = ground_->prepared().a, flat = 1.25e-4 * radius;
    double square = piece.length * piece.length;
    if (limit_.distance > flat || piece.length > flat) {
        const double begin = ground_->distance(v, piece.segment.a);
        const double last = ground_->distance(v, ground_->at(piece, 1));
        begin_square = begin * begin;
        end_square = last * last;
        const double slope = (end_square - begin_square - square) / 2;
        const double foot_square = std::max(0.0, begin_square - slope * slope / square);
        square *= 1 - std::min(0.5, foot_square / (3 * radius * radius));
    }
    const double slope = (end_square - begin_square - square) / 2;
    const double middle = -slope / square;
    const double half = std::sqrt(std::max(
        0.0, middle * middle - (begin_square - limit_.distance * limit_.distance) / square));
    if (begin_in) {
        return {0, crossing(v, piece, 0, 1, middle + half, slope)};
    }
    if (end_in) {
        return {crossing(v, piece, 1, 0, middle - half, slope), 1};
    }
    const RoughFoot rough = ground_->rough_foot(v, piece);
    if (rough.least() > enough) {
        least = rough.least();
        return {};
    }
    PieceFoot foot{rough.distance, rough.t};
    if (rough.excess > 0 && rough.distance > limit_.distance - rough.excess) {
        foot = ground_->foot(v, piece);
    }
    if (foot.distance > limit_.distance) {
        least = foot.distance;
        return {};
    }
    return {crossing(v, piece, foot.t, 0, middle - half, slope),
            crossing(v, piece, foot.t, 1, middle + half, slope)};
}

double FreeBorders::torn(const Piece& a, const Piece& b, double begin, double end, double slack,
                         index::Pace& pace) const {
    if (!(begin < end)) {
        return 0;
    }
    const double enough = limit_.distance + slack;
    if (limit_.distance + ground_->bulge((end - begin) * a.length, limit_.distance) <= enough) {
        return 0;
    }
    struct Part {
        double begin, end, at_begin, at_end;
    };
    const auto to = [&](double t) {
        const Vertex v = ground_->at(a, t);
        const RoughFoot rough = ground_->rough_foot(v, b);
        return rough.excess > 0 && rough.distance > limit_.distance ? ground_->foot(v, b).distance
                                                                    : rough.distance;
    };
    std::vector<Part> parts{{begin, end, to(begin), to(end)}};
    while (!parts.empty()) {
        pace.step();
        const Part part = parts.back();
        parts.pop_back();
        const double most = std::max(part.at_begin, part.at_end);
        if (most + ground_->bulge((part.end - part.begin) * a.length, most) <= enough) {
            continue;
        }
        const double middle = (part.begin + part.end) / 2, at_middle = to(middle);
        if (at_middle > limit_.distance) {
            return at_middle;
        }
        parts.push_back({part.begin, middle, part.at_begin, at_middle});
        parts.push_back({middle, part.end, at_middle, part.at_end});
    }
    return 0;
}

double FreeBorders::opening(const Vertex& low, const Vertex& high, const Track& track,
                            std::size_t piece, double most) const {
    const auto is_open = [&](double distance) {
        const FreeBorders borders(*ground_, distance);
        const Interval one = borders.interval(low, track, piece);
        const Interval two = borders.interval(high, track, piece);
        return !one.is_empty() && !two.is_empty() && two.high >= one.low;
    };
    double from = limit_.distance, to = std::min(most, ground_->convex());
    if (to > from && is_open(to)) {
        while (to - from > ground_->error() / 4) {
            const double middle = (from + to) / 2;
            (is_open(middle) ? to : from) = middle;
        }
        to = from;
    }
    return to;
}

}  // namespace geodist::tracks
