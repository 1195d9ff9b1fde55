#include "tracks/free_space.hpp"

#include <algorithm>
#include <cmath>

namespace geodist::tracks {

FreeSpace::FreeSpace(const Ground& ground, const Track& a, const Track& b, double slack,
                     index::Pace& pace)
    : ground_(ground), a_(a), b_(b), slack_(slack), pace_(pace), borders_(ground, 0) {}

Interval FreeSpace::border(const Vertex& v, const Track& track, std::size_t piece, bool begin_in,
                           bool end_in) {
    double least = 0;
    const double enough = std::max(borders_.limit().distance, event_);
    const Interval free = borders_.interval(v, track, piece, begin_in, end_in, enough, least);
    if (free.is_empty()) {
        happen(least);
    }
    return free;
}

bool FreeSpace::joined(const Piece& a, const Piece& b, double begin, double end) {
    const double torn = borders_.torn(a, b, begin, end, slack_, pace_);
    if (torn > 0) {
        happen(torn);
    }
    return !(torn > 0);
}

void FreeSpace::put(Along low, Along high, std::size_t from) {
    if (!next_.empty() && low <= next_.back().high) {
        next_.back().high = std::max(next_.back().high, high);
    } else {
        next_.push_back({low, high, from});
    }
}

bool FreeSpace::is_at_end() const {
    return !state_.reached.empty() && state_.reached.back().high.piece == b_.size();
}

// The line of the first vertex of a: what is free from the start of b without a gap.
void FreeSpace::begin() {
    Along high{0, 0};
    for (std::size_t row = 0; row < b_.size(); ++row) {
        const Interval free = border(a_.vertex(0), b_, row, true,
                                     borders_.is_within(a_.vertex(0), b_.vertex(row + 1)));
        high = along(row, free.high);
        if (free.high < 1) {
            break;
        }
    }
    state_.reached.assign(1, {{0, 0}, high, 0});
    state_.bottom = true;
}

bool FreeSpace::advance(std::size_t column) {
    Interval carry;
    if (state_.bottom) {
        carry = border(b_.vertex(0), a_, column, true,
                       borders_.is_within(a_.vertex(column + 1), b_.vertex(0)));
        state_.bottom = carry.high >= 1;
    }
    next_.clear();
    sweep(column, carry);
    state_.reached.swap(next_);
    return !state_.reached.empty() || state_.bottom;
}

void FreeSpace::sweep(std::size_t column, Interval carry) {
    const std::vector<Reach>& reached = state_.reached;
    const Ball own = a_.ball(column);
    std::size_t next = 0, row = 0;
    low_from_ = none;
    is_known_ = false;
    while (row < b_.size()) {
        pace_.step();
        ++steps_;
        while (next < reached.size() && reached[next].high.piece < row) {
            ++next;
        }
        if (carry.is_empty()) {
            if (next == reached.size()) {
                return;
            }
            const std::size_t to = std::min(b_.size() - 1, reached[next].low.piece);
            if (to > row) {
                row = to;
                is_known_ = false;
            }
        }
        const bool blocked = is_known_ && !is_corner_in_;
        const std::size_t end = blocked ? row : b_.near_run(own, row, borders_.limit().straight);
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
    const Along low{row, 0}, high{end, 0};
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
    const Vertex &left_end = a_.vertex(column), &right_end = a_.vertex(column + 1);
    const Vertex &bottom_end = b_.vertex(row), &top_end = b_.vertex(row + 1);
    const std::vector<Reach>& reached = state_.reached;
    const bool has_left = next < reached.size() && reached[next].low <= Along{row + 1, 0};
    const bool has_bottom = !carry.is_empty();
    const double left_low = has_left ? fraction_of(reached[next].low, row) : 2;

    const bool corner = is_known_ ? is_corner_in_ : borders_.is_within(right_end, bottom_end);
    const bool top_right = borders_.is_within(right_end, top_end);
    const bool top_left = borders_.is_within(left_end, top_end);
    const Interval right = border(right_end, b_, row, corner, top_right);
    const Interval top = border(top_end, a_, column, top_left, top_right);
    bool left_right = has_left, left_top = has_left, bottom_right = has_bottom,
         bottom_top = has_bottom;
    const double shorter = std::min(a_.length(column), b_.length(row));
    if (ground_.bulge(shorter, borders_.limit().distance) > slack_) {  // perhaps torn
        const Piece a = a_.piece(column), b = b_.piece(row);
        left_right = left_right && !right.is_empty() && joined(a, b, 0, 1);
        bottom_right = bottom_right && !right.is_empty() && joined(a, b, carry.high, 1);
        left_top = left_top && !top.is_empty() && joined(a, b, 0, top.low);
        bottom_top = bottom_top && !top.is_empty() && joined(a, b, carry.high, top.low);
    }
    if (!right.is_empty()) {
        if (bottom_right) {
            put(along(row, right.low), along(row, right.high), column + 1);
        } else if (left_right && right.high >= left_low) {
            put(along(row, std::max(right.low, left_low)), along(row, right.high),
                right.low >= left_low ? column + 1 : reached[next].from);
        } else if (left_right) {
            const Vertex& low = a_.vertex(std::min(reached[next].from, a_.size()));
            happen(borders_.opening(low, right_end, b_, row, event_));
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
            const Vertex& low = b_.vertex(low_from_ == none ? row : low_from_);
            happen(borders_.opening(low, top_end, a_, column, event_));
        }
    }
    carry = up;
    is_known_ = true;
    is_corner_in_ = top_right;
}

bool FreeSpace::decide(double distance) {
    borders_ = FreeBorders(ground_, distance);
    event_ = unlimited;
    const Vertex &a0 = a_.vertex(0), &a1 = a_.vertex(a_.size());
    const Vertex &b0 = b_.vertex(0), &b1 = b_.vertex(b_.size());
    if (!borders_.is_within(a0, b0) || !borders_.is_within(a1, b1)) {
        event_ = std::max(ground_.distance(a0, b0), ground_.distance(a1, b1));
        return false;
    }
    steps_ = 0;
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
    if (alive && is_at_end()) {
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
        borders_ = FreeBorders(ground_, middle);
        state_.reached.assign(died_[from].reached.begin(), died_[from].reached.end());
        state_.bottom = died_[from].bottom;
        bool alive = true;
        for (std::size_t column = from * every; column < end && alive; ++column) {
            event_ = middle;  // none is looked for
            alive = advance(column);
        }
        if (alive && end == a_.size()) {
            alive = is_at_end();
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
    Along y{b_.size(), 0};
    const auto add = [&](double at) { steps.push_back({at, static_cast<double>(y.piece) + y.t}); };
    add(static_cast<double>(a_.size()));
    for (std::size_t column = a_.size(); column-- > 0;) {
        const std::vector<Reach>& left = lines_[column];
        double x = 1;
        std::size_t row = y.t > 0 || y.piece == 0 ? y.piece : y.piece - 1;
        std::size_t k = left.size();
        for (;;) {
            while (k > 0 && left[k - 1].low > y) {
                --k;
            }
            if (k > 0 && left[k - 1].high.piece >= row) {
                y = std::min(y, left[k - 1].high);
                add(static_cast<double>(column));
                break;
            }
            const Vertex& v = b_.vertex(row);
            x = std::min(x, borders_.interval(v, a_, column).high);
            y = {row, 0};
            add(static_cast<double>(column) + x);
            if (row == 0) {
                break;
            }
            --row;
        }
        if (y == Along{0, 0}) {
            break;
        }
    }
    // The beginning: along one of them, while the other is at its start.
    while (y > Along{0, 0}) {
        y = {y.t > 0 ? y.piece : y.piece - 1, 0};
        add(0);
    }
    while (steps.back().a > 0) {
        add(std::ceil(steps.back().a) - 1);
    }
    std::reverse(steps.begin(), steps.end());
    return steps;
}

}  // namespace geodist::tracks
