// Which pieces of edges share a leaf.
#pragma once

#include <geodist/run_options.hpp>

#include <cstddef>
#include <cstdint>
#include <vector>

#include "index/box_tree.hpp"
#include "kernels/tree_table.hpp"
#include "runtime/interrupt.hpp"
#include "shapes/edge_leaves.hpp"
#include "shapes/pieces.hpp"

namespace geodist::shapes {

// Runs are cut into chunks that fill a leaf; what is shorter shares one with its neighbours along a
// curve, unless these are unusually far away. Leaves come in the order of that curve.
class EdgePacking {
  public:
    // Throws Interrupted.
    EdgePacking(const Pieces& pieces, const kernels::TreeKernels& kernels,
                runtime::InterruptClock& clock);

    [[nodiscard]] std::size_t leaves() const { return leaf_count_; }

    struct Output {
        EdgeLeaf* leaves;
        std::uint32_t* numbers;  // as EdgeLeaves has them, or null
        index::Boxes* boxes;
        index::BoxesHead* heads;
    };
    // Writes the leaves and the boxes over them. Returns the largest magnitude of a coordinate in
    // space.
    [[nodiscard]] double write(const Pieces& pieces, double bend, const Output& out) const;

  private:
    struct Chunk {
        std::uint64_t key;    // on the curve, of the vertex in the middle
        std::uint32_t first;  // vertex
        std::uint16_t size;   // vertices
        bool opens;           // the first of a leaf
    };

    void cut_runs(const Pieces& pieces);
    void find_keys(const Pieces& pieces, const kernels::TreeKernels& kernels);
    void share_leaves(const Pieces& pieces);
    [[nodiscard]] double usual_gap(const Pieces& pieces) const;

    std::vector<Chunk> chunks_;
    std::size_t leaf_count_ = 0;
};

}  // namespace geodist::shapes
