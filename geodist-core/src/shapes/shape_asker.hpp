// The rows of a tree nearest to other shapes, or within a distance of them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "index/pace.hpp"
#include "shapes/edge_distances.hpp"
#include "shapes/edge_search.hpp"
#include "shapes/edge_view.hpp"
#include "shapes/nearest_edges.hpp"
#include "shapes/pieces.hpp"

namespace geodist::shapes {

// Shapes to be asked of trees, in pieces. Their columns have to live as long.
struct AskedShapes {
    AskedShapes(const ShapesView& view, const geodesy::PreparedEllipsoid& e,
                const RunOptions& options);

    [[nodiscard]] std::size_t size() const { return starts.size() - 1; }

    Pieces pieces;
    std::vector<std::size_t> starts;  // of the pieces of each row
};

// Two pieces are 0 apart where they meet; else an end of one is nearest to the other: between two
// geodesics on a surface of positive curvature there is no other minimum. Whether one shape is
// inside the other is not looked for here.
class ShapeAsker {
  public:
    ShapeAsker(const EdgeView& view, const index::Bounds& bounds, const AskedShapes& asked,
               index::Pace& pace)
        : view_(view),
          bounds_(bounds),
          asked_(asked),
          search_(view.tree, view.row_of, view.metric->kernels().tree, pace),
          pairs_(*view.metric) {}

    // Of each row found the nearest edge, by rows: of the k nearest rows, and perhaps more, ...
    [[nodiscard]] std::vector<EdgeNeighbour>& nearest(std::size_t row, std::size_t k,
                                                      double within);
    // ... or of all rows.
    [[nodiscard]] std::vector<EdgeNeighbour>& within(std::size_t row, double within);

  private:
    struct Pair {
        std::uint32_t edge;
        bool meets;
    };

    // k: 0 for all.
    std::vector<EdgeNeighbour>& ask(std::size_t row, std::size_t k, double within);
    // What was found so far, and what there is to find then.
    void measure(double within);
    void settle(std::size_t k);
    [[nodiscard]] EdgeProbe probe_of(std::size_t piece) const;
    [[nodiscard]] EdgePiece asked_piece(std::size_t piece) const;
    [[nodiscard]] bool meet(const EdgePiece& a, const EdgePiece& b) const;

    const EdgeView& view_;
    const index::Bounds& bounds_;
    const AskedShapes& asked_;
    EdgeSearch search_;
    EdgeDistances pairs_;
    std::vector<Pair> waiting_;
    std::vector<EdgeNeighbour> neighbours_;
};

}  // namespace geodist::shapes
