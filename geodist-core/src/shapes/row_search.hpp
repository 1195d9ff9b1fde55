// The rows of a tree in the order of how near they may be to a row of another side.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <unordered_set>
#include <vector>

#include "index/pace.hpp"
#include "shapes/edge_view.hpp"
#include "shapes/operand.hpp"

namespace geodist::shapes {

// For one thread. Squares are those of straight lines.
class RowSearch {
  public:
    RowSearch(const EdgeView& view, index::Pace& pace) : view_(view), pace_(pace) {}

    struct Row {
        double square;  // no place of it is nearer
        std::uint32_t number;
    };

    void begin(const Operand::Tree& asked);
    // The next row of those within `square`, which must not grow from call to call. Each row comes
    // once; bounds rise.
    [[nodiscard]] std::optional<Row> next(double square);

  private:
    struct Step {
        double square;
        index::Node node;
        bool is_close;  // Was all of the row that is asked about compared with the leaf?
    };

    void push(const Step& step);
    void split(index::Node node, double limit);
    void look_at_leaf(const Step& step, double limit);
    [[nodiscard]] bool has_news(std::size_t leaf);
    [[nodiscard]] Box box_of_leaf(std::size_t leaf) const;
    [[nodiscard]] double square_to(const Box& box, double limit);

    const EdgeView& view_;
    index::Pace& pace_;
    Operand::Tree asked_;
    std::uint32_t level_ = 0;   // of the asked row's boxes that boxes of the tree are compared with
    std::vector<Box> outline_;  // these, behind the box around them all
    std::vector<Step> steps_;   // a heap, the nearest first
    std::unordered_set<std::uint32_t> seen_;
    std::vector<std::uint32_t> news_;  // rows of a leaf that were not seen yet
    double square_ = 0;                // theirs
    std::vector<RowNode> nodes_;
};

}  // namespace geodist::shapes
