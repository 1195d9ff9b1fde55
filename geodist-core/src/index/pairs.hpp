// Pairs of a point asked for and an item of the index, which wait until they fill the vectors; then
// the metric's kernel gives their distances.
#pragma once

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

    [[nodiscard]] std::size_t size() const { return places_.size(); }
    [[nodiscard]] bool is_full() const { return size() >= many; }
    [[nodiscard]] Place place(std::size_t i) const { return places_[i]; }

    void add(const Query& query, Place place) {
        columns_[0].push_back(query.lat);
        columns_[1].push_back(query.lon);
        if (metric_.query_columns() == 3) {
            columns_[2].push_back(query.altitude);
        }
        leaves_.push_columns(place, columns_ + metric_.query_columns());
        places_.push_back(place);
    }

    // Distances of all pairs; good until clear().
    [[nodiscard]] std::span<const double> solve() {
        distances_.resize(size());
        if (size() != 0) {
            metric_.measure(columns_, size(), distances_.data());
        }
        return distances_;
    }

    void clear() {
        for (std::vector<double>& column : columns_) {
            column.clear();
        }
        places_.clear();
    }

  private:
    const Leaves& leaves_;
    const Metric& metric_;
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
