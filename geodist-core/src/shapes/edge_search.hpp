// Search of the tree for the pieces that may be nearest to a point or to a piece, or within a
// distance of it, by straight lines through space.
//
// What is asked for is a ball about a point: of radius 0 for a point; for a piece, about the middle
// of its chord, half as long. `reach` is how far the piece may be from that middle.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <unordered_map>
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

struct EdgeProbe {
    index::Query at;
    double radius = 0;  // of the ball
    double reach = 0;   // from its centre to some place of the piece
};

struct EdgeCandidate {
    double lower;  // the straight line to the arc is at least that
    double chord;  // to its chord, from the centre
    index::Place place;
    std::uint32_t probe;  // by its number
};

class EdgeSearch {
  public:
    static constexpr double unlimited = 1e18;

    EdgeSearch(const EdgeBoxes& tree, const ShapeRows& rows, const kernels::TreeKernels& kernels,
               index::Pace& pace)
        : tree_(tree), rows_(rows), kernels_(kernels), walk_(tree, kernels, pace) {}

    // What is looked for from now on: the k nearest rows within a straight line of that length, of
    // all probes together, ...
    void begin_nearest(std::size_t k, double within);
    // ... or all pieces.
    void begin_within(double within);
    // Returns false if it is a point so far away that straight lines tell little; then found() is
    // of no use.
    [[nodiscard]] bool look(const EdgeProbe& probe, std::uint32_t number,
                            const index::Bounds& bounds);
    // Those that are still of interest, in the order of the probes; how many there are at most.
    [[nodiscard]] const std::vector<EdgeCandidate>& found();
    [[nodiscard]] std::size_t pending() const { return found_.size(); }

    // Where many were measured before all probes were looked at: what was found is dropped, ...
    void drop_found() { found_.clear(); }
    // ... a row is that far, so that only pieces of it that may be nearer are of interest, ...
    void settle(std::uint32_t row, double distance, const index::Bounds& bounds) {
        settled_[row] = outer(bounds, distance);
    }
    // ... and so are only pieces that may be within a distance.
    void narrow_to(double distance, const index::Bounds& bounds) {
        limit_ = std::min(limit_, outer(bounds, distance));
    }

    // The longest straight line for a distance, or unlimited.
    [[nodiscard]] static double outer(const index::Bounds& bounds, double distance);

  private:
    static constexpr std::size_t all = 0;

    [[nodiscard]] bool is_settled(std::uint32_t row, double lower) const {
        const auto known = settled_.find(row);
        return known != settled_.end() && lower > known->second;
    }
    void look_at_leaf(std::uint32_t leaf, const EdgeProbe& probe, std::uint32_t number,
                      const index::Bounds& bounds);
    void narrow(double most, const index::Bounds& bounds);
    void set_limit(double limit, double radius);

    const EdgeBoxes& tree_;
    const ShapeRows& rows_;
    const kernels::TreeKernels& kernels_;
    index::Walk<EdgeLeaves> walk_;
    RowLimits known_;
    std::unordered_map<std::uint32_t, double> settled_;  // straight lines, by rows
    std::size_t k_ = 1;
    double least_ = 0;  // upper bounds, of one row
    double limit_ = 0;  // of lower bounds
    float reach_ = 0;   // the same of squares of distances to boxes, with the radius of the ball
    const double* from_ = nullptr;
    std::size_t next_check_ = 0;
    std::vector<EdgeCandidate> found_;
};

}  // namespace geodist::shapes
