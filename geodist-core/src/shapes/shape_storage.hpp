// An index of shapes in its bytes: which sections it has, and the tree and the shapes in them.
#pragma once

#include <geodist/ellipsoid.hpp>
#include <geodist/run_options.hpp>
#include <geodist/shapes.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <span>

#include "index/index_file.hpp"
#include "shapes/edge_leaves.hpp"
#include "shapes/edge_view.hpp"
#include "shapes/interior.hpp"
#include "shapes/operand.hpp"

namespace geodist::shapes {

class ShapeStorage {
  public:
    // Copies the shapes, once they are checked. Throws as check_shapes(), and Interrupted.
    ShapeStorage(const ShapesView& shapes, const Ellipsoid& ellipsoid, const RunOptions& options);
    // Whatever is in the file, no access is out of its range. Throws IndexFileError.
    explicit ShapeStorage(index::IndexFile file);

    [[nodiscard]] const ShapesView& shapes() const { return shapes_; }
    [[nodiscard]] const Ellipsoid& ellipsoid() const { return ellipsoid_; }
    [[nodiscard]] std::size_t rows() const { return shapes_.kinds.size(); }
    [[nodiscard]] std::size_t missing() const {
        return rows() - static_cast<std::size_t>(file_.header().items);
    }
    [[nodiscard]] const index::IndexFile& file() const { return file_; }
    [[nodiscard]] std::span<const std::byte> bytes() const { return file_.bytes(); }
    [[nodiscard]] EdgeView view() const;

    // Of the polygons; made by the first call. Null if there are none.
    [[nodiscard]] const Interiors* interiors(const RunOptions& options) const;
    // All rows as one side of pairs; made by the first call.
    [[nodiscard]] const Operand& operand(const RunOptions& options) const;
    // Is every row a polygon, or missing?
    [[nodiscard]] bool has_only_polygons() const { return has_polygons_ && !has_others_; }

  private:
    template <class T>
    struct Lazy {
        std::mutex mutex;
        std::unique_ptr<const T> made;

        template <class... Arguments>
        const T& get(const Arguments&... arguments) {
            const std::scoped_lock lock(mutex);
            if (made == nullptr) {
                made = std::make_unique<const T>(arguments...);
            }
            return *made;
        }
    };

    ShapeStorage(index::IndexFile file, const Ellipsoid& ellipsoid);
    static index::IndexFile build(const ShapesView& shapes, const Ellipsoid& ellipsoid,
                                  const RunOptions& options);
    void find_shapes();
    void find_tree();

    index::IndexFile file_;
    Ellipsoid ellipsoid_;
    ShapesView shapes_;
    EdgeBoxes tree_;
    bool has_polygons_ = false, has_others_ = false;
    std::unique_ptr<Lazy<Interiors>> interiors_ = std::make_unique<Lazy<Interiors>>();
    std::unique_ptr<Lazy<Operand>> operand_ = std::make_unique<Lazy<Operand>>();
};

}  // namespace geodist::shapes
