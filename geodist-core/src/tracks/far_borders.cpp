#include "tracks/far_borders.hpp"

#include <geodist/error.hpp>

#include <algorithm>
#include <cmath>

namespace geodist::tracks {

void put(FarBorders::Intervals& list, Interval next) {
    if (next.is_empty()) {
        return;
    }
    if (!list.empty() && next.low <= list.back().high) {
        list.back().high = std::max(list.back().high, next.high);
    } else {
        list.push_back(next);
    }
}

double FarBorders::distance(const Vertex& p, const Vertex& q) {
    pace_.step();
    if (left_ == 0) {
        throw GeodistError(
            "it takes too long to find a Frechet distance of these tracks that is certain within "
            "this tolerance; one that is 1000 times as large may do");
    }
    --left_;
    return ground_.distance(p, q);
}

Interval FarBorders::part(const Vertex& v, const Piece& piece, const Stretch& stretch) {
    const bool begin_in = stretch.at_begin <= limit_, end_in = stretch.at_end <= limit_;
    if (begin_in == end_in) {
        return begin_in ? Interval{stretch.begin, stretch.end} : Interval{};
    }
    double in = begin_in ? stretch.begin : stretch.end;
    double out = begin_in ? stretch.end : stretch.begin;
    double at_in = begin_in ? stretch.at_begin : stretch.at_end;
    double at_out = begin_in ? stretch.at_end : stretch.at_begin;
    const double accurate = ground_.error() / 3, tiny = 1e-9 * ground_.scale();
    for (int i = 0; i < 100 && std::abs(out - in) * piece.length > tiny; ++i) {
        const double part =
            i % 3 == 2 ? 0.5 : std::clamp((limit_ - at_in) / (at_out - at_in), 0.01, 0.99);
        const double t = in + part * (out - in);
        const double apart = distance(v, ground_.at(piece, t));
        if (apart <= limit_) {
            in = t;
            at_in = apart;
        } else {
            out = t;
            at_out = apart;
        }
        if (std::abs(apart - limit_) <= accurate) {
            in = t;
            break;
        }
    }
    return begin_in ? Interval{stretch.begin, in} : Interval{in, stretch.end};
}

// A function whose second derivatives are between -down and up is above its chord by at most
// down/8 length^2, below it by at most up/8 length^2; its slope differs from that of the chord by
// at most the larger of both times the length.
FarBorders::Bulge FarBorders::bulge(const Piece& piece, const Stretch& stretch) const {
    const double length = (stretch.end - stretch.begin) * piece.length;
    const auto [least, most] = std::minmax(stretch.at_begin, stretch.at_end);
    const SecondDerivatives second =
        ground_.second_derivatives(least - length / 2, most + length / 2);
    const double square = length * length;
    // no farther from the ends than the way, whatever the derivatives
    return {std::min(length, second.down * square / 8), std::min(length, second.up * square / 8),
            second.pure() * square};
}

double FarBorders::middle(const Vertex& v, const Piece& piece, const Stretch& stretch,
                          Stretch& first, Stretch& second) {
    const double t = (stretch.begin + stretch.end) / 2;
    const double apart = distance(v, ground_.at(piece, t));
    first = {stretch.begin, t, stretch.at_begin, apart};
    second = {t, stretch.end, apart, stretch.at_end};
    return apart;
}

void FarBorders::add_parts(const Vertex& v, const Piece& piece, const Stretch& stretch,
                           Intervals& found) {
    const bool begin_in = stretch.at_begin <= limit_, end_in = stretch.at_end <= limit_;
    const auto [least, most] = std::minmax(stretch.at_begin, stretch.at_end);
    const Bulge bulge = this->bulge(piece, stretch);
    const bool is_monotone = most - least > bulge.change + 2 * ground_.error();
    const bool is_straight = std::max(bulge.above, bulge.below) <= slack_ / 2;
    const bool is_decided = begin_in != end_in ? is_monotone || is_straight
                            : begin_in         ? most + bulge.above <= limit_ + slack_
                                               : least - bulge.below > limit_ - slack_;
    if (is_decided || is_monotone) {
        put(found, part(v, piece, stretch));
        return;
    }
    Stretch first{}, second{};
    static_cast<void>(middle(v, piece, stretch, first, second));
    add_parts(v, piece, first, found);
    add_parts(v, piece, second, found);
}

FarBorders::Intervals FarBorders::parts(const Vertex& v, const Piece& piece,
                                        const Stretch& stretch) {
    Intervals found;
    add_parts(v, piece, stretch, found);
    return found;
}

// The stretch of the largest upper bound is halved, until that is no more than the limit and the
// slack, or so little more than a distance found that this is worth as much.
std::optional<double> FarBorders::beyond(const Vertex& v, const Piece& piece,
                                         const Stretch& stretch) {
    struct Candidate {
        double most;
        Stretch stretch;
        bool operator<(const Candidate& other) const { return most < other.most; }
    };
    std::vector<Candidate> heap;
    double farthest = stretch.at_begin, place = stretch.begin;
    const auto look_at = [&](double t, double apart) {
        if (apart > farthest) {
            farthest = apart;
            place = t;
        }
    };
    const auto add = [&](const Stretch& next) {
        const double most = std::max(next.at_begin, next.at_end) + bulge(piece, next).above;
        heap.push_back({most, next});
        std::push_heap(heap.begin(), heap.end());
    };
    look_at(stretch.end, stretch.at_end);
    add(stretch);
    for (;;) {
        const Candidate candidate = heap.front();
        if (candidate.most <= limit_ + slack_) {
            return std::nullopt;
        }
        if (farthest > limit_ + slack_ / 4 && candidate.most - limit_ <= 2 * (farthest - limit_)) {
            return place;
        }
        std::pop_heap(heap.begin(), heap.end());
        heap.pop_back();
        Stretch first{}, second{};
        const double apart = middle(v, piece, candidate.stretch, first, second);
        look_at(first.end, apart);
        add(first);
        add(second);
    }
}

}  // namespace geodist::tracks
