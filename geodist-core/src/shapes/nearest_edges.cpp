#include "shapes/nearest_edges.hpp"

#include <algorithm>
#include <cmath>

#include "shapes/runs.hpp"

namespace geodist::shapes {

void keep_nearest_edges(std::vector<EdgeNeighbour>& neighbours, const ShapeRows& row_of) {
    if (neighbours.size() > 1) {
        std::sort(neighbours.begin(), neighbours.end(),
                  [](const EdgeNeighbour& x, const EdgeNeighbour& y) { return x.edge < y.edge; });
    }
    // edges rise as rows do
    std::size_t kept = 0;
    for (const EdgeNeighbour& found : neighbours) {
        if (!row_of.has(found.edge)) {
            index::throw_damaged_rows();
        }
        // member by member: a processor waits where it reads at once what was written in parts
        const EdgeNeighbour now{found.distance, found.edge, row_of.row(found.edge), found.fraction};
        if (kept == 0 || neighbours[kept - 1].row != now.row) {
            neighbours[kept++] = now;
        } else if (is_nearer(now, neighbours[kept - 1])) {
            neighbours[kept - 1] = now;
        }
    }
    neighbours.erase(neighbours.begin() + static_cast<std::ptrdiff_t>(kept), neighbours.end());
}

void NearestEdges::add(const index::Query& query, index::Place place, double chord) {
    const EdgeLeaves& leaves = view_.tree.leaves;
    if (leaves.is_planar()) {
        pairs_.add(query.lat, query.lon, planar_part(place));
    } else {
        pairs_.add(leaves.in_metres(query), query.lat, query.lon,
                   {leaves.vertex(place), leaves.vertex(place + 1)}, chord);
    }
    edges_.push_back(leaves.edge(place));
    view_.row_of.expect(edges_.back());
}

EdgePart NearestEdges::planar_part(index::Place place) const {
    const std::uint32_t edge = view_.tree.leaves.edge(place);
    if (!view_.row_of.has(edge)) {
        index::throw_damaged_rows();
    }
    const std::size_t end = view_.row_of.end_of(edge);
    return shapes::planar_part(view_.shapes, edge, end, view_.tree.leaves.number(place),
                               view_.metric->prepared());
}

// Feet on planar edges take their time: of each row those pieces alone that may be its nearest.
void NearestEdges::add_planar(const index::Query& query) {
    planar_.clear();
    for (const EdgeCandidate& found : search_.found()) {
        const std::uint32_t edge = view_.tree.leaves.edge(found.place);
        if (!view_.row_of.has(edge)) {
            index::throw_damaged_rows();
        }
        planar_.push_back({view_.row_of.row(edge), found.lower,
                           found.chord + (found.chord - found.lower), found.place});
    }
    std::sort(planar_.begin(), planar_.end(), [](const OfRow& x, const OfRow& y) {
        return x.row != y.row ? x.row < y.row : x.upper < y.upper;
    });
    double limit = 0;
    for (std::size_t i = 0; i < planar_.size(); ++i) {
        const OfRow& piece = planar_[i];
        if (i == 0 || planar_[i - 1].row != piece.row) {
            const double square = piece.upper * piece.upper;
            limit =
                bounds_.is_sharp(square) ? std::sqrt(bounds_.limit(square)) : EdgeSearch::unlimited;
        }
        if (piece.lower <= limit) {
            add(query, piece.place, EdgeSearch::unlimited);
        }
    }
}

void NearestEdges::ask(const index::Query& query, std::size_t number, std::size_t k,
                       double within) {
    const bool is_near = search_.look(query, bounds_);
    if (is_near && view_.tree.leaves.is_planar()) {
        add_planar(query);
    } else if (is_near) {
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

double NearestEdges::distance(double measured, std::uint32_t edge) const {
    if (!(measured <= touching_)) {
        return measured;
    }
    if (!view_.row_of.has(edge)) {
        index::throw_damaged_rows();
    }
    const std::uint8_t kind = view_.shapes.kinds[view_.row_of.row(edge)];
    return has_edges(static_cast<GeometryKind>(kind)) ? 0 : measured;
}

void NearestEdges::collect(std::span<const double> distances, std::size_t begin,
                           const Waiting& waiting) {
    neighbours_.clear();
    const std::span<const double> fractions = pairs_.fractions();
    if (waiting.k == 1) {
        EdgeNeighbour nearest{waiting.within, EdgeLeaf::none, 0};
        for (std::size_t i = begin; i < waiting.end; ++i) {
            const double metres = distance(distances[i], edges_[i]);
            if (metres < nearest.distance ||
                (metres == nearest.distance && edges_[i] < nearest.edge)) {
                nearest.distance = metres;
                nearest.edge = edges_[i];
                nearest.fraction = fractions.empty() ? 0 : fractions[i];
            }
        }
        if (nearest.edge != EdgeLeaf::none) {
            neighbours_.push_back(nearest);
        }
    }
    for (std::size_t i = begin; waiting.k != 1 && i < waiting.end; ++i) {
        const double metres = distance(distances[i], edges_[i]);
        if (metres <= waiting.within) {
            neighbours_.push_back({metres, edges_[i], 0, fractions.empty() ? 0 : fractions[i]});
        }
    }
    keep_nearest_edges(neighbours_, view_.row_of);
}

}  // namespace geodist::shapes
