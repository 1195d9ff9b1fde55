// Pairs of a point asked for and an item of the index, which wait until they fill the vectors; then
// the metric's kernel gives their distances. Of one query that finds very many, block by block.
#pragma once

#include <algorithm>
#include <cstddef>
#include <span>
#include <vector>

#include "index/metric.hpp"
#include "index/query.hpp"
#include "index/tree.hpp"

namespace geodist::index {

template <class Leaves>
class Pairs {
  public:
    static constexpr std::size_t many = 1024;

    Pairs(const Tree<Leaves>& tree, const Metric& metric) : leaves_(tree.leaves), metric_(metric) {}

    [[nodiscard]] std::size_t size() const { return size_; }
    [[nodiscard]] bool is_full() const { return size() >= many; }
    [[nodiscard]] Place place(std::size_t i) const { return places_[i]; }

    void add(const Query& query, Place place) {
        if (size_ == places_.size()) {
            make_room();
        }
        const std::size_t i = size_ - solved_;
        from_.lat[i] = query.lat;
        from_.lon[i] = query.lon;
        from_.altitude[i] = query.altitude;
        for (std::size_t c = 0; c < 3; ++c) {
            from_.space[c][i] = query.space[c];
        }
        leaves_.copy(place, to_, i);
        places_[size_++] = place;
    }

    // Distances of all pairs; good until clear().
    [[nodiscard]] std::span<const double> solve() {
        if (size_ != solved_) {
            metric_.measure(from_, to_, size_ - solved_, distances_.data() + solved_);
            solved_ = size_;
        }
        return {distances_.data(), size_};
    }

    void clear() {
        size_ = solved_ = 0;
        places_.resize(from_.lat.size());
    }

  private:
    static constexpr std::size_t block = 16 * many;

    void make_room() {
        if (from_.lat.size() < block) {
            const std::size_t more = std::max<std::size_t>(64, 2 * size_);
            from_.resize(more);
            to_.resize(more);
        } else {
            static_cast<void>(solve());
        }
        places_.resize(solved_ + from_.lat.size());
        distances_.resize(places_.size());
    }

    const Leaves& leaves_;
    const Metric& metric_;
    std::size_t size_ = 0, solved_ = 0;
    PointRows from_, to_;  // of those not yet solved; of one size
    // Of all; they end where the columns do.
    std::vector<Place> places_;
    std::vector<double> distances_;
};

// The same for many queries one after the other, each with a limit.
template <class Leaves>
class WaitingPairs {
  public:
    WaitingPairs(const Tree<Leaves>& tree, const Metric& metric)
        : leaves_(tree.leaves), pairs_(tree, metric) {}

    [[nodiscard]] bool is_full() const { return pairs_.is_full(); }
    void add(const Query& query, Place place) { pairs_.add(query, place); }
    // Those since the last call are all of this row; what is farther than the limit does not count.
    void end_row(std::size_t row, double limit) { waiting_.push_back({row, limit, pairs_.size()}); }

    // `visit` gets each row that waits, and its neighbours, in the order in which they were added.
    template <class Visit>
    void finish(Visit visit) {
        const std::span<const double> distances = pairs_.solve();
        std::size_t i = 0;
        for (const auto [row, limit, end] : waiting_) {
            neighbours_.clear();
            for (; i < end; ++i) {
                if (distances[i] <= limit) {
                    neighbours_.push_back({distances[i], leaves_.row(pairs_.place(i))});
                }
            }
            visit(row, neighbours_);
        }
        waiting_.clear();
        pairs_.clear();
    }

  private:
    struct Waiting {
        std::size_t row;
        double limit;
        std::size_t end;  // of its pairs
    };

    const Leaves& leaves_;
    Pairs<Leaves> pairs_;
    std::vector<Waiting> waiting_;
    std::vector<Neighbour> neighbours_;
};

}  // namespace geodist::index
