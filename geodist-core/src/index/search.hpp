// Search of the tree by distances through space: which points may be the nearest, or within a
// radius. All searches throw Interrupted if the job is to stop.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include "index/bounds.hpp"
#include "index/pace.hpp"
#include "index/query.hpp"
#include "index/tree.hpp"
#include "index/walk.hpp"
#include "kernels/tree_table.hpp"

namespace geodist::index {

struct Candidate {
    double square;  // of the chord
    Place place;
};

template <class Leaves>
class Search {
  public:
    // Squares of chords are compared with this where nothing is known yet.
    static constexpr double unlimited = std::numeric_limits<double>::max();

    Search(const Tree<Leaves>& tree, const kernels::TreeKernels& kernels, Pace& pace)
        : tree_(tree), kernels_(kernels), walk_(tree, kernels, pace) {}

    // Candidates for the k nearest within a chord of that square, all k among them. False if there
    // are too many to be worth it, or so far that chords tell little; then found() is of no use.
    bool nearest(const Query& query, std::size_t k, const Bounds& bounds, double limit);
    // Is there an item within a chord of that square?
    [[nodiscard]] bool has_within(const Query& query, double square);
    // All items within a chord of that square. `visit` gets their squares and places.
    template <class Visit>
    void within(const Query& query, double limit, Visit visit) {
        within(query, limit, -1, [](std::size_t) {}, visit);
    }
    // The same; of boxes that lie within `whole` only the number of items, by `visit_all`.
    template <class VisitAll, class Visit>
    void within(const Query& query, double limit, double whole, VisitAll visit_all, Visit visit);

    [[nodiscard]] const std::vector<Candidate>& found() const { return found_; }

  private:
    void look_at_leaf(std::uint32_t number, const Query& query, std::size_t k,
                      const Bounds& bounds);
    void insert(double square, std::size_t k);
    void limit_to(double square) {
        limit_ = square;
        reach_ = box_limit(square);
    }

    const Tree<Leaves>& tree_;
    const kernels::TreeKernels& kernels_;
    Walk<Leaves> walk_;
    std::vector<double> nearest_;  // squares, a heap with the largest of the k smallest first
    double top_ = unlimited;       // that largest one
    double counted_ = unlimited;   // the one that limit_ follows from
    double limit_ = unlimited;     // of candidates
    float reach_ = 0;              // the same for boxes
    std::size_t equals_ = 1;       // so many equal items hide those after them
    std::vector<Candidate> found_;
};

template <class Leaves>
template <class VisitAll, class Visit>
void Search<Leaves>::within(const Query& query, double limit, double whole, VisitAll visit_all,
                            Visit visit) {
    const std::array<double, 3> from = tree_.leaves.in_metres(query);
    const auto take = [&](Node node, std::size_t group, std::size_t i) {
        if (whole < 0 || far_corner(tree_.boxes, group, i, from.data()) > whole) {
            return false;
        }
        visit_all(tree_.end(node) - tree_.begin(node));
        return true;
    };
    walk_.within(query, box_limit(limit), take, [&](std::uint32_t number) {
        alignas(64) double squares[Leaves::capacity];
        std::uint32_t near = tree_.leaves.near(kernels_, number, query, limit, squares);
        for (; near != 0; near &= near - 1) {
            const auto i = static_cast<std::uint32_t>(std::countr_zero(near));
            const auto place = static_cast<Place>(number * Leaves::capacity + i);
            if (!tree_.is_self(query, place)) {
                visit(squares[i], place);
            }
        }
    });
}

extern template class Search<PointLeaves>;

}  // namespace geodist::index
