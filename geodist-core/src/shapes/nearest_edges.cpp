#include "shapes/nearest_edges.hpp"

#include <algorithm>

namespace geodist::shapes {

void NearestEdges::ask(const index::Query& query, std::size_t number, std::size_t k,
                       double within) {
    if (search_.look({query}, 0, bounds_)) {
        for (const EdgeCandidate& candidate : search_.found()) {
            pairs_.add(query, candidate.place, candidate.chord);
        }
    } else {
        for (const index::Place place : far_search_.find(query, k, within, bounds_)) {
            pairs_.add(query, place, EdgeSearch::unlimited);
        }
    }
    waiting_.push_back({number, within, pairs_.size()});
}

void NearestEdges::collect(std::span<const double> distances, std::size_t begin,
                           const Waiting& waiting) {
    neighbours_.clear();
    for (std::size_t i = begin; i < waiting.end; ++i) {
        if (distances[i] <= waiting.within) {
            neighbours_.push_back({distances[i], pairs_.edge(i), 0});
        }
    }
    std::sort(neighbours_.begin(), neighbours_.end(),
              [](const EdgeNeighbour& x, const EdgeNeighbour& y) {
                  return x.edge != y.edge ? x.edge < y.edge : x.distance < y.distance;
              });
    // edges rise as rows do
    std::size_t kept = 0;
    for (EdgeNeighbour& found : neighbours_) {
        found.row = view_.row_of.row(found.edge);
        if (kept == 0 || neighbours_[kept - 1].row != found.row) {
            neighbours_[kept++] = found;
        } else if (is_nearer(found, neighbours_[kept - 1])) {
            neighbours_[kept - 1] = found;
        }
    }
    neighbours_.resize(kept);
}

}  // namespace geodist::shapes
