// Search of the tree for the pieces that may be nearest to a point so far away that straight lines
// through space tell little.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "index/bounds.hpp"
#include "index/metric.hpp"
#include "index/pace.hpp"
#include "index/query.hpp"
#include "shapes/edge_leaves.hpp"
#include "shapes/row_limits.hpp"
#include "shapes/shape_rows.hpp"

namespace geodist::shapes {

// By branch and bound: the exact distance to one vertex of each box bounds all others in it by the
// triangle inequality.
class FarSearch {
  public:
    FarSearch(const EdgeBoxes& tree, const ShapeRows& rows, const index::Metric& metric,
              index::Pace& pace)
        : tree_(tree), rows_(rows), metric_(metric), pace_(pace) {}

    // Pieces among which are those nearest to the point of the k nearest rows within a distance.
    [[nodiscard]] const std::vector<index::Place>& find(const index::Query& query, std::size_t k,
                                                 double within, const index::Bounds& bounds);

  private:
    static constexpr std::size_t most = index::fanout;
    static_assert(most == EdgeLeaf::capacity);

    // What is known of a node, or of a piece.
    struct Step {
        double least;
        index::Node node;
    };
    struct Piece {
        double least;
        index::Place place;
    };
    using Column = std::array<double, most>;

    void measure(const std::array<Column, 3>& space, std::size_t n, Column& distances) const;
    void look_at_children(index::Node node, const index::Bounds& bounds);
    void look_at_leaf(std::uint32_t leaf, const index::Bounds& bounds);
    void limit(std::uint32_t edge, double most_distance);

    const EdgeBoxes& tree_;
    const ShapeRows& rows_;
    const index::Metric& metric_;
    index::Pace& pace_;
    const index::Query* query_ = nullptr;
    RowLimits known_;
    std::size_t k_ = 1;
    double worst_ = 0;
    std::vector<Step> steps_;  // a heap, the nearest first
    std::vector<Piece> pieces_;
    std::vector<index::Place> found_;
};

}  // namespace geodist::shapes
