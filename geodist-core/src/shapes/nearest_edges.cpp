#include "shapes/nearest_edges.hpp"

#include <algorithm>

namespace geodist::shapes {

void keep_nearest_edges(std::vector<EdgeNeighbour>& neighbours, const ShapeRows& row_of) {
    std::sort(neighbours.begin(), neighbours.end(),
              [](const EdgeNeighbour& x, const EdgeNeighbour& y) { return x.edge < y.edge; });
    // edges rise as rows do
    std::size_t kept = 0;
    for (EdgeNeighbour& found : neighbours) {
        if (found.edge >= row_of.vertices()) {
            index::throw_damaged_rows();
        }
        found.row = row_of.row(found.edge);
        if (kept == 0 || neighbours[kept - 1].row != found.row) {
            neighbours[kept++] = found;
        } else if (is_nearer(found, neighbours[kept - 1])) {
            neighbours[kept - 1] = found;
        }
    }
    neighbours.erase(neighbours.begin() + static_cast<std::ptrdiff_t>(kept), neighbours.end());
}

void NearestEdges::add(const index::Query& query, index::Place place, double chord) {
    const EdgeLeaves& leaves = view_.tree.leaves;
    pairs_.add(leaves.in_metres(query), query.lat, query.lon,
               {leaves.vertex(place), leaves.vertex(place + 1)}, chord);
    edges_.push_back(leaves.edge(place));
}

void NearestEdges::ask(const index::Query& query, std::size_t number, std::size_t k,
                       double within) {
    if (search_.look(query, bounds_)) {
        for (const EdgeCandidate& candidate : search_.found()) {
            add(query, candidate.place, candidate.chord);
        }
    } else {
        for (const index::Place place : far_search_.find(query, k, within, bounds_)) {
            add(query, place, EdgeSearch::unlimited);
        }
    }
    waiting_.push_back({number, k, within, pairs_.size()});
}

void NearestEdges::collect(std::span<const double> distances, std::size_t begin,
                           const Waiting& waiting) {
    neighbours_.clear();
    for (std::size_t i = begin; i < waiting.end; ++i) {
        if (distances[i] <= waiting.within) {
            neighbours_.push_back({distances[i], edges_[i], 0});
        }
    }
    if (waiting.k == 1 && neighbours_.size() > 1) {
        std::iter_swap(neighbours_.begin(),
                       std::min_element(neighbours_.begin(), neighbours_.end(), is_nearer));
        neighbours_.erase(neighbours_.begin() + 1, neighbours_.end());
    }
    keep_nearest_edges(neighbours_, view_.row_of);
}

}  // namespace geodist::shapes
