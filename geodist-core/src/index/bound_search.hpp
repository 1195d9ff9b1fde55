// Search of the tree by exact distances: branch and bound, where straight lines through space tell
// too little. That is beyond some 6000 km, and among points much nearer to each other than to the
// point asked for.
//
// For each box the exact distance to one point of it is computed; by the triangle inequality the
// others differ from it by the radius of the box at most.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "index/chord_bounds.hpp"
#include "index/exact.hpp"
#include "index/search.hpp"

namespace geodist::index {

struct Neighbour {
    double distance;
    std::uint32_t row;
};

constexpr bool is_nearer(const Neighbour& x, const Neighbour& y) {
    return x.distance != y.distance ? x.distance < y.distance : x.row < y.row;
}

enum class Extreme { nearest, farthest };

class BoundSearch {
  public:
    BoundSearch(const Meter& meter, const Ellipsoid& ellipsoid);

    // The k nearest within that distance, or the k farthest; the first in order first, equal ones
    // by rows. Good until the next call.
    [[nodiscard]] const std::vector<Neighbour>& find(const Query& query, Extreme extreme,
                                                     std::size_t k, const ChordBounds& bounds,
                                                     const Search& equals, double max_distance);

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
    [[nodiscard]] double bound_of(const Boxes& boxes, std::size_t i, double square,
                                  double opposite_square, double distance, Place middle) const;
    void insert(Neighbour neighbour, Place place);

    const Meter& meter_;
    const Tree& tree_;
    double half_round_;  // no central section of the ellipsoid is longer than twice this
    ExactPairs pairs_;
    std::vector<Step> steps_;      // a heap, the best bound first
    std::vector<Neighbour> best_;  // a heap, the worst first
    // of the search under way
    const Query* query_ = nullptr;
    const ChordBounds* bounds_ = nullptr;
    Extreme extreme_ = Extreme::nearest;
    std::size_t k_ = 0;
    Place place_ = 0;
    double worst_ = 0;  // distances beyond it do not count
};

}  // namespace geodist::index
