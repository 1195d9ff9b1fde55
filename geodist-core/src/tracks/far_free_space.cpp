#include "tracks/far_free_space.hpp"

#include <geodist/error.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace geodist::tracks {

namespace {

constexpr std::size_t most_cells = 500'000;  // of two pieces
// Of these, next to antipodes: there only cells of the size of the slack are simple. Where the
// border of what is free runs through such a place, it takes as many as it is long in slacks; where
// it does not, some hundreds.
constexpr std::size_t most_near_antipodes = 4'096;

using Intervals = std::vector<Interval>;

void put(Intervals& list, Interval next) {
    if (next.is_empty()) {
        return;
    }
    if (!list.empty() && next.low <= list.back().high) {
        list.back().high = std::max(list.back().high, next.high);
    } else {
        list.push_back(next);
    }
}

[[noreturn]] void give_up() {
    throw GeodistError(
        "places of the tracks are too nearly antipodal for a Frechet distance that is certain "
        "within "
        "this tolerance; one of 1000 metres may do");
}

// What of them is within two places.
Intervals within(const Intervals& list, double from, double to) {
    Intervals found;
    for (const Interval& one : list) {
        put(found, {std::max(one.low, from), std::min(one.high, to)});
    }
    return found;
}

}  // namespace

FarFreeSpace::FarFreeSpace(const Ground& ground, const Track& a, const Track& b, double slack,
                           index::Pace& pace)
    : ground_(ground), a_(a), b_(b), slack_(slack), pace_(pace) {}

double FarFreeSpace::apart(const Pieces& pieces, double s, double t) const {
    return ground_.distance(ground_.at(pieces.a, s), ground_.at(pieces.b, t));
}

bool FarFreeSpace::is_simple(const Pieces& pieces, const Cell& cell) {
    const double la = (cell.s1 - cell.s0) * pieces.a.length;
    const double lb = (cell.t1 - cell.t0) * pieces.b.length;
    if ((la + lb) / 2 <= slack_ / 2) {  // distances grow no faster than the ways
        return true;
    }
    const auto [least, most] = std::minmax({cell.d00, cell.d10, cell.d01, cell.d11});
    const double near = (la + lb) / 2;
    const SecondDerivatives second = ground_.second_derivatives(least - near, most + near);
    if (second.mixed == std::numeric_limits<double>::infinity()) {
        if (++near_antipodes_ > most_near_antipodes &&
            pieces.a.length + pieces.b.length > static_cast<double>(most_cells) * slack_) {
            give_up();
        }
        return false;
    }
    if (second.pure * (la * la + lb * lb) / 8 + second.mixed * la * lb / 4 <= slack_ / 2) {
        return true;
    }
    // by the mean value theorem the slope of a side is that somewhere along it
    const double along = cell.d10 - cell.d00, up = cell.d01 - cell.d00;
    const double noise = 4 * ground_.error();
    return std::abs(along) > (second.pure * la + second.mixed * lb) * la + noise &&
           std::abs(up) > (second.pure * lb + second.mixed * la) * lb + noise;
}

Interval FarFreeSpace::side(const Vertex& v, const Piece& piece, double from, double to,
                            double at_from, double at_to) const {
    const bool from_in = at_from <= limit_, to_in = at_to <= limit_;
    if (from_in == to_in) {
        return from_in ? Interval{from, to} : Interval{};
    }
    double in = from_in ? from : to, out = from_in ? to : from;
    double at_in = from_in ? at_from : at_to, at_out = from_in ? at_to : at_from;
    const double accurate = ground_.error() / 3, tiny = 1e-9 * ground_.scale();
    for (int i = 0; i < 100 && std::abs(out - in) * piece.length > tiny; ++i) {
        const double part =
            i % 3 == 2 ? 0.5 : std::clamp((limit_ - at_in) / (at_out - at_in), 0.01, 0.99);
        const double t = in + part * (out - in);
        const double distance = ground_.distance(v, ground_.at(piece, t));
        if (distance <= limit_) {
            in = t;
            at_in = distance;
        } else {
            out = t;
            at_out = distance;
        }
        if (std::abs(distance - limit_) <= accurate) {
            in = t;
            break;
        }
    }
    return from_in ? Interval{from, in} : Interval{in, to};
}

void FarFreeSpace::pass(const Pieces& pieces, const Cell& cell, const Intervals& left,
                        const Intervals& bottom, Intervals& right, Intervals& top) {
    if (left.empty() && bottom.empty()) {
        return;
    }
    pace_.step();
    if (++steps_ > most_cells) {
        give_up();
    }
    const double half =
        ((cell.s1 - cell.s0) * pieces.a.length + (cell.t1 - cell.t0) * pieces.b.length) / 2;
    const auto [least, most] = std::minmax({cell.d00, cell.d10, cell.d01, cell.d11});
    if (least - half > limit_) {
        return;
    }
    if (most + half <= limit_) {
        put(right, {bottom.empty() ? left.front().low : cell.t0, cell.t1});
        put(top, {left.empty() ? bottom.front().low : cell.s0, cell.s1});
    } else if (is_simple(pieces, cell)) {
        pass_simple(pieces, cell, left, bottom, right, top);
    } else {
        split(pieces, cell, left, bottom, right, top);
    }
}

void FarFreeSpace::pass_simple(const Pieces& pieces, const Cell& cell, const Intervals& left,
                               const Intervals& bottom, Intervals& right, Intervals& top) const {
    Interval on_right =
        side(ground_.at(pieces.a, cell.s1), pieces.b, cell.t0, cell.t1, cell.d10, cell.d11);
    Interval on_top =
        side(ground_.at(pieces.b, cell.t1), pieces.a, cell.s0, cell.s1, cell.d01, cell.d11);
    if (bottom.empty()) {
        on_right.low = std::max(on_right.low, left.front().low);
    }
    if (left.empty()) {
        on_top.low = std::max(on_top.low, bottom.front().low);
    }
    put(right, on_right);
    put(top, on_top);
}

void FarFreeSpace::split(const Pieces& pieces, const Cell& cell, const Intervals& left,
                         const Intervals& bottom, Intervals& right, Intervals& top) {
    Cell first = cell, second = cell;
    Intervals between;
    if ((cell.s1 - cell.s0) * pieces.a.length >= (cell.t1 - cell.t0) * pieces.b.length) {
        const double s = (cell.s0 + cell.s1) / 2;
        first.s1 = second.s0 = s;
        first.d10 = second.d00 = apart(pieces, s, cell.t0);
        first.d11 = second.d01 = apart(pieces, s, cell.t1);
        pass(pieces, first, left, within(bottom, cell.s0, s), between, top);
        pass(pieces, second, between, within(bottom, s, cell.s1), right, top);
    } else {
        const double t = (cell.t0 + cell.t1) / 2;
        first.t1 = second.t0 = t;
        first.d01 = second.d00 = apart(pieces, cell.s0, t);
        first.d11 = second.d10 = apart(pieces, cell.s1, t);
        pass(pieces, first, within(left, cell.t0, t), bottom, right, between);
        pass(pieces, second, within(left, t, cell.t1), between, right, top);
    }
}

bool FarFreeSpace::decide(double distance) {
    limit_ = distance;
    const std::size_t n = a_.size(), m = b_.size();
    if (ground_.distance(a_.vertex(0), b_.vertex(0)) > limit_ ||
        ground_.distance(a_.vertex(n), b_.vertex(m)) > limit_) {
        return false;
    }
    // The start is a place of the left side and of the bottom; other places of these are reached
    // through cells alone if the first has both sides before it: cells of no width and no height.
    std::vector<Intervals> sides(m);
    sides[0].push_back({0, 0});
    std::vector<double> before(m + 1), behind(m + 1);
    for (std::size_t j = 0; j <= m; ++j) {
        behind[j] = ground_.distance(a_.vertex(0), b_.vertex(j));
    }
    Intervals carry;
    for (std::size_t i = 0; i < n; ++i) {
        before.swap(behind);
        for (std::size_t j = 0; j <= m; ++j) {
            pace_.step();
            behind[j] = ground_.distance(a_.vertex(i + 1), b_.vertex(j));
        }
        carry.clear();
        const Piece a = a_.piece(i);
        bool reached = false;
        for (std::size_t j = 0; j < m; ++j) {
            const Intervals left = std::exchange(sides[j], {});
            const Intervals bottom = std::exchange(carry, {});
            if (left.empty() && bottom.empty()) {
                continue;
            }
            const Piece b = b_.piece(j);
            const Cell cell{0, 1, 0, 1, before[j], behind[j], before[j + 1], behind[j + 1]};
            steps_ = near_antipodes_ = 0;
            pass({a, b}, cell, left, bottom, sides[j], carry);
            reached = reached || !sides[j].empty();
        }
        if (!reached && i + 1 < n) {
            return false;
        }
    }
    return (!sides[m - 1].empty() && sides[m - 1].back().high >= 1) ||
           (!carry.empty() && carry.back().high >= 1);
}

}  // namespace geodist::tracks
