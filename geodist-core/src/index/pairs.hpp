// Pairs of a point asked for and an item of the index, which wait until they fill the vectors; then
// the metric's kernel gives their distances.
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

    Pairs(const Tree<Leaves>& tree, const Metric& metric)
        : leaves_(tree.leaves), metric_(metric), query_columns_(metric.query_columns()) {}

    [[nodiscard]] std::size_t size() const { return size_; }
    [[nodiscard]] bool is_full() const { return size() >= many; }
    [[nodiscard]] Place place(std::size_t i) const { return places_[i]; }

    void add(const Query& query, Place place) {
        if (size_ == places_.size()) {
            grow();
        }
        columns_[0][size_] = query.lat;
        columns_[1][size_] = query.lon;
        if (query_columns_ == 3) {
            columns_[2][size_] = query.altitude;
        }
        leaves_.copy(place, columns_ + query_columns_, size_);
        places_[size_++] = place;
    }

    // Distances of all pairs; good until clear().
    [[nodiscard]] std::span<const double> solve() {
        if (size_ != 0) {
            metric_.measure(columns_, size_, distances_.data());
        }
        return {distances_.data(), size_};
    }

    void clear() { size_ = 0; }

  private:
    void grow() {
        const std::size_t room = std::max<std::size_t>(64, 2 * size_);
        for (std::vector<double>& column : columns_) {
            column.resize(room);
        }
        places_.resize(room);
        distances_.resize(room);
    }

    const Leaves& leaves_;
    const Metric& metric_;
    std::size_t query_columns_;
    std::size_t size_ = 0;
    // Of one size, with room for more.
    std::vector<double> columns_[Metric::most_columns];
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
