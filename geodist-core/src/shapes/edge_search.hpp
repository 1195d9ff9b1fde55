// Search of the tree for the pieces that may be nearest to a point, or within a distance of it, by
// straight lines through space.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include "index/bounds.hpp"
#include "index/pace.hpp"
#include "index/query.hpp"
#include "index/walk.hpp"
#include "kernels/tree_table.hpp"
#include "shapes/edge_leaves.hpp"
#include "shapes/row_limits.hpp"
#include "shapes/shape_rows.hpp"

namespace geodist::shapes {

struct EdgeCandidate {
    double lower;  // the straight line to the arc is at least that
    double chord;  // to its chord
    index::Place place;
};

class EdgeSearch {
  public:
    static constexpr double unlimited = 1e18;

    // What is as near as `touching` in a straight line is always found: of that, none is nearer.
    EdgeSearch(const EdgeBoxes& tree, const ShapeRows& rows, double touching,
               const kernels::TreeKernels& kernels, index::Pace& pace)
        : tree_(tree),
          rows_(rows),
          touching_(touching),
          kernels_(kernels),
          walk_(tree, kernels, pace) {}

    // What is looked for from now on: the k nearest rows within a straight line of that length, ...
    void begin_nearest(std::size_t k, double within);
    // ... or all pieces.
    void begin_within(double within);
    // Returns false if the point is so far away that straight lines tell little; then found() is of
    // no use.
    [[nodiscard]] bool look(const index::Query& query, const index::Bounds& bounds);
    // Those that are still of interest.
    [[nodiscard]] const std::vector<EdgeCandidate>& found();

    // The longest straight line for a distance, or unlimited.
    [[nodiscard]] static double outer(const index::Bounds& bounds, double distance);

  private:
    static constexpr std::size_t all = 0;

    void look_at_leaf(std::uint32_t leaf, const index::Bounds& bounds);
    void narrow(double most, const index::Bounds& bounds);
    void set_limit(double limit);

    const EdgeBoxes& tree_;
    const ShapeRows& rows_;
    double touching_;
    const kernels::TreeKernels& kernels_;
    index::Walk<EdgeLeaves> walk_;
    RowLimits known_;
    std::size_t k_ = 1;
    double least_ = 0;  // upper bounds, of one row
    double limit_ = 0;  // of lower bounds
    float reach_ = 0;   // the same of squares of distances to boxes
    const double* from_ = nullptr;
    std::size_t next_check_ = 0;
    std::vector<EdgeCandidate> found_;
};

}  // namespace geodist::shapes
