#include "shapes/row_search.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <limits>

namespace geodist::shapes {

namespace {

// Boxes of the asked row at most that boxes of the tree are compared with.
constexpr std::size_t many_boxes = 16;

// Squares of distances from a box to those of a group, where these are less than they were.
void lower_squares(const index::Boxes& boxes, const index::BoxesHead& head, const Box& from,
                   std::array<double, index::fanout>& squares) {
    std::array<double, index::fanout> sums{};
    for (std::size_t c = 0; c < 3; ++c) {
        const double begin = from.low[c] - head.origin[c], end = from.high[c] - head.origin[c];
        for (std::size_t i = 0; i < index::fanout; ++i) {
            const double below = double{boxes.low[c][i]} - end, above = begin - boxes.high[c][i];
            const double gap = below > above ? below : above;
            sums[i] += gap > 0 ? gap * gap : 0;
        }
    }
    for (std::size_t i = 0; i < index::fanout; ++i) {
        squares[i] = std::min(squares[i], sums[i]);
    }
}

constexpr double no_square = std::numeric_limits<double>::infinity();

}  // namespace

void RowSearch::begin(const Operand::Tree& asked) {
    asked_ = asked;
    level_ = asked.levels - 1;
    while (level_ > 0 && asked.nodes[level_ - 1] <= many_boxes) {
        --level_;
    }
    outline_.assign(1, asked.box(asked.root()));
    for (std::uint32_t i = 0; i < asked.nodes[level_]; ++i) {
        outline_.push_back(asked.box({level_, i}));
    }
    steps_.clear();
    seen_.clear();
    news_.clear();
    if (!view_.tree.is_empty()) {
        push({0, view_.tree.boxes.root(), false});
    }
}

void RowSearch::push(const Step& step) {
    steps_.push_back(step);
    std::push_heap(steps_.begin(), steps_.end(),
                   [](const Step& x, const Step& y) { return x.square > y.square; });
}

std::optional<std::uint32_t> RowSearch::next(double square) {
    while (news_.empty()) {
        if (steps_.empty() || !(steps_.front().square <= square)) {
            return std::nullopt;
        }
        pace_.step();
        std::pop_heap(steps_.begin(), steps_.end(),
                      [](const Step& x, const Step& y) { return x.square > y.square; });
        const Step step = steps_.back();
        steps_.pop_back();
        if (step.node.level > 0) {
            split(step.node, square);
        } else {
            look_at_leaf(step, square);
        }
    }
    const std::uint32_t row = news_.back();
    news_.pop_back();
    return row;
}

void RowSearch::split(index::Node node, double limit) {
    const index::BoxTree& tree = view_.tree.boxes;
    const std::size_t group = tree.group(node), count = tree.child_count(node);
    std::array<double, index::fanout> squares;
    const auto any_within = [&] {
        return std::any_of(squares.begin(), squares.begin() + static_cast<std::ptrdiff_t>(count),
                           [limit](double square) { return square <= limit; });
    };
    squares.fill(no_square);
    lower_squares(tree.boxes[group], tree.heads[group], outline_.front(), squares);
    if (!any_within()) {
        return;
    }
    if (outline_.size() > 2) {
        squares.fill(no_square);
        for (std::size_t i = 1; i < outline_.size(); ++i) {
            lower_squares(tree.boxes[group], tree.heads[group], outline_[i], squares);
        }
    }
    for (std::size_t i = 0; i < count; ++i) {
        if (squares[i] <= limit) {
            push({squares[i], index::BoxTree::child(node, i), level_ == 0});
        }
    }
}

void RowSearch::look_at_leaf(const Step& step, double limit) {
    const std::size_t leaf = step.node.number;
    if (!has_news(leaf)) {
        return;
    }
    if (!step.is_close) {
        const double square = square_to(box_of_leaf(leaf), limit);
        if (square > step.square) {
            news_.clear();
            if (square <= limit) {
                push({square, step.node, true});
            }
            return;
        }
    }
    seen_.insert(news_.begin(), news_.end());
    // the first one last, which is the next
    std::sort(news_.begin(), news_.end(), std::greater<>());
}

// Finds rows of a leaf that were not seen yet.
bool RowSearch::has_news(std::size_t leaf) {
    bool is_other = true;  // than the piece before: runs follow each other
    for (const std::uint32_t edge : view_.tree.leaves.leaves[leaf].edge) {
        const bool may_be_news = is_other;
        is_other = edge == EdgeLeaf::none;
        if (is_other || !may_be_news) {
            continue;
        }
        if (!view_.row_of.has(edge)) {
            index::throw_damaged_rows();
        }
        const std::uint32_t row = view_.row_of.row(edge);
        if (!seen_.contains(row) && std::find(news_.begin(), news_.end(), row) == news_.end()) {
            news_.push_back(row);
        }
    }
    return !news_.empty();
}

Box RowSearch::box_of_leaf(std::size_t leaf) const {
    const index::BoxTree& tree = view_.tree.boxes;
    const std::size_t group = leaf / index::fanout, i = leaf % index::fanout;
    Box box;
    for (std::size_t c = 0; c < 3; ++c) {
        box.low[c] = tree.heads[group].origin[c] + tree.boxes[group].low[c][i];
        box.high[c] = tree.heads[group].origin[c] + tree.boxes[group].high[c][i];
    }
    return box;
}

// From the asked row's smallest boxes; what is beyond the limit is as good as any.
double RowSearch::square_to(const Box& box, double limit) {
    double least = no_square;
    nodes_.clear();
    for (std::uint32_t i = 0; i < asked_.nodes[level_]; ++i) {
        nodes_.push_back({level_, i});
    }
    while (!nodes_.empty()) {
        const RowNode node = nodes_.back();
        nodes_.pop_back();
        const double square = square_between(asked_.box(node), box);
        if (square > limit || square >= least) {
            continue;
        }
        if (node.level == 0) {
            least = square;
            continue;
        }
        for (std::uint32_t i = asked_.first_child(node); i < asked_.end_child(node); ++i) {
            nodes_.push_back({node.level - 1, i});
        }
    }
    return least;
}

}  // namespace geodist::shapes
