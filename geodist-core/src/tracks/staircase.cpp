#include "tracks/staircase.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <vector>

namespace geodist::tracks {

namespace {

class Staircase {
  public:
    Staircase(const Ground& ground, const Track& a, const Track& b, double low, double high,
              index::Pace& pace)
        : ground_(ground), a_(a), b_(b), low_(low), high_(high), pace_(pace) {
        const double inside = ground.bounds().inner(low);
        straight_ = inside > 0 ? std::sqrt(inside) : 0;
    }

    StaircaseBound run(std::size_t most) {
        left_.assign(1, {0, 1, low_});
        for (std::size_t column = 0; column < a_.size(); ++column) {
            if (steps_ > most) {
                return {low_, static_cast<double>(column) / static_cast<double>(a_.size())};
            }
            right_.clear();
            sweep(column);
            left_.swap(right_);
        }
        return {last_, 1};  // of the last row of the last column
    }

  private:
    // Borders of rows first ... last - 1, and what reaching them asks for.
    struct Entry {
        std::size_t first, last;
        double value;
    };

    static constexpr double unlimited = std::numeric_limits<double>::infinity();

    void sweep(std::size_t column) {
        const Ball own = a_.ball(column);
        const std::size_t rows = b_.size();
        std::size_t row = 0;
        next_ = 0;
        up_ = unlimited;
        last_ = unlimited;
        while (row < rows) {
            pace_.step();
            ++steps_;
            skip_to(row);
            if (up_ == unlimited) {
                if (next_ == left_.size()) {
                    last_ = unlimited;
                    return;
                }
                row = std::max(row, left_[next_].first);
            }
            const std::size_t end = b_.near_run(own, row, straight_);
            if (end > row) {
                pass_run(row, end);
                row = end;
            } else {
                pass_cell(column, row);
                ++row;
            }
        }
    }

    void skip_to(std::size_t row) {
        while (next_ < left_.size() && left_[next_].last <= row) {
            ++next_;
        }
    }

    // Cells whose borders ask for no more than `low`.
    void pass_run(std::size_t row, std::size_t end) {
        while (row < end) {
            skip_to(row);
            std::size_t part = end;
            if (next_ < left_.size() && left_[next_].first <= row) {
                up_ = std::min(up_, left_[next_].value);
                part = std::min(end, left_[next_].last);
            } else if (next_ < left_.size()) {
                part = std::min(end, left_[next_].first);
            }
            put(row, part, up_);
            row = part;
        }
        last_ = up_;
    }

    void pass_cell(std::size_t column, std::size_t row) {
        double entry = up_;
        if (next_ < left_.size() && left_[next_].first <= row) {
            entry = std::min(entry, left_[next_].value);
        }
        put(row, row + 1, border(a_.vertex(column + 1), b_, row, entry));
        up_ = border(b_.vertex(row + 1), a_, column, entry);
        last_ = entry;
    }

    void put(std::size_t first, std::size_t last, double value) {
        if (!(value < unlimited)) {
            return;
        }
        if (!right_.empty() && right_.back().last == first && right_.back().value == value) {
            right_.back().last = last;
        } else {
            right_.push_back({first, last, value});
        }
    }

    // What crossing that piece asks for, after `entry`.
    [[nodiscard]] double border(const Vertex& v, const Track& track, std::size_t piece,
                                double entry) {
        const FootBounds bounds = track.foot_bounds(v, piece);
        if (bounds.upper <= entry) {
            return entry;
        }
        steps_ += 2;
        const Vertex &begin = track.vertex(piece), &end = track.vertex(piece + 1);
        const double length = track.length(piece);
        const double longest = std::max(chord_square(v, begin), chord_square(v, end));
        const double least = ground_.is_even(length, longest, low_)
                                 ? ground_.even_least(v, begin, end, length)
                                 : ground_.rough_foot(v, track.piece(piece)).least();
        return least > high_ ? unlimited : std::max(entry, least);
    }

    const Ground& ground_;
    const Track &a_, &b_;
    double low_, high_, straight_ = 0;
    index::Pace& pace_;
    std::vector<Entry> left_, right_;
    std::size_t next_ = 0, steps_ = 0;
    double up_ = unlimited, last_ = unlimited;  // of the cell above; of the last cell passed
};

}  // namespace

StaircaseBound least_staircase(const Ground& ground, const Track& a, const Track& b, double low,
                               double high, std::size_t most, index::Pace& pace) {
    return Staircase(ground, a, b, low, high, pace).run(most);
}

}  // namespace geodist::tracks
