// Pairs of a point and a piece of an edge, which wait until they fill the vectors; then the kernels
// give their distances.
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <vector>

#include "index/metric.hpp"
#include "index/query.hpp"
#include "shapes/edge_leaves.hpp"
#include "shapes/far_pieces.hpp"

namespace geodist::shapes {

class EdgeDistances {
  public:
    static constexpr std::size_t many = 1024;

    EdgeDistances(const EdgeLeaves& leaves, const index::Metric& metric);

    [[nodiscard]] std::size_t size() const { return places_.size(); }
    [[nodiscard]] bool is_full() const { return size() >= many; }
    [[nodiscard]] std::uint32_t edge(std::size_t i) const { return leaves_.edge(places_[i]); }

    // `chord`: the straight line from the point to the piece's chord, which alone decides on how
    // they are measured.
    void add(const index::Query& point, index::Place place, double chord);
    // Distances of all pairs; good until clear().
    [[nodiscard]] std::span<const double> solve();
    void clear();

  private:
    struct Far {
        std::size_t pair;
        double lat, lon;
    };

    void solve_near();

    const EdgeLeaves& leaves_;
    const geodesy::PreparedEllipsoid& e_;
    const kernels::KernelTable& kernels_;
    std::vector<index::Place> places_;
    std::vector<double> distances_;
    std::vector<Far> far_;
    // Of those that are near: points, first and last ends of pieces.
    std::vector<std::size_t> near_;
    std::array<std::vector<double>, 9> space_;
    FarPieces far_pieces_;
};

}  // namespace geodist::shapes
