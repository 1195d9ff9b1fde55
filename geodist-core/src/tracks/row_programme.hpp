// The programme over the cells of two tracks, row by row, where the values alone do not suffice or
// the vertices are far apart.
//
// Cells are (i, j): what the first i vertices of a and the first j of b cost together; (0, 0) costs
// nothing.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "kernels/elastic_table.hpp"
#include "tracks/pair_costs.hpp"

namespace geodist::tracks {

inline constexpr double unreachable = std::numeric_limits<double>::infinity();

// The last step of the way to a cell.
enum class Step : std::uint8_t { both, first, second };

struct Choice {
    double value;
    Step step;
};

[[nodiscard]] inline Choice least(double both, double first, double second) {
    if (both <= first && both <= second) {
        return {both, Step::both};
    }
    return first <= second ? Choice{first, Step::first} : Choice{second, Step::second};
}

// What is asked of the vertices beside their distances.
struct WarpTerms {
    kernels::WarpRule rule = kernels::WarpRule::sum;
    double eps = 0;                        // metres
    std::span<const double> gap_a, gap_b;  // distances of the vertices from the gap
    bool open_begin = false;               // vertices of b before the first match cost nothing
    bool open_end = false;                 // nor do those after the last one
};

// Of the step to cell (i, j) from each side, whose vertices are `cost` apart.
struct SumStep {
    static constexpr bool is_bounded = true;
    [[nodiscard]] static Choice choose(double both, double first, double second, double cost,
                                       const WarpTerms&, std::size_t, std::size_t) {
        Choice choice = least(both, first, second);
        choice.value += cost;
        return choice;
    }
    static double along_a(const WarpTerms&, std::size_t) { return unreachable; }
    static double along_b(const WarpTerms&, std::size_t) { return unreachable; }
};

struct MaximumStep : SumStep {
    [[nodiscard]] static Choice choose(double both, double first, double second, double cost,
                                       const WarpTerms&, std::size_t, std::size_t) {
        Choice choice = least(both, first, second);
        choice.value = std::max(choice.value, cost);
        return choice;
    }
};

struct EditStep {
    static constexpr bool is_bounded = false;
    [[nodiscard]] static Choice choose(double both, double first, double second, double cost,
                                       const WarpTerms& terms, std::size_t, std::size_t) {
        return least(both + (cost <= terms.eps ? 0 : 1), first + 1, second + 1);
    }
    static double along_a(const WarpTerms&, std::size_t) { return 1; }
    static double along_b(const WarpTerms&, std::size_t) { return 1; }
};

struct CommonStep {
    static constexpr bool is_bounded = false;
    [[nodiscard]] static Choice choose(double both, double first, double second, double cost,
                                       const WarpTerms& terms, std::size_t, std::size_t) {
        return least(cost <= terms.eps ? both - 1 : unreachable, first, second);
    }
    static double along_a(const WarpTerms&, std::size_t) { return 0; }
    static double along_b(const WarpTerms&, std::size_t) { return 0; }
};

struct GapStep {
    static constexpr bool is_bounded = false;
    [[nodiscard]] static Choice choose(double both, double first, double second, double cost,
                                       const WarpTerms& terms, std::size_t i, std::size_t j) {
        return least(both + cost, first + terms.gap_a[i - 1], second + terms.gap_b[j - 1]);
    }
    static double along_a(const WarpTerms& terms, std::size_t i) { return terms.gap_a[i - 1]; }
    static double along_b(const WarpTerms& terms, std::size_t j) { return terms.gap_b[j - 1]; }
};

// f(StepOf{}) of the rule.
template <class F>
auto with_step(kernels::WarpRule rule, F f) {
    switch (rule) {
        case kernels::WarpRule::sum:
            return f(SumStep{});
        case kernels::WarpRule::maximum:
            return f(MaximumStep{});
        case kernels::WarpRule::edit:
            return f(EditStep{});
        case kernels::WarpRule::common:
            return f(CommonStep{});
        case kernels::WarpRule::gap:
            break;
    }
    return f(GapStep{});
}

// From cell (i0, j0), whose value is `start`, to cell (i1, j1).
struct CellRange {
    std::size_t i0, j0, i1, j1;
    double start = 0;
    bool open_end = false;  // or to any other cell of row i1
};

// Sees nothing of the way.
struct NoTrace {
    static bool begin_row(std::size_t, std::size_t) { return true; }
    static void set(std::size_t, Step) {}
    static void end_row(std::size_t) {}
};

class RowProgramme {
  public:
    RowProgramme(PairCosts& costs, const WarpTerms& terms, std::size_t window)
        : costs_(costs), terms_(terms), window_(window) {}

    // Stopped when it returns true.
    using Stop = bool (*)(void*);
    void ask(Stop stop, void* data) {
        stop_ = stop;
        stop_data_ = data;
    }
    [[nodiscard]] bool stopped() const { return stopped_; }

    // The value of the last cell; unreachable if it is above the limit, or the trace or the caller
    // had enough. begin_row(i, j): the cells of row i from j on follow; set(j, step): how each is
    // reached; end_row(j): the row ends before j.
    template <class StepOf, class Trace>
    double run(const CellRange& range, double limit, Trace& trace) {
        const std::size_t width = range.j1 - range.j0 + 1;
        before_.assign(width + 2, unreachable);
        here_.assign(width + 2, unreachable);
        // The cells of the last row that count are [lo, hi); those beside them are unreachable.
        std::size_t lo = range.j0, hi = first_row<StepOf>(range);
        for (std::size_t i = range.i0 + 1; i <= range.i1; ++i) {
            if (!next_row<StepOf>(range, i, limit, trace, lo, hi)) {
                return unreachable;
            }
            std::swap(before_, here_);
        }
        end_ = range.j1;
        if (range.open_end) {
            const auto begin = before_.begin() + 1 + static_cast<std::ptrdiff_t>(lo - range.j0);
            const auto best = std::min_element(begin, begin + static_cast<std::ptrdiff_t>(hi - lo));
            end_ = lo + static_cast<std::size_t>(best - begin);
            return *best;
        }
        return hi == range.j1 + 1 ? before_[width] : unreachable;
    }
    // The column of the cell whose value that was.
    [[nodiscard]] std::size_t end() const { return end_; }

  private:
    static constexpr std::size_t chunk = 64;

    // The end of the cells of row i0 that can be reached: along b, if nothing of a is used yet.
    template <class StepOf>
    std::size_t first_row(const CellRange& range) {
        before_[1] = range.start;
        if (range.i0 == 0 && terms_.open_begin) {
            std::fill_n(before_.begin() + 1, range.j1 - range.j0 + 1, 0.0);
            return range.j1 + 1;
        }
        if (range.i0 != 0 || StepOf::along_b(terms_, 1) == unreachable) {
            return range.j0 + 1;
        }
        for (std::size_t j = range.j0 + 1; j <= range.j1; ++j) {
            before_[1 + j - range.j0] = before_[j - range.j0] + StepOf::along_b(terms_, j);
        }
        return range.j1 + 1;
    }

    template <class StepOf, class Trace>
    bool next_row(const CellRange& range, std::size_t i, double limit, Trace& trace,
                  std::size_t& lo, std::size_t& hi) {
        if (should_stop(hi - lo)) {
            return false;
        }
        // Cells are reached from (i - 1, lo) to one beyond (i - 1, hi - 1); then only along the
        // row.
        std::size_t begin = lo, end = std::min(hi + 1, range.j1 + 1), most = range.j1 + 1;
        if (window_ < i) {
            begin = std::max(begin, i - window_);
        }
        if (window_ < most && i + window_ < most) {
            most = i + window_ + 1;
            end = std::min(end, most);
        }
        if (begin >= end || !trace.begin_row(i, begin)) {
            return false;
        }
        // cell (i - 1, j) is above[j - j0], its left neighbour before_[j - j0]
        const std::size_t j0 = range.j0;
        const double* const above = before_.data() + 1;
        double* const out = here_.data() + 1;
        std::size_t j = begin;
        double left = unreachable;
        std::size_t first = range.j1 + 1, last = 0;
        if (j == 0) {
            left = above[0] + StepOf::along_a(terms_, i);
            out[0] = left;
            trace.set(0, Step::first);
            j = 1;
            if (left <= limit) {
                first = 0;
                last = 1;
            }
        }
        cost_.resize(std::max(cost_.size(), std::max(end - begin, chunk) + 1));
        const auto advance = [&](std::size_t& at, std::size_t to) {
            costs_.row(i - 1, at - 1, to - at, cost_.data());
            const double* cost = cost_.data();
            for (; at < to; ++at, ++cost) {
                const Choice choice =
                    StepOf::choose(before_[at - j0], above[at - j0], left, *cost, terms_, i, at);
                left = choice.value;
                out[at - j0] = left;
                trace.set(at, choice.step);
                if (left <= limit) {
                    first = std::min(first, at);
                    last = at + 1;
                }
            }
        };
        if (j < end) {
            advance(j, end);
        }
        while (j < most && last == j) {
            // above, nothing counts any more
            const std::size_t to = std::min(j + chunk, most);
            std::fill(before_.begin() + static_cast<std::ptrdiff_t>(j - j0),
                      before_.begin() + static_cast<std::ptrdiff_t>(2 + to - j0), unreachable);
            advance(j, to);
        }
        trace.end_row(j);
        if (first >= last) {
            return false;
        }
        // What the next row reads and is not live.
        here_[first - j0] = unreachable;
        here_[last + 1 - j0] = unreachable;
        lo = first;
        hi = last;
        return true;
    }

    [[nodiscard]] bool should_stop(std::size_t cells) {
        since_ += cells + 16;
        if (since_ < 100'000 || stop_ == nullptr) {
            return false;
        }
        since_ = 0;
        stopped_ = stop_(stop_data_);
        return stopped_;
    }

    PairCosts& costs_;
    const WarpTerms& terms_;
    std::size_t window_;
    std::vector<double> before_, here_, cost_;
    std::size_t since_ = 0, end_ = 0;
    Stop stop_ = nullptr;
    void* stop_data_ = nullptr;
    bool stopped_ = false;
};

}  // namespace geodist::tracks
