#include "tracks/far_free_space.hpp"

#include <geodist/error.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace geodist::tracks {

namespace {

// Next to antipodes only cells as small as the slack are simple. Where the border of what is free
// runs through such a place, it takes as many as it is long in slacks; where it does not, some
// hundreds. So many of two pieces, if it may be more than the last number:
constexpr std::size_t most_near_antipodes = 4'096;
constexpr double most_slacks = 500'000;
// Distances inside of cells for two tracks, and more for each cell: some seconds.
constexpr std::size_t most_inside = 3'000'000, most_of_cell = 100;
constexpr std::size_t most_crossings = 4'096;

using Intervals = FarBorders::Intervals;

// What of them is within two places.
Intervals within(const Intervals& list, double from, double to) {
    Intervals found;
    for (const Interval& one : list) {
        put(found, {std::max(one.low, from), std::min(one.high, to)});
    }
    return found;
}

}  // namespace

FarFreeSpace::FarFreeSpace(const Ground& ground, const Track& a, const Track& b, index::Pace& pace)
    : ground_(ground),
      a_(a),
      b_(b),
      borders_(ground, most_inside, pace),
      corners_(ground, a, b),
      pace_(pace) {}

double FarFreeSpace::apart(const Pieces& pieces, double s, double t) {
    return borders_.distance(on_a(pieces, s), on_b(pieces, t));
}

FarFreeSpace::Slopes FarFreeSpace::slopes(const Pieces& pieces, const Cell& cell) {
    const double la = (cell.s1 - cell.s0) * pieces.a.length;
    const double lb = (cell.t1 - cell.t0) * pieces.b.length;
    Slopes found;
    if ((la + lb) / 2 <= slack_ / 2) {  // distances grow no faster than the ways
        found.is_flat = true;
        return found;
    }
    const auto [least, most] = std::minmax({cell.d00, cell.d10, cell.d01, cell.d11});
    const double near = (la + lb) / 2;
    const SecondDerivatives second = ground_.second_derivatives(least - near, most + near);
    if (second.mixed == std::numeric_limits<double>::infinity()) {
        if (++near_antipodes_ > most_near_antipodes &&
            pieces.a.length + pieces.b.length > most_slacks * slack_) {
            throw GeodistError(
                "places of the tracks are too nearly antipodal for a Frechet distance that is "
                "certain within this tolerance; one of 1000 metres may do");
        }
        return found;
    }
    const double pure = second.pure();
    found.is_flat = pure * (la * la + lb * lb) / 8 + second.mixed * la * lb / 4 <= slack_ / 2;
    // By the mean value theorem the slope of a side is that somewhere along it. From there on the
    // one side, and from there on the other, it is no farther than the cell is wide to any place,
    // and both together are as far from it as the cell is high.
    const double along = (cell.d10 - cell.d00 + cell.d11 - cell.d01) / 2;
    const double up = (cell.d01 - cell.d00 + cell.d11 - cell.d10) / 2;
    const double noise = 4 * ground_.error();
    if (std::abs(along) > (pure * la + second.mixed * lb / 2) * la + noise) {
        found.s = along > 0 ? 1 : -1;
    }
    if (std::abs(up) > (pure * lb + second.mixed * la / 2) * lb + noise) {
        found.t = up > 0 ? 1 : -1;
    }
    return found;
}

void FarFreeSpace::pass(const Pieces& pieces, const Cell& cell, const Entries& in,
                        const Exits& out) {
    if (in.left.empty() && in.bottom.empty()) {
        return;
    }
    const double half =
        ((cell.s1 - cell.s0) * pieces.a.length + (cell.t1 - cell.t0) * pieces.b.length) / 2;
    const auto [least, most] = std::minmax({cell.d00, cell.d10, cell.d01, cell.d11});
    if (least - half > limit_ || most + half <= limit_) {
        look_for_crossing(pieces, cell);
        if (least <= limit_) {
            pass_free(cell, in, out);
        }
        return;
    }
    const Slopes slopes = this->slopes(pieces, cell);
    if (slopes.is_flat && slopes.s == 0 && slopes.t == 0) {
        look_for_crossing(pieces, cell);
    }
    if (slopes.is_flat || (slopes.s != 0 && slopes.t != 0)) {
        pass_simple(pieces, cell, in, out);
    } else if (slopes.t != 0) {
        pass_one_way(pieces, cell, slopes.t > 0, in, out);
    } else if (slopes.s != 0) {
        pass_one_way({pieces.b, pieces.a},
                     {cell.t0, cell.t1, cell.s0, cell.s1, cell.d00, cell.d01, cell.d10, cell.d11},
                     slopes.s > 0, {in.bottom, in.left}, {out.top, out.right});
    } else {
        split(pieces, cell, in, out);
    }
}

// Where both derivatives of the function that is linear along rows and columns are 0.
void FarFreeSpace::look_for_crossing(const Pieces& pieces, const Cell& cell) {
    const double along = cell.d10 - cell.d00, up = cell.d01 - cell.d00;
    const double mixed = cell.d11 - cell.d10 - up;
    const auto is_inside = [&](double slope) {
        return -slope * mixed >= -0.1 * mixed * mixed && -slope * mixed <= 1.1 * mixed * mixed;
    };
    if (mixed == 0 || !is_inside(along) || !is_inside(up) || crossings_.size() == most_crossings) {
        return;
    }
    const double la = (cell.s1 - cell.s0) * pieces.a.length;
    const double lb = (cell.t1 - cell.t0) * pieces.b.length;
    const double distance = cell.d00 - along * up / mixed;
    const SecondDerivatives second = ground_.second_derivatives(distance, distance);
    crossings_.push_back({distance, second.pure() * (la * la + lb * lb) / 8 + ground_.error()});
}

std::optional<FarFreeSpace::Crossing> FarFreeSpace::crossing(double low, double high) {
    const auto end =
        std::remove_if(crossings_.begin(), crossings_.end(), [&](const Crossing& crossing) {
            return !(crossing.distance > low && crossing.distance < high &&
                     crossing.error < (high - low) / 16);
        });
    if (end == crossings_.begin()) {
        return std::nullopt;
    }
    const auto middle = crossings_.begin() + (end - crossings_.begin()) / 2;
    std::nth_element(crossings_.begin(), middle, end,
                     [](const Crossing& x, const Crossing& y) { return x.distance < y.distance; });
    return *middle;
}

void FarFreeSpace::pass_free(const Cell& cell, const Entries& in, const Exits& out) {
    const Intervals &left = in.left, &bottom = in.bottom;
    put(out.right, {bottom.empty() ? left.front().low : cell.t0, cell.t1});
    put(out.top, {left.empty() ? bottom.front().low : cell.s0, cell.s1});
}

void FarFreeSpace::pass_simple(const Pieces& pieces, const Cell& cell, const Entries& in,
                               const Exits& out) {
    Interval on_right =
        borders_.part(on_a(pieces, cell.s1), pieces.b, {cell.t0, cell.t1, cell.d10, cell.d11});
    Interval on_top =
        borders_.part(on_b(pieces, cell.t1), pieces.a, {cell.s0, cell.s1, cell.d01, cell.d11});
    if (in.bottom.empty()) {
        on_right.low = std::max(on_right.low, in.left.front().low);
    }
    if (in.left.empty()) {
        on_top.low = std::max(on_top.low, in.bottom.front().low);
    }
    put(out.right, on_right);
    put(out.top, on_top);
}

// The distance rises, or falls, along every column. So what is free of a column is below, or above,
// one place of it, and the question is one of rows, which FarBorders answers.
//
// What is put out contains what is reached at the limit less the slack and nothing that is not at
// the limit and the slack (both but for delta), if that holds for what comes in. The latter as
// every place put out has the way that is said to lead there, the former by the lines marked "no
// way". All the same with s and t exchanged.
void FarFreeSpace::pass_one_way(const Pieces& pieces, const Cell& cell, bool rises,
                                const Entries& in, const Exits& out) {
    if (rises) {
        pass_rising(pieces, cell, in, out);
    } else {
        pass_falling(pieces, cell, in, out);
    }
}

Interval FarFreeSpace::first_of_row(const Pieces& pieces, const Cell& cell, double t) {
    const Vertex v = on_b(pieces, t);
    const bool is_bottom = t <= cell.t0;
    const Intervals parts = borders_.parts(
        v, pieces.a,
        {cell.s0, cell.s1, is_bottom ? cell.d00 : borders_.distance(on_a(pieces, cell.s0), v),
         is_bottom ? cell.d10 : borders_.distance(on_a(pieces, cell.s1), v)});
    return parts.empty() ? Interval{} : parts.front();
}

// Ways: along the row of the lowest place reached of the left, or along the bottom, and up.
// No way from the left gets past a place where that row is blocked: it is at no lower row, and the
// column is blocked above. Nor does one from the bottom get past a place where that is blocked; and
// before, all of it is reached. Of a column all is free up to its highest free place.
void FarFreeSpace::pass_rising(const Pieces& pieces, const Cell& cell, const Entries& in,
                               const Exits& out) {
    Intervals ways = in.bottom;  // from where one may go up
    bool is_right = !in.bottom.empty() && in.bottom.back().high >= cell.s1;
    double low = cell.t0;
    if (!in.left.empty()) {
        const Interval row = first_of_row(pieces, cell, in.left.front().low);
        if (row.low <= cell.s0) {
            ways.assign(1, row);
            for (const Interval& way : in.bottom) {
                if (way.high > row.high) {
                    put(ways, way);
                }
            }
            if (row.high >= cell.s1 && !is_right) {
                is_right = true;
                low = in.left.front().low;
            }
        }
    }
    if (is_right) {
        Interval on_right =
            borders_.part(on_a(pieces, cell.s1), pieces.b, {cell.t0, cell.t1, cell.d10, cell.d11});
        on_right.low = std::max(on_right.low, low);
        put(out.right, on_right);
    }
    if (ways.empty()) {
        return;
    }
    const Intervals top =
        borders_.parts(on_b(pieces, cell.t1), pieces.a, {cell.s0, cell.s1, cell.d01, cell.d11});
    for (const Interval& part : top) {
        for (const Interval& way : within(ways, part.low, part.high)) {
            put(out.top, way);
        }
    }
}

// Ways: up from what is reached of the left and the bottom, all columns being free above; along the
// top while it is free; and to the right along the lowest row that is free from there.
// No way gets past a column whose top is blocked, as all of it is. So those that get to the right
// pass the last place reached of the bottom, if it is below the last run of the top; from there on,
// the row of the place where they end is free, being no lower than they are. Below the row that is
// found one column at least is blocked.
void FarFreeSpace::pass_falling(const Pieces& pieces, const Cell& cell, const Entries& in,
                                const Exits& out) {
    const Intervals top =
        borders_.parts(on_b(pieces, cell.t1), pieces.a, {cell.s0, cell.s1, cell.d01, cell.d11});
    bool reached = false;
    double begin = cell.s0, low = cell.t0;  // where the row to the right may begin
    for (const Interval& part : top) {
        const Intervals below = within(in.bottom, part.low, part.high);
        const bool from_left = !in.left.empty() && part.low <= cell.s0;
        if (!from_left && below.empty()) {
            continue;
        }
        put(out.top, {from_left ? part.low : below.front().low, part.high});
        if (part.high >= cell.s1) {
            reached = true;
            begin = below.empty() ? cell.s0 : below.back().high;
            low = below.empty() ? in.left.front().low : cell.t0;
        }
    }
    if (!reached) {
        return;
    }
    // Where it is blocked it is too low: the column there is, up to where it crosses the limit.
    while (begin < cell.s1) {
        const Vertex v = on_b(pieces, low);
        const auto place =
            borders_.beyond(v, pieces.a,
                            {begin, cell.s1, borders_.distance(on_a(pieces, begin), v),
                             borders_.distance(on_a(pieces, cell.s1), v)});
        if (!place) {
            break;
        }
        const Vertex column = on_a(pieces, *place);
        const Stretch above{low, cell.t1, borders_.distance(column, v),
                            borders_.distance(column, on_b(pieces, cell.t1))};
        const Interval free = borders_.part(column, pieces.b, above);
        if (free.is_empty() || free.low <= low) {
            low = cell.t1;
            break;
        }
        low = free.low;
    }
    Interval on_right =
        borders_.part(on_a(pieces, cell.s1), pieces.b, {cell.t0, cell.t1, cell.d10, cell.d11});
    on_right.low = std::max(on_right.low, low);
    put(out.right, on_right);
}

void FarFreeSpace::split(const Pieces& pieces, const Cell& cell, const Entries& in,
                         const Exits& out) {
    Cell first = cell, second = cell;
    Intervals between;
    if ((cell.s1 - cell.s0) * pieces.a.length >= (cell.t1 - cell.t0) * pieces.b.length) {
        const double s = (cell.s0 + cell.s1) / 2;
        first.s1 = second.s0 = s;
        first.d10 = second.d00 = apart(pieces, s, cell.t0);
        first.d11 = second.d01 = apart(pieces, s, cell.t1);
        pass(pieces, first, {in.left, within(in.bottom, cell.s0, s)}, {between, out.top});
        pass(pieces, second, {between, within(in.bottom, s, cell.s1)}, out);
    } else {
        const double t = (cell.t0 + cell.t1) / 2;
        first.t1 = second.t0 = t;
        first.d01 = second.d00 = apart(pieces, cell.s0, t);
        first.d11 = second.d10 = apart(pieces, cell.s1, t);
        pass(pieces, first, {within(in.left, cell.t0, t), in.bottom}, {out.right, between});
        pass(pieces, second, {within(in.left, t, cell.t1), between}, out);
    }
}

bool FarFreeSpace::decide(double distance, double slack) {
    limit_ = distance;
    slack_ = slack;
    borders_.set(distance, slack);
    crossings_.clear();
    const std::size_t n = a_.size(), m = b_.size();
    if (ground_.distance(a_.vertex(0), b_.vertex(0)) > limit_ ||
        ground_.distance(a_.vertex(n), b_.vertex(m)) > limit_) {
        return false;
    }
    // The start is a place of the left side and of the bottom; other places of these are reached
    // through cells alone if the first has both sides before it: cells of no width and no height.
    std::vector<Intervals> sides(m);
    sides[0].push_back({0, 0});
    Intervals carry;
    const double inside = ground_.bounds().inner(distance);
    const double straight = inside > 0 ? std::sqrt(inside) : 0;
    for (std::size_t i = 0; i < n; ++i) {
        corners_.begin_column(i);
        carry.clear();
        if (i == 0) {
            carry.push_back({0, 0});
        }
        const Piece a = a_.piece(i);
        const Ball ball = a_.ball(i);
        std::size_t free_end = 0;  // of a run of cells that are free as a whole
        bool reached = false;
        for (std::size_t j = 0; j < m; ++j) {
            const Intervals left = std::exchange(sides[j], {});
            const Intervals bottom = std::exchange(carry, {});
            if (left.empty() && bottom.empty()) {
                continue;
            }
            pace_.step();
            if (j >= free_end) {
                free_end = b_.near_run(ball, j, straight);
            }
            if (j < free_end) {
                pass_free({0, 1, 0, 1, 0, 0, 0, 0}, {left, bottom}, {sides[j], carry});
                reached = true;
                continue;
            }
            const Piece b = b_.piece(j);
            const Cell cell{0,
                            1,
                            0,
                            1,
                            corners_.at(i, j),
                            corners_.at(i + 1, j),
                            corners_.at(i, j + 1),
                            corners_.at(i + 1, j + 1)};
            near_antipodes_ = 0;
            borders_.allow(most_of_cell);
            pass({a, b}, cell, {left, bottom}, {sides[j], carry});
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
