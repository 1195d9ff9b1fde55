// Queries of many points in an index of shapes.
#pragma once

#include <geodist/shape_index.hpp>

#include <cstddef>
#include <span>
#include <vector>

#include "index/query_job.hpp"
#include "shapes/edge_view.hpp"
#include "shapes/found_shapes.hpp"

namespace geodist::shapes {

// Points that fewer rows cover than are asked for, by the caller's rows.
struct OpenPoints {
    std::vector<double> lat, lon;
    std::vector<std::size_t> rows;

    [[nodiscard]] PointColumns columns() const { return {lat, lon}; }
};

class NearestShapesJob final : public index::QueryJob<EdgeLeaves> {
  public:
    // `rows`: of open points, in `covered` and `out`; none if they are as the points are.
    NearestShapesJob(const EdgeView& view, const index::QueryPoints& points,
                     std::span<const std::size_t> rows, const CoveredRows& covered, std::size_t k,
                     NearestShapesOutput& out, const ShapeQueryOptions& options);

  private:
    bool run_piece(std::size_t piece, std::size_t begin, std::size_t n) override;

    const EdgeView& edges_;
    std::span<const std::size_t> rows_;
    const CoveredRows& covered_;
    std::size_t k_;
    NearestShapesOutput& out_;
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
