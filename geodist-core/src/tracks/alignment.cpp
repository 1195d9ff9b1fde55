#include "tracks/alignment.hpp"

#include <algorithm>
#include <cstddef>

namespace geodist::tracks {

namespace {

// Keeps all steps, as far as they fit.
class StepTrace {
  public:
    StepTrace(const CellRange& range, std::size_t most)
        : i0_(range.i0), width_(range.j1 - range.j0 + 1), most_(most) {}

    [[nodiscard]] bool is_full() const { return is_full_; }

    bool begin_row(std::size_t, std::size_t j) {
        if (used_ > most_) {
            is_full_ = true;
            return false;
        }
        rows_.push_back({j, used_});
        steps_.resize(std::max(steps_.size(), used_ + width_));
        return true;
    }
    void set(std::size_t j, Step step) { steps_[rows_.back().at + j - rows_.back().begin] = step; }
    void end_row(std::size_t j) { used_ += j - rows_.back().begin; }

    [[nodiscard]] Step step(std::size_t i, std::size_t j) const {
        const Row& row = rows_[i - i0_ - 1];
        return steps_[row.at + j - row.begin];
    }

  private:
    struct Row {
        std::size_t begin, at;
    };

    std::size_t i0_, width_, most_;
    std::size_t used_ = 0;
    bool is_full_ = false;
    std::vector<Row> rows_;
    std::vector<Step> steps_;
};

// Keeps for each cell the column at which the way to it leaves a row above.
class OriginTrace {
  public:
    OriginTrace(const CellRange& range, std::size_t row)
        : j0_(range.j0),
          row_(row),
          before_(range.j1 - range.j0 + 2),
          here_(range.j1 - range.j0 + 2) {}

    bool begin_row(std::size_t i, std::size_t) {
        i_ = i;
        return true;
    }
    void set(std::size_t j, Step step) {
        const std::size_t at = 1 + j - j0_;
        if (i_ == row_) {
            here_[at] = j;
        } else if (i_ > row_) {
            here_[at] = step == Step::both    ? before_[at - 1]
                        : step == Step::first ? before_[at]
                                              : here_[at - 1];
        }
    }
    void end_row(std::size_t) {
        if (i_ >= row_) {
            std::swap(before_, here_);
        }
    }
    [[nodiscard]] std::size_t origin(std::size_t j) const { return before_[1 + j - j0_]; }

  private:
    std::size_t j0_, row_, i_ = 0;
    std::vector<std::size_t> before_, here_;
};

// D. S. Hirschberg, "A linear space algorithm for computing maximal common subsequences", CACM 18,
// 341-343 (1975): halves the rows until the steps of a part fit. In place of a second programme
// from the end, each cell carries the column at which its way leaves the middle row.
class Aligner {
  public:
    Aligner(RowProgramme& programme, const WarpTerms& terms, double limit, std::size_t keep,
            std::vector<std::int64_t>& first, std::vector<std::int64_t>& second)
        : programme_(programme),
          terms_(terms),
          limit_(limit),
          keep_(keep),
          first_(first),
          second_(second) {}

    // The value of the last cell.
    double solve(const CellRange& range) {
        {
            StepTrace trace(range, range.i1 - range.i0 == 1 ? unlimited : keep_);
            const double value = run(range, trace);
            if (!trace.is_full()) {
                if (value < unreachable) {
                    walk(range, trace);
                }
                return value;
            }
        }
        const std::size_t middle = range.i0 + (range.i1 - range.i0) / 2;
        std::size_t column = 0;
        {
            OriginTrace trace(range, middle);
            if (!(run(range, trace) < unreachable)) {
                return unreachable;
            }
            column = trace.origin(range.j1);
        }
        const double half = solve({range.i0, range.j0, middle, column, range.start});
        if (!(half < unreachable)) {
            return half;
        }
        return solve({middle, column, range.i1, range.j1, half});
    }

  private:
    static constexpr std::size_t unlimited = static_cast<std::size_t>(-1);

    template <class Trace>
    double run(const CellRange& range, Trace& trace) {
        return with_step(terms_.rule, [&]<class StepOf>(StepOf) {
            return programme_.template run<StepOf>(range, limit_, trace);
        });
    }

    void walk(const CellRange& range, const StepTrace& trace) {
        const auto begin = static_cast<std::ptrdiff_t>(first_.size());
        const bool all =
            terms_.rule == kernels::WarpRule::sum || terms_.rule == kernels::WarpRule::maximum;
        std::size_t i = range.i1, j = range.j1;
        while (i > range.i0) {
            const Step step = trace.step(i, j);
            if (all || step == Step::both) {
                first_.push_back(static_cast<std::int64_t>(i) - 1);
                second_.push_back(static_cast<std::int64_t>(j) - 1);
            }
            i -= step == Step::second ? 0 : 1;
            j -= step == Step::first ? 0 : 1;
        }
        std::reverse(first_.begin() + begin, first_.end());
        std::reverse(second_.begin() + begin, second_.end());
    }

    RowProgramme& programme_;
    const WarpTerms& terms_;
    double limit_;
    std::size_t keep_;
    std::vector<std::int64_t>&first_, &second_;
};

}  // namespace

bool align(RowProgramme& programme, const WarpTerms& terms, std::size_t n, std::size_t m,
           double limit, std::vector<std::int64_t>& first, std::vector<std::int64_t>& second,
           std::size_t keep) {
    const std::size_t before = first.size();
    if (terms.open_end) {
        NoTrace trace;
        if (!(programme.run<SumStep>({0, 0, n, m, 0, true}, limit, trace) < unreachable)) {
            return false;
        }
        m = programme.end();
    }
    Aligner aligner(programme, terms, limit, keep, first, second);
    if (aligner.solve({0, 0, n, m}) < unreachable) {
        return true;
    }
    first.resize(before);
    second.resize(before);
    return false;
}

}  // namespace geodist::tracks
