// The k nearest rows of which something is known: how far they are at most.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace geodist::shapes {

class RowLimits {
  public:
    void begin(std::size_t k) {
        k_ = k;
        rows_.clear();
    }

    // A row is at most that far. Returns whether that is news for worst().
    bool add(std::uint32_t row, double most) {
        if (rows_.size() == k_ && most >= rows_.back().most) {
            return false;
        }
        const auto same = std::find_if(rows_.begin(), rows_.end(),
                                       [row](const Limit& limit) { return limit.row == row; });
        if (same != rows_.end()) {
            if (most >= same->most) {
                return false;
            }
            rows_.erase(same);
        } else if (rows_.size() == k_) {
            rows_.pop_back();
        }
        const auto at = std::upper_bound(
            rows_.begin(), rows_.end(), most,
            [](double value, const Limit& limit) { return value < limit.most; });
        rows_.insert(at, {most, row});
        return rows_.size() == k_;
    }

    // All k are at most so far, if is_full().
    [[nodiscard]] double worst() const { return rows_.back().most; }
    [[nodiscard]] bool is_full() const { return rows_.size() == k_; }

  private:
    struct Limit {
        double most;
        std::uint32_t row;
    };

    std::size_t k_ = 1;
    std::vector<Limit> rows_;  // rising
};

}  // namespace geodist::shapes
