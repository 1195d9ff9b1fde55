// Queries of many points in an index of shapes.
#pragma once

#include <geodist/shape_index.hpp>

#include <cstddef>
#include <span>

#include "index/query_job.hpp"
#include "shapes/edge_view.hpp"
#include "shapes/found_shapes.hpp"

namespace geodist::shapes {

class NearestShapesJob final : public index::QueryJob<EdgeLeaves> {
  public:
    // `only_polygons`: nothing else is in the index.
    NearestShapesJob(const EdgeView& view, const index::QueryPoints& points,
                     const CoveredRows& covered, bool only_polygons, std::size_t k,
                     NearestShapes& out, const ShapeQueryOptions& options);

  private:
    bool run_piece(std::size_t piece, std::size_t begin, std::size_t n) override;

    const EdgeView& edges_;
    const CoveredRows& covered_;
    bool only_polygons_;
    std::size_t k_;
    NearestOutput out_;
    const ShapeQueryOptions& options_;
};

class NearShapesJob final : public index::QueryJob<EdgeLeaves> {
  public:
    // One radius for all points, or one for each.
    NearShapesJob(const EdgeView& view, const index::QueryPoints& points,
                  const CoveredRows& covered, std::span<const double> radius,
                  const ShapeRadiusOptions& options);

    [[nodiscard]] NearShapes collect() { return out_.collect(points().rows()); }

  private:
    bool run_piece(std::size_t piece, std::size_t begin, std::size_t n) override;

    const EdgeView& edges_;
    std::span<const double> radius_;
    NearOutput out_;
};

}  // namespace geodist::shapes
