// A sum over the edges of a line that does not depend on how they come in pieces.
#pragma once

#include <algorithm>
#include <cstddef>

namespace geodist::shapes {

// Edges in runs of a fixed number from the line's first: each run is added up with four chains,
// the runs with Knuth's two-sum. So the error is some ulp of the largest run and of the total, and
// zeros at the end change nothing.
class RunSum {
  public:
    static constexpr std::size_t run = 64;

    // All but the last call of a line bring whole runs.
    void add(const double* values, std::size_t n) {
        for (std::size_t i = 0; i < n; i += run) {
            add(sum_of_run(values + i, std::min(run, n - i)));
        }
    }
    void add(double value) {
        const double sum = high_ + value, part = sum - high_;
        low_ += (high_ - (sum - part)) + (value - part);
        high_ = sum;
    }
    [[nodiscard]] double value() const { return high_ + low_; }

  private:
    static double sum_of_run(const double* values, std::size_t n) {
        double chain[4] = {0, 0, 0, 0};
        std::size_t i = 0;
        for (; i + 4 <= n; i += 4) {
            for (std::size_t k = 0; k < 4; ++k) {
                chain[k] += values[i + k];
            }
        }
        for (; i < n; ++i) {
            chain[i % 4] += values[i];
        }
        return (chain[0] + chain[1]) + (chain[2] + chain[3]);
    }

    double high_ = 0, low_ = 0;
};

}  // namespace geodist::shapes
