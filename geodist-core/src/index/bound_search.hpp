// Search of the tree by exact distances: branch and bound, where straight lines through space tell
// too little. That is beyond some 6000 km, and among points much nearer to each other than to the
// point asked for.
//
// For each box the exact distance to one point of it is computed; by the triangle inequality the
// others differ from it by the radius of the box at most.
#pragma once

#include <array>
#include <cstddef>
#include <vector>

#include "index/bounds.hpp"
#include "index/metric.hpp"
#include "index/pace.hpp"
#include "index/pairs.hpp"
#include "index/query.hpp"
#include "index/tree.hpp"

namespace geodist::index {

enum class Extreme { nearest, farthest };

template <class Leaves>
class BoundSearch {
  public:
    BoundSearch(const Tree<Leaves>& tree, const Metric& metric, Pace& pace)
        : tree_(tree), kernels_(metric.kernels().tree), pace_(pace), pairs_(tree, metric) {}

    // The k nearest within that distance, or the k farthest; the first in order first, equal ones
    // by rows. Good until the next call. Throws Interrupted if the job is to stop.
    [[nodiscard]] const std::vector<Neighbour>& find(const Query& query, Extreme extreme,
                                                     std::size_t k, const Bounds& bounds,
                                                     double max_distance);

    // Of the best one that was found last, if only one was asked for.
    [[nodiscard]] Place place() const { return place_; }

  private:
    // Signs are such that less is better: the farthest are found by negated distances.
    struct Step {
        double bound;
        Node node;
    };

    [[nodiscard]] bool is_hopeless(double bound) const {
        return best_.size() == k_ && bound > best_.front().distance;
    }
    void expand(Node node);
    void look_at_leaf(Node node);
    [[nodiscard]] double bound_of(std::size_t group, std::size_t i, double square,
                                  double opposite_square, double distance, Place middle) const;
    void insert(Neighbour neighbour, Place place);

    const Tree<Leaves>& tree_;
    const kernels::TreeKernels& kernels_;
    Pace& pace_;
    Pairs<Leaves> pairs_;
    std::vector<Step> steps_;      // a heap, the best bound first
    std::vector<Neighbour> best_;  // a heap, the worst first
    // of the search under way
    const Query* query_ = nullptr;
    std::array<double, 3> from_{};
    const Bounds* bounds_ = nullptr;
    Extreme extreme_ = Extreme::nearest;
    std::size_t k_ = 0;
    Place place_ = 0;
    double worst_ = 0;  // distances beyond it do not count
};

extern template class BoundSearch<PointLeaves>;

}  // namespace geodist::index
