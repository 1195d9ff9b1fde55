#include "tracks/free_space.hpp"

#include <algorithm>
#include <cmath>

namespace geodist::tracks {

Limit::Limit(const Ground& ground, double metres)
    : distance(metres),
      inside(ground.bounds().inner(metres)),
      outside(ground.bounds().outer(metres)),
      straight(inside > 0 ? std::sqrt(inside) : 0) {}

FreeSpace::FreeSpace(const Ground& ground, const Track& a, const Track& b, double slack,
                     index::Pace& pace)
    : ground_(ground), a_(a), b_(b), slack_(slack), pace_(pace), limit_(ground, 0) {}

bool FreeSpace::is_within(const Vertex& p, const Vertex& q) const {
    const double square = chord_square(p, q);
    if (square <= limit_.inside) {
        return true;
    }
    return square <= limit_.outside && ground_.distance(p, q) <= limit_.distance;
}

// Where the distance from v crosses the limit, between a place within it and one beyond: where it
// is right to half of the error of distances, or within a nanometre of such a place. slope: half
// the derivative of the square of the distance by t is slope + length^2 t, were it in a plane.
double FreeSpace::crossing(const Vertex& v, const Piece& piece, double in, double out, double guess,
                           double slope) const {
    const double square = piece.length * piece.length;
    const double accurate = ground_.error() / 3, tiny = 1e-9 * ground_.scale();
    double t = guess;
    for (int i = 0; i < 100; ++i) {
        if (!(t > std::min(in, out) && t < std::max(in, out)) || i % 8 == 7) {
            t = (in + out) / 2;
        }
        if (std::abs(out - in) * piece.length <= tiny) {
            return in;
        }
        const double distance = ground_.distance(v, ground_.at(piece, t));
        const double excess = distance - limit_.distance;
        if (std::abs(excess) <= accurate) {
            return t;
        }
        (excess <= 0 ? in : out) = t;
        t -= excess * distance / (slope + square * t);
    }
    return in;
}

Interval FreeSpace::interval(const Vertex& v, const Piece& piece, bool begin_in, bool end_in,
                             double& least) const {
    if (begin_in && end_in) {
        return {0, 1};
    }
    const geodesy::Segment<Lane>& s = piece.segment;
    if (!(piece.length > 0)) {
        if (begin_in || end_in) {
            return {0, 1};
        }
        least = ground_.distance(v, s.a);
        return {};
    }
    const Vertex end{s.a.x + s.d.x, s.a.y + s.d.y, s.a.z + s.d.z, s.a.h + s.d.h};
    double begin_square = chord_square(v, s.a), end_square = chord_square(v, end);
    if (!begin_in && !end_in) {
        const double apart = std::sqrt(std::max(begin_square, end_square)) - piece.length;
        if (apart > std::max(limit_.distance, event_)) {  // what is no event need not be exact
            least = apart;
            return {};
        }
    }
    // In a plane the square of the distance would be begin_square + 2 slope t + square t^2; on a
    // sphere of radius R what is added to that of the nearest place is less by a part of about
    // 1/3 of that over R^2. So near that crossing() has little to do.
    const double radius = ground_.prepared().a, flat = 1.25e-4 * radius;
    double square = piece.length * piece.length;
    if (limit_.distance > flat || piece.length > flat) {
        const double begin = ground_.distance(v, s.a), last = ground_.distance(v, end);
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
    const RoughFoot rough = ground_.rough_foot(v, piece);
    if (rough.least() > std::max(limit_.distance, event_)) {
        least = rough.least();
        return {};
    }
    PieceFoot foot{rough.distance, rough.t};
    if (rough.excess > 0 && rough.distance > limit_.distance - rough.excess) {
        foot = ground_.foot(v, piece);
    }
    if (foot.distance > limit_.distance) {
        least = foot.distance;
        return {};
    }
    return {crossing(v, piece, foot.t, 0, middle - half, slope),
            crossing(v, piece, foot.t, 1, middle + half, slope)};
}

// Has each column of a cell between two something free, but for the slack? If not, at what distance
// has one that?
bool FreeSpace::joined(const Piece& a, const Piece& b, double begin, double end) {
    if (!(begin < end)) {
        return true;
    }
    const double enough = limit_.distance + slack_;
    if (limit_.distance + ground_.bulge((end - begin) * a.length, limit_.distance) <= enough) {
        return true;
    }
    struct Part {
        double begin, end, at_begin, at_end;
    };
    const auto to = [&](double t) {
        const Vertex v = ground_.at(a, t);
        const RoughFoot rough = ground_.rough_foot(v, b);
        return rough.excess > 0 && rough.distance > limit_.distance ? ground_.foot(v, b).distance
                                                                    : rough.distance;
    };
    std::vector<Part> parts{{begin, end, to(begin), to(end)}};
    while (!parts.empty()) {
        pace_.step();
        const Part part = parts.back();
        parts.pop_back();
        const double most = std::max(part.at_begin, part.at_end);
        if (most + ground_.bulge((part.end - part.begin) * a.length, most) <= enough) {
            continue;
        }
        const double middle = (part.begin + part.end) / 2, at_middle = to(middle);
        if (at_middle > limit_.distance) {
            happen(at_middle);
            return false;
        }
        parts.push_back({part.begin, middle, part.at_begin, at_middle});
        parts.push_back({middle, part.end, at_middle, part.at_end});
    }
    return true;
}

// The least distance at which the interval of one vertex on a piece reaches down to where that of
// another begins; `event` if that is no less.
double FreeSpace::opening(const Vertex& low, const Vertex& high, const Piece& piece, double event) {
    const Limit kept = limit_;
    const Vertex begin = ground_.at(piece, 0), end = ground_.at(piece, 1);
    const auto is_open = [&](double distance) {
        limit_ = Limit(ground_, distance);
        double least = 0;
        const Interval one =
            interval(low, piece, is_within(low, begin), is_within(low, end), least);
        const Interval two =
            interval(high, piece, is_within(high, begin), is_within(high, end), least);
        return !one.is_empty() && !two.is_empty() && two.high >= one.low;
    };
    double from = kept.distance, to = std::min(event, ground_.convex());
    if (to > from && is_open(to)) {
        while (to - from > ground_.error() / 4) {
            const double middle = (from + to) / 2;
            (is_open(middle) ? to : from) = middle;
        }
        to = from;
    }
    limit_ = kept;
    return to;
}

void FreeSpace::put(double low, double high, std::size_t from) {
    if (!next_.empty() && low <= next_.back().high) {
        next_.back().high = std::max(next_.back().high, high);
    } else {
        next_.push_back({low, high, from});
    }
}

// The line of the first vertex of a: what is free from the start of b without a gap.
void FreeSpace::begin() {
    double least = 0, high = 0;
    for (std::size_t row = 0; row < b_.size(); ++row) {
        const Interval free = interval(a_.vertex(0), b_.piece(row), true,
                                       is_within(a_.vertex(0), b_.vertex(row + 1)), least);
        high = static_cast<double>(row) + free.high;
        if (free.high < 1) {
            break;
        }
    }
    state_.reached.assign(1, {0, high, 0});
    state_.bottom = true;
}

bool FreeSpace::advance(std::size_t column) {
    Interval carry;
    if (state_.bottom) {
        double least = 0;
        carry = interval(b_.vertex(0), a_.piece(column), true,
                         is_within(a_.vertex(column + 1), b_.vertex(0)), least);
        state_.bottom = carry.high >= 1;
    }
    next_.clear();
    sweep(column, carry);
    state_.reached.swap(next_);
    return !state_.reached.empty() || state_.bottom;
}

// The pieces of b from `row` on that are free with all of a column, as far as one look at balls
// tells.
std::size_t FreeSpace::free_run(std::size_t column, std::size_t row) const {
    if (is_known_ && !is_corner_in_) {
        return row;
    }
    const Ball& own = a_.ball(0, column);
    std::size_t end = row;
    for (std::size_t level = 0; level < b_.levels(); ++level) {
        const std::size_t i = row >> level;
        if (i << level != row) {
            break;
        }
        const Ball& ball = b_.ball(level, i);
        const double most = limit_.straight - own.radius - ball.radius;
        if (most <= 0 || own.square_to(ball) > most * most) {
            break;
        }
        end = std::min(b_.size(), row + (std::size_t{1} << level));
        if (end == b_.size()) {
            break;
        }
    }
    return end;
}

void FreeSpace::sweep(std::size_t column, Interval carry) {
    const std::vector<Reach>& reached = state_.reached;
    std::size_t next = 0, row = 0;
    low_from_ = none;
    is_known_ = false;
    while (row < b_.size()) {
        pace_.step();
        while (next < reached.size() && reached[next].high < static_cast<double>(row)) {
            ++next;
        }
        if (carry.is_empty()) {
            if (next == reached.size()) {
                return;
            }
            const auto to = std::min(b_.size() - 1, static_cast<std::size_t>(reached[next].low));
            if (to > row) {
                row = to;
                is_known_ = false;
            }
        }
        const std::size_t end = free_run(column, row);
        if (end > row) {
            pass_run(column, row, end, next, carry);
            row = end;
        } else {
            pass_cell(column, row, next, carry);
            ++row;
        }
    }
}

void FreeSpace::pass_run(std::size_t column, std::size_t row, std::size_t end, std::size_t next,
                         Interval& carry) {
    const std::vector<Reach>& reached = state_.reached;
    const auto low = static_cast<double>(row), high = static_cast<double>(end);
    const bool from_left = next < reached.size() && reached[next].low <= high;
    if (!carry.is_empty()) {
        put(low, high, column + 1);
    } else if (from_left) {
        const Reach& left = reached[next];
        put(std::max(low, left.low), high, left.low > low ? left.from : column + 1);
    }
    if (from_left) {
        low_from_ = none;
        carry = {0, 1};
    } else if (!carry.is_empty()) {
        low_from_ = low_from_ == none ? row : low_from_;
        carry.high = 1;
    }
    is_known_ = is_corner_in_ = true;
}

void FreeSpace::pass_cell(std::size_t column, std::size_t row, std::size_t next, Interval& carry) {
    const Piece &a = a_.piece(column), &b = b_.piece(row);
    const Vertex &left_end = a_.vertex(column), &right_end = a_.vertex(column + 1);
    const Vertex &bottom_end = b_.vertex(row), &top_end = b_.vertex(row + 1);
    const auto base = static_cast<double>(row);
    const std::vector<Reach>& reached = state_.reached;
    const bool has_left = next < reached.size() && reached[next].low <= base + 1;
    const bool has_bottom = !carry.is_empty();
    const double left_low = has_left ? std::max(0.0, reached[next].low - base) : 2;

    const bool corner = is_known_ ? is_corner_in_ : is_within(right_end, bottom_end);
    const bool top_right = is_within(right_end, top_end), top_left = is_within(left_end, top_end);
    double least = 0;
    const Interval right = interval(right_end, b, corner, top_right, least);
    if (right.is_empty()) {
        happen(least);
    }
    const Interval top = interval(top_end, a, top_left, top_right, least);
    if (top.is_empty()) {
        happen(least);
    }
    bool left_right = has_left, left_top = has_left, bottom_right = has_bottom,
         bottom_top = has_bottom;
    if (ground_.bulge(std::min(a.length, b.length), limit_.distance) > slack_) {
        // perhaps torn
        left_right = left_right && !right.is_empty() && joined(a, b, 0, 1);
        bottom_right = bottom_right && !right.is_empty() && joined(a, b, carry.high, 1);
        left_top = left_top && !top.is_empty() && joined(a, b, 0, top.low);
        bottom_top = bottom_top && !top.is_empty() && joined(a, b, carry.high, top.low);
    }
    if (!right.is_empty()) {
        if (bottom_right) {
            put(base + right.low, base + right.high, column + 1);
        } else if (left_right && right.high >= left_low) {
            put(base + std::max(right.low, left_low), base + right.high,
                right.low >= left_low ? column + 1 : reached[next].from);
        } else if (left_right) {
            happen(
                opening(a_.vertex(std::min(reached[next].from, a_.size())), right_end, b, event_));
        }
    }
    Interval up;
    if (!top.is_empty()) {
        if (left_top) {
            up = top;
            low_from_ = none;
        } else if (bottom_top && top.high >= carry.low) {
            up = {std::max(top.low, carry.low), top.high};
            if (top.low >= carry.low) {
                low_from_ = none;
            } else if (low_from_ == none) {
                low_from_ = row;
            }
        } else if (bottom_top) {
            happen(opening(b_.vertex(low_from_ == none ? row : low_from_), top_end, a, event_));
        }
    }
    carry = up;
    is_known_ = true;
    is_corner_in_ = top_right;
}

bool FreeSpace::decide(double distance) {
    limit_ = Limit(ground_, distance);
    event_ = unlimited;
    const Vertex &a0 = a_.vertex(0), &a1 = a_.vertex(a_.size());
    const Vertex &b0 = b_.vertex(0), &b1 = b_.vertex(b_.size());
    if (!is_within(a0, b0) || !is_within(a1, b1)) {
        event_ = std::max(ground_.distance(a0, b0), ground_.distance(a1, b1));
        return false;
    }
    begin();
    lines_.clear();
    std::size_t column = 0;
    bool alive = true;
    for (; column < a_.size() && alive; ++column) {
        if (keep_all_) {
            lines_.push_back(state_.reached);
        }
        if (column % every == 0) {
            const std::size_t i = column / every;
            kept_.resize(std::max(kept_.size(), i + 1));
            kept_[i].reached.assign(state_.reached.begin(), state_.reached.end());
            kept_[i].bottom = state_.bottom;
        }
        alive = advance(column);
    }
    if (keep_all_) {
        lines_.push_back(state_.reached);
    }
    if (alive && !state_.reached.empty() &&
        state_.reached.back().high >= static_cast<double>(b_.size())) {
        return true;
    }
    kept_.swap(died_);
    died_at_ = column - 1;
    return false;
}

double FreeSpace::guess(double low, double high, double room) {
    if (died_.empty()) {
        return (low + high) / 2;
    }
    const std::size_t back = died_at_ / every;
    const std::size_t from = back < 2 ? 0 : back - 2;
    const std::size_t end = std::min(a_.size(), died_at_ + 1 + every);
    while (high - low > room) {
        const double middle = (low + high) / 2;
        limit_ = Limit(ground_, middle);
        state_.reached.assign(died_[from].reached.begin(), died_[from].reached.end());
        state_.bottom = died_[from].bottom;
        bool alive = true;
        for (std::size_t column = from * every; column < end && alive; ++column) {
            event_ = limit_.distance;  // none is looked for
            alive = advance(column);
        }
        if (alive && end == a_.size()) {
            alive = !state_.reached.empty() &&
                    state_.reached.back().high >= static_cast<double>(b_.size());
        }
        (alive ? high : low) = middle;
    }
    return high;
}

// Back from the end through the reached intervals: the highest place of the left side that is
// no higher, else down through the bottom.
std::vector<FreeSpace::Step> FreeSpace::way(double distance) {
    keep_all_ = true;
    const bool yes = decide(distance);
    keep_all_ = false;
    std::vector<Step> steps;
    if (!yes) {
        return steps;
    }
    double y = static_cast<double>(b_.size());
    steps.push_back({static_cast<double>(a_.size()), y});
    for (std::size_t column = a_.size(); column-- > 0;) {
        const std::vector<Reach>& left = lines_[column];
        double x = 1;
        std::size_t row =
            std::min(b_.size() - 1, static_cast<std::size_t>(std::max(0.0, std::ceil(y) - 1)));
        std::size_t k = left.size();
        for (;;) {
            while (k > 0 && left[k - 1].low > y) {
                --k;
            }
            if (k > 0 && left[k - 1].high >= static_cast<double>(row)) {
                y = std::min(y, left[k - 1].high);
                steps.push_back({static_cast<double>(column), y});
                break;
            }
            const Vertex& v = b_.vertex(row);
            double least = 0;
            const Interval free = interval(v, a_.piece(column), is_within(a_.vertex(column), v),
                                           is_within(a_.vertex(column + 1), v), least);
            x = std::min(x, free.high);
            y = static_cast<double>(row);
            steps.push_back({static_cast<double>(column) + x, y});
            if (row == 0) {
                break;
            }
            --row;
        }
        if (y == 0) {
            break;
        }
    }
    if (steps.back().a > 0 || steps.back().b > 0) {
        steps.push_back({0, 0});
    }
    std::reverse(steps.begin(), steps.end());
    return steps;
}

}  // namespace geodist::tracks
