// The nearest pieces of edges, found and measured, for many things asked one after the other.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "index/pace.hpp"
#include "shapes/edge_distances.hpp"
#include "shapes/edge_search.hpp"
#include "shapes/edge_view.hpp"
#include "shapes/far_search.hpp"
#include "shapes/touch.hpp"

namespace geodist::shapes {

// An edge by its first vertex, counted through the whole column.
struct EdgeNeighbour {
    double distance;
    std::uint32_t edge;
    std::uint32_t row;
    double fraction = 0;  // of a planar edge, of the nearest place
};

constexpr bool is_nearer(const EdgeNeighbour& x, const EdgeNeighbour& y) {
    return x.distance != y.distance ? x.distance < y.distance : x.edge < y.edge;
}

// Of all that was found for one query, of each row the nearest edge, by rows. Their rows are found
// here.
void keep_nearest_edges(std::vector<EdgeNeighbour>& neighbours, const ShapeRows& row_of);

// What is found waits for its distances.
class NearestEdges {
  public:
    NearestEdges(const EdgeView& view, const index::Bounds& bounds, index::Pace& pace)
        : view_(view),
          bounds_(bounds),
          touching_(touch(view.metric->prepared().a)),
          search_(view.tree, view.row_of, EdgeSearch::outer(bounds, touching_),
                  view.metric->kernels().tree, pace),
          far_search_(view.tree, view.row_of, *view.metric, pace),
          pairs_(*view.metric) {}

    [[nodiscard]] bool is_full() const { return pairs_.is_full(); }

    // Asks for the edges of the k nearest rows within a distance, ...
    void ask_nearest(const index::Query& query, std::size_t number, std::size_t k, double within) {
        search_.begin_nearest(k, outer(within));
        ask(query, number, k, within);
    }
    // ... or for those of all rows.
    void ask_within(const index::Query& query, std::size_t number, double within) {
        search_.begin_within(outer(within));
        ask(query, number, 0, within);
    }

    // `visit` gets the number of each query that waits, and its neighbours: of each row the nearest
    // edge, by rows; the nearest alone where one row was asked for.
    template <class Visit>
    void finish(Visit visit) {
        const std::span<const double> distances = pairs_.solve();
        std::size_t i = 0;
        for (const Waiting& waiting : waiting_) {
            collect(distances, i, waiting);
            i = waiting.end;
            visit(waiting.number, neighbours_);
        }
        waiting_.clear();
        pairs_.clear();
        edges_.clear();
    }

  private:
    struct Waiting {
        std::size_t number;
        std::size_t k;  // 0: all
        double within;
        std::size_t end;  // of its pairs
    };

    // What touches is found for any distance.
    [[nodiscard]] double outer(double within) const {
        return EdgeSearch::outer(bounds_, std::max(within, touching_));
    }
    void add(const index::Query& query, index::Place place, double chord);
    [[nodiscard]] EdgePart planar_part(index::Place place) const;
    void add_planar(const index::Query& query);
    void ask(const index::Query& query, std::size_t number, std::size_t k, double within);
    // What is measured to an edge, or 0 where that touches.
    [[nodiscard]] double distance(double measured, std::uint32_t edge) const;
    void collect(std::span<const double> distances, std::size_t begin, const Waiting& waiting);

    const EdgeView& view_;
    const index::Bounds& bounds_;
    double touching_;
    EdgeSearch search_;
    FarSearch far_search_;
    EdgeDistances pairs_;
    std::vector<std::uint32_t> edges_;  // of the pairs
    std::vector<Waiting> waiting_;
    std::vector<EdgeNeighbour> neighbours_;
    struct OfRow {
        std::uint32_t row;
        double lower, upper;  // of straight lines
        index::Place place;
    };
    std::vector<OfRow> planar_;  // pieces that were found
};

}  // namespace geodist::shapes
