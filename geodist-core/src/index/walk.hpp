// A walk through the tree to the leaves within reach of a point, while the reach may shrink.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

#include "index/frontier.hpp"
#include "index/pace.hpp"
#include "index/query.hpp"
#include "index/tree.hpp"
#include "kernels/tree_table.hpp"

namespace geodist::index {

template <class Leaves>
class Walk {
  public:
    // For a walk that leaves out no equal items.
    static constexpr std::size_t all = ~std::size_t{0};

    Walk(const Tree<Leaves>& tree, const kernels::TreeKernels& kernels, Pace& pace)
        : tree_(tree), kernels_(kernels), pace_(pace) {}

    // Where a query that does not know its leaf begins: where the one before found something.
    void begin_at(std::uint32_t leaf) { hint_ = leaf; }

    // Calls look() with the leaf the query begins in, and then with all those that are within
    // reach() when their turn comes, near ones first: a square as box_limit() makes it. Ends when
    // look() returns false. A long walk leaves out those behind so many equal items. Throws
    // Interrupted if the job is to stop.
    template <class Reach, class Look>
    void nearest_first(const Query& query, std::size_t equals, Reach reach, Look look);

    // Calls look() with all leaves within that square of the point, in any order, unless
    // take() says that a box is done with: it gets the node, its group and its place there.
    template <class Take, class Look>
    void within(const Query& query, float reach, Take take, Look look);

  private:
    // What is to be done: the bits of a square, which compare as the squares do, above level and
    // number of a node. In one word: a processor waits where it reads at once what was written in
    // parts.
    using Step = std::uint64_t;

    static Step step_of(float square, Node node) {
        return Step{std::bit_cast<std::uint32_t>(square)} << 32 | node.level << 28 | node.number;
    }
    static float square_of(Step step) {
        return std::bit_cast<float>(static_cast<std::uint32_t>(step >> 32));
    }
    static Node node_of(Step step) {
        const auto code = static_cast<std::uint32_t>(step);
        return {code >> 28, code & ((1U << 28) - 1)};
    }

    void begin() {
        steps_[0] = step_of(0, tree_.boxes.root());
        size_ = 1;
    }
    // Bits of a node's children within reach.
    std::uint32_t look_at_boxes(Node node, float reach, float* squares) const {
        const std::size_t group = tree_.boxes.group(node);
        return kernels_.near_boxes(tree_.boxes.boxes[group].low[0], tree_.boxes.heads[group].origin,
                                   from_.data(), reach, squares) &
               tree_.boxes.child_bits(node);
    }
    // The same of the frontier, renewed if that pays; false if it does not cover the reach.
    bool look_at_frontier(float reach, float* squares, std::uint32_t& near) {
        if (!frontier_.covers(from_, reach)) {
            if (tree_.boxes.root().level < 2 || !frontier_.would_serve(from_)) {
                return false;
            }
            renew_frontier();
            if (!frontier_.covers(from_, reach)) {
                return false;
            }
        }
        near = kernels_.near_boxes(frontier_.boxes().low[0], frontier_.origin(), from_.data(),
                                   reach, squares) &
               frontier_.bits();
        return true;
    }
    void renew_frontier();
    void push_children(Node node, float reach);
    [[nodiscard]] bool is_redundant(Node node, std::size_t equals) {
        constexpr std::size_t patience = 32;
        return ++looked_ > patience && tree_.is_redundant(node, equals);
    }
    void prefetch_leaves(Node parent, std::uint32_t which) const {
        for (; which != 0; which &= which - 1) {
            const auto i = static_cast<std::uint32_t>(std::countr_zero(which));
            tree_.leaves.prefetch_space(BoxTree::child(parent, i).number);
        }
    }

    const Tree<Leaves>& tree_;
    const kernels::TreeKernels& kernels_;
    Pace& pace_;
    Step steps_[Shape::most_levels * fanout];  // to be done, the nearest last
    std::size_t size_ = 0;
    std::array<double, 3> from_{};
    std::uint32_t hint_ = 0;
    std::uint32_t last_group_ = 0;  // that was looked at
    Frontier frontier_;
    std::size_t looked_ = 0;  // of the walk under way
};

// Those within reach, the farthest first, so that the nearest is the next to be taken.
template <class Leaves>
void Walk<Leaves>::push_children(Node node, float reach) {
    alignas(64) float squares[fanout];
    const std::size_t base = size_;
    for (std::uint32_t near = look_at_boxes(node, reach, squares); near != 0; near &= near - 1) {
        const auto i = static_cast<std::uint32_t>(std::countr_zero(near));
        const Node child = BoxTree::child(node, i);
        tree_.boxes.prefetch_children(child);
        const Step step = step_of(squares[i], child);
        std::size_t at = size_++;
        for (; at > base && steps_[at - 1] < step; --at) {
            steps_[at] = steps_[at - 1];
        }
        steps_[at] = step;
    }
}

// Somewhat less than a group's length around the query: some nine groups if they are alike.
template <class Leaves>
void Walk<Leaves>::renew_frontier() {
    const Boxes& group = tree_.boxes.boxes[last_group_];
    const std::size_t count = tree_.boxes.child_count({1, last_group_});
    double length = 0;
    for (std::size_t c = 0; c < 3; ++c) {
        length = std::max(length, double{*std::max_element(group.high[c], group.high[c] + count)} -
                                      *std::min_element(group.low[c], group.low[c] + count));
    }
    const double radius = 0.8 * length;
    frontier_.begin(from_, radius);
    const float reach = box_limit(radius * radius);
    begin();
    bool fits = true;
    while (size_ > 0 && fits) {
        const Node node = node_of(steps_[--size_]);
        alignas(64) float squares[fanout];
        const std::size_t boxes = tree_.boxes.group(node);
        for (std::uint32_t near = look_at_boxes(node, reach, squares); near != 0 && fits;
             near &= near - 1) {
            const auto i = static_cast<std::uint32_t>(std::countr_zero(near));
            const Node child = BoxTree::child(node, i);
            if (child.level > 1) {
                steps_[size_++] = step_of(squares[i], child);
            } else {
                fits = frontier_.add(child.number, tree_.boxes.boxes[boxes],
                                     tree_.boxes.heads[boxes], i);
            }
        }
    }
}

template <class Leaves>
template <class Reach, class Look>
void Walk<Leaves>::nearest_first(const Query& query, std::size_t equals, Reach reach, Look look) {
    if (tree_.is_empty()) {
        return;
    }
    const std::uint32_t start = query.start_leaf == Query::nowhere ? hint_ : query.start_leaf;
    if (!look(start)) {
        return;
    }
    from_ = tree_.leaves.in_metres(query);
    looked_ = 0;
    const auto look_at_group = [&](Node node) {
        last_group_ = node.number;
        alignas(64) float squares[fanout];
        std::uint32_t near = look_at_boxes(node, reach(), squares);
        if ((near & (near - 1)) != 0) {
            prefetch_leaves(node, near);
        }
        for (; near != 0; near &= near - 1) {
            pace_.step();
            const auto i = static_cast<std::uint32_t>(std::countr_zero(near));
            const Node leaf = BoxTree::child(node, i);
            if (leaf.number != start && squares[i] <= reach() && !is_redundant(leaf, equals) &&
                !look(leaf.number)) {
                return false;
            }
        }
        return true;
    };
    const Node home{1, static_cast<std::uint32_t>(start / fanout)};
    if (!look_at_group(home) || tree_.boxes.root().level == 1) {
        return;
    }
    alignas(64) float squares[fanout];
    if (std::uint32_t near = 0; look_at_frontier(reach(), squares, near)) {
        for (; near != 0; near &= near - 1) {
            const auto i = static_cast<std::size_t>(std::countr_zero(near));
            const Node node{1, frontier_.number(i)};
            if (node.number != home.number && squares[i] <= reach() && !look_at_group(node)) {
                return;
            }
        }
        return;
    }
    begin();
    while (size_ > 0) {
        pace_.step();
        const Step step = steps_[--size_];
        const Node node = node_of(step);
        if (square_of(step) > reach() || is_redundant(node, equals)) {
            continue;
        }
        if (node.level > 1) {
            push_children(node, reach());
        } else if (node.number != home.number && !look_at_group(node)) {
            return;
        }
    }
}

template <class Leaves>
template <class Take, class Look>
void Walk<Leaves>::within(const Query& query, float reach, Take take, Look look) {
    if (tree_.is_empty()) {
        return;
    }
    from_ = tree_.leaves.in_metres(query);
    alignas(64) float around[fanout];
    if (std::uint32_t near = 0; look_at_frontier(reach, around, near)) {
        size_ = 0;
        for (; near != 0; near &= near - 1) {
            const auto i = static_cast<std::size_t>(std::countr_zero(near));
            steps_[size_++] = step_of(around[i], {1, frontier_.number(i)});
        }
    } else {
        begin();
    }
    while (size_ > 0) {
        pace_.step();
        const Node node = node_of(steps_[--size_]);
        alignas(64) float squares[fanout];
        std::uint32_t near = look_at_boxes(node, reach, squares);
        if (node.level == 1) {
            last_group_ = node.number;
            prefetch_leaves(node, near);
        }
        for (; near != 0; near &= near - 1) {
            const auto i = static_cast<std::uint32_t>(std::countr_zero(near));
            const Node child = BoxTree::child(node, i);
            if (take(child, tree_.boxes.group(node), i)) {
                continue;
            }
            if (child.level == 0) {
                pace_.step();
                look(child.number);
            } else {
                tree_.boxes.prefetch_children(child);
                steps_[size_++] = step_of(squares[i], child);
            }
        }
    }
}

}  // namespace geodist::index
