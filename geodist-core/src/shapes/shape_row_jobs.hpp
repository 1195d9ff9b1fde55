// Queries of many shapes in an index of shapes.
#pragma once

#include <geodist/shape_index.hpp>

#include <cstddef>
#include <functional>

#include "runtime/long_job.hpp"
#include "shapes/found_shapes.hpp"
#include "shapes/shape_asker.hpp"
#include "shapes/shape_storage.hpp"

namespace geodist::shapes {

// Of each row of `asked`, which rows of the index have a part in one of its polygons, or a polygon
// around one of its parts: those whose edges need not be near each other. Parts whose edges meet may
// be among them or not.
[[nodiscard]] CoveredRows rows_inside(const ShapesView& asked, const ShapeStorage& storage,
                                      const RunOptions& options);

// Asks for some rows at a time.
class ShapeRowsJob final : public runtime::LongJob {
  public:
    // Gets the number of a piece, of a row, and what is to be asked.
    using Ask = std::function<void(std::size_t piece, std::size_t row, ShapeAsker& asker)>;

    ShapeRowsJob(const EdgeView& view, const AskedShapes& asked, Ask ask,
                 const RunOptions& options);

    [[nodiscard]] std::size_t pieces() const { return (asked_.size() + grain - 1) / grain; }
    [[nodiscard]] int threads() const { return threads_; }

    bool run(std::size_t piece) override;

  private:
    static constexpr std::size_t grain = 64;

    const EdgeView& view_;
    const AskedShapes& asked_;
    Ask ask_;
    int threads_;
};

}  // namespace geodist::shapes
