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
// around one of its parts: those whose edges need not be near each other. Parts whose edges meet
// may be among them or not.
[[nodiscard]] CoveredRows rows_inside(const ShapesView& asked, const ShapeStorage& storage,
                                      const RunOptions& options);

// Shapes to be asked of an index; their columns have to live as long.
struct AskedShapes {
    AskedShapes(const ShapesView& asked, const ShapeStorage& storage, const RunOptions& options);

    [[nodiscard]] std::size_t size() const { return rows.rows(); }

    Operand rows;
    PairContext sides;  // these, and the rows of the index
    EdgeView view;
    CoveredRows covered;
};

// Asks for some rows at a time.
class ShapeRowsJob final : public runtime::LongJob {
  public:
    // Gets the number of a piece, of a row, and what is to be asked.
    using Ask = std::function<void(std::size_t piece, std::size_t row, ShapeAsker& asker)>;

    ShapeRowsJob(const AskedShapes& asked, Ask ask, const RunOptions& options);

    [[nodiscard]] std::size_t pieces() const { return (asked_.size() + size_ - 1) / size_; }
    [[nodiscard]] int threads() const { return threads_; }

    bool run(std::size_t piece) override;

  private:
    const AskedShapes& asked_;
    Ask ask_;
    int threads_;
    std::size_t size_;  // rows of a piece
};

}  // namespace geodist::shapes
