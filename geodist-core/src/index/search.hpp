// Search of the tree by distances through space: which points may be the nearest, or within a
// radius.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include "index/chord_bounds.hpp"
#include "index/exact.hpp"

namespace geodist::index {

struct Candidate {
    double square;  // of the chord
    Place place;
};

class Search {
  public:
    // Squares of chords are compared with this where nothing is known yet: less than infinity,
    // where the empty boxes are.
    static constexpr double unlimited = std::numeric_limits<double>::max();

    explicit Search(const Meter& meter) : meter_(meter), tree_(meter.tree) {}

    // Candidates for the k nearest within a chord of that square, all k among them. False if there
    // are too many to be worth it, or so far that chords tell little; then found() is of no use.
    bool nearest(const Query& query, std::size_t k, const ChordBounds& bounds, double limit);
    // Is there a point within a chord of that square?
    [[nodiscard]] bool has_within(const Query& query, double square);
    // All points within a chord of that square. `visit` gets their squares and places.
    template <class Visit>
    void within(const Query& query, double limit, Visit visit) {
        within(query, limit, -1, [](std::size_t) {}, visit);
    }
    // The same; of boxes that lie within `whole` only the number of points, by `visit_all`.
    template <class VisitAll, class Visit>
    void within(const Query& query, double limit, double whole, VisitAll visit_all, Visit visit);

    [[nodiscard]] const std::vector<Candidate>& found() const { return found_; }

    // Is it one of so many equal points before it that it cannot be among the k nearest?
    [[nodiscard]] bool is_redundant(Place place, std::size_t k) const {
        return place >= k && tree_.same(static_cast<Place>(place - k), place);
    }
    [[nodiscard]] bool is_redundant(Node node, std::size_t k) const {
        const std::size_t begin = tree_.begin(node);
        return begin >= k &&
               tree_.same(static_cast<Place>(begin - k), static_cast<Place>(tree_.end(node) - 1));
    }

  private:
    struct Step {
        double square;
        Node node;
    };

    void push_children(Node node, const Query& query, double limit);
    void look_at_leaf(std::uint32_t number, const Query& query, std::size_t k,
                      const ChordBounds& bounds);
    void insert(double square, std::size_t k);

    const Meter& meter_;
    const Tree& tree_;
    std::vector<Step> steps_;      // to be done, the nearest last
    std::vector<double> nearest_;  // squares, a heap with the largest of the k smallest first
    double top_ = unlimited;       // that largest one
    double counted_ = unlimited;   // the one that limit_ follows from
    double limit_ = unlimited;     // of candidates
    std::size_t equals_ = 1;       // so many equal points hide those after them
    std::vector<Candidate> found_;
};

template <class VisitAll, class Visit>
void Search::within(const Query& query, double limit, double whole, VisitAll visit_all,
                    Visit visit) {
    steps_.clear();
    if (tree_.shape.points != 0) {
        steps_.push_back({0, tree_.root()});
    }
    while (!steps_.empty()) {
        const Step step = steps_.back();
        steps_.pop_back();
        if (step.node.level != 0) {
            const std::size_t before = steps_.size();
            push_children(step.node, query, limit);
            if (whole >= 0) {
                const Boxes& boxes = tree_.children(step.node);
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
        alignas(64) double squares[leaf_points];
        const Leaf& leaf = tree_.leaves[step.node.number];
        std::uint32_t near = meter_.kernels.tree.near_points(leaf.space[0], leaf_points,
                                                             query.space, limit, squares);
        for (; near != 0; near &= near - 1) {
            const auto i = static_cast<std::uint32_t>(std::countr_zero(near));
            if (leaf.row[i] != query.self) {
                visit(squares[i], static_cast<Place>(step.node.number * leaf_points + i));
            }
        }
    }
}

}  // namespace geodist::index
