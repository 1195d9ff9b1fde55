// The rows of an index nearest to rows of other shapes, or within a distance of them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "index/pace.hpp"
#include "shapes/edge_view.hpp"
#include "shapes/nearest_edges.hpp"
#include "shapes/pair_search.hpp"
#include "shapes/row_search.hpp"

namespace geodist::shapes {

// For one thread. Pairs of rows are measured one after the other, those first that may be the
// nearest, until no other can come before what was found. Insides do not count here.
class ShapeAsker {
  public:
    // `sides`: what is asked about, and the rows of the index.
    ShapeAsker(const EdgeView& view, const PairContext& sides, index::Pace& pace)
        : sides_(sides), rows_(view, pace), pairs_(sides, pace) {}

    // Of the k nearest rows, or of fewer, the nearest edge, in any order. `covered`: rows at
    // distance 0, rising, which need not come again.
    [[nodiscard]] std::vector<EdgeNeighbour>& nearest(std::size_t row, std::size_t k, double within,
                                                      std::span<const std::int64_t> covered);
    // The same of all rows, by rows.
    [[nodiscard]] std::vector<EdgeNeighbour>& within(std::size_t row, double within,
                                                     std::span<const std::int64_t> covered);

  private:
    [[nodiscard]] double square_of(double within) const;
    [[nodiscard]] EdgeNeighbour measure(std::size_t row, std::uint32_t other, double within);

    const PairContext& sides_;
    RowSearch rows_;
    PairSearch pairs_;
    std::vector<EdgeNeighbour> neighbours_;
};

}  // namespace geodist::shapes
