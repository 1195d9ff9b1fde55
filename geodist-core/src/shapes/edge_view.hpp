// What one call sees of a tree of edges: the tree, the shapes it is made of, and how distances are
// measured.
#pragma once

#include <geodist/shapes.hpp>

#include "index/index_view.hpp"
#include "shapes/edge_leaves.hpp"
#include "shapes/shape_rows.hpp"

namespace geodist::shapes {

struct EdgeView : index::IndexView<EdgeLeaves> {
    ShapesView shapes;
    const ShapeRows& row_of;
};

}  // namespace geodist::shapes
