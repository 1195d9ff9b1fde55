// The edges of shapes in a tree of boxes, in memory.
#pragma once

#include <geodist/columns.hpp>
#include <geodist/ellipsoid.hpp>
#include <geodist/run_options.hpp>
#include <geodist/shapes.hpp>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "shapes/edge_leaves.hpp"
#include "shapes/edge_view.hpp"

namespace geodist::shapes {

class EdgeTree {
  public:
    static constexpr std::uint32_t none = EdgeLeaf::none;

    struct Nearest {
        double distance = std::numeric_limits<double>::infinity();
        std::uint32_t edge = none;  // as in Pieces
        double fraction = 0;        // of a planar edge
    };

    // `shapes` as check_shapes() accepts them; its columns have to live as long. Throws
    // Interrupted.
    EdgeTree(const ShapesView& shapes, const Ellipsoid& ellipsoid, const RunOptions& options);

    // The nearest edge of each point, within a distance; of equally near ones the first. Points are
    // yet to be checked; one with a NaN has none.
    void nearest(const PointColumns& points, std::span<Nearest> out,
                 double within = std::numeric_limits<double>::infinity(),
                 const RunOptions& options = {}) const;
    // The same of one point.
    [[nodiscard]] Nearest nearest(double lat, double lon,
                                  double within = std::numeric_limits<double>::infinity()) const;

    [[nodiscard]] EdgeView view() const;

  private:
    ShapesView shapes_;
    ShapeRows row_of_;
    Ellipsoid ellipsoid_;
    std::vector<EdgeLeaf> leaves_;
    std::vector<std::uint32_t> numbers_;  // of planar edges
    std::vector<index::Boxes> boxes_;
    std::vector<index::BoxesHead> heads_;
    EdgeBoxes tree_;
    double extent_ = 0;
};

}  // namespace geodist::shapes
