// Search of the tree by distances through space: which points may be the nearest, or within a
// radius. All searches throw Interrupted if the job is to stop.
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include "index/bounds.hpp"
#include "index/pace.hpp"
#include "index/query.hpp"
#include "index/tree.hpp"
#include "kernels/kernels.hpp"

namespace geodist::index {

struct Candidate {
    double square;  // of the chord
    Place place;
};

template <class Leaves>
class Search {
  public:
    // Squares of chords are compared with this where nothing is known yet: less than infinity,
    // where the empty boxes are.
    static constexpr double unlimited = std::numeric_limits<double>::max();

    Search(const Tree<Leaves>& tree, const kernels::TreeKernels& kernels, Pace& pace)
        : tree_(tree), kernels_(kernels), pace_(pace) {}

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
    struct Step {
        double square;
        Node node;
    };

    void push_children(Node node, const Query& query, double limit);
    void look_at_leaf(std::uint32_t number, const Query& query, std::size_t k,
                      const Bounds& bounds);
    void insert(double square, std::size_t k);

    const Tree<Leaves>& tree_;
    const kernels::TreeKernels& kernels_;
    Pace& pace_;
    std::vector<Step> steps_;      // to be done, the nearest last
    std::vector<double> nearest_;  // squares, a heap with the largest of the k smallest first
    double top_ = unlimited;       // that largest one
    double counted_ = unlimited;   // the one that limit_ follows from
    double limit_ = unlimited;     // of candidates
    std::size_t equals_ = 1;       // so many equal items hide those after them
    std::vector<Candidate> found_;
};

template <class Leaves>
template <class VisitAll, class Visit>
void Search<Leaves>::within(const Query& query, double limit, double whole, VisitAll visit_all,
                            Visit visit) {
    steps_.clear();
    if (!tree_.is_empty()) {
        steps_.push_back({0, tree_.boxes.root()});
    }
    while (!steps_.empty()) {
        pace_.step();
        const Step step = steps_.back();
        steps_.pop_back();
        if (step.node.level != 0) {
            const std::size_t before = steps_.size();
            push_children(step.node, query, limit);
            if (whole >= 0) {
                const Boxes& boxes = tree_.boxes.children(step.node);
                const auto all_within = [&](const Step& child) {
                    const std::size_t i = child.node.number % fanout;
                    if (far_corner(boxes, i, query.space) > whole) {
                        return false;
                    }
                    visit_all(tree_.end(child.node) - tree_.begin(child.node));
                    return true;
                };
                steps_.erase(std::remove_if(steps_.begin() + static_cast<std::ptrdiff_t>(before),
                                            steps_.end(), all_within),
                             steps_.end());
            }
            continue;
        }
        alignas(64) double squares[Leaves::capacity];
        std::uint32_t near = tree_.leaves.near(kernels_, step.node.number, query, limit, squares);
        for (; near != 0; near &= near - 1) {
            const auto i = static_cast<std::uint32_t>(std::countr_zero(near));
            const auto place = static_cast<Place>(step.node.number * Leaves::capacity + i);
            if (!tree_.is_self(query, place)) {
                visit(squares[i], place);
            }
        }
    }
}

extern template class Search<PointLeaves>;

}  // namespace geodist::index
