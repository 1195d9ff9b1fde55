/// \file
/// The nearest lines and polygons on the ellipsoid, exactly.
///
/// An index over shapes answers which of them are nearest to points, within a radius of them, or
/// around them. The distance to a polygon is 0 inside of it, and what is within 3e-8 m of a line
/// or polygon is at distance 0. Of equal distances the lower row comes first, and of edges of a row
/// that are equally near to a point the first; the number of threads changes nothing. Max error of
/// each distance: 20 nm where no geodesic edge is longer than 19,000 km, or 18,000 km where
/// f > 1/290.
///
/// A row that is missing or empty is found by nobody, and a point with a NaN finds nobody. An
/// infinite value, or a latitude outside [-90, 90], throws the matching error of error.hpp. What
/// takes RunOptions may throw Interrupted.
///
/// Constant members may be called from several threads at once. An index is a value whose copies
/// share their memory.
#pragma once

#include <geodist/columns.hpp>
#include <geodist/ellipsoid.hpp>
#include <geodist/error.hpp>
#include <geodist/location.hpp>
#include <geodist/point_index.hpp>
#include <geodist/run_options.hpp>
#include <geodist/shape_pairs.hpp>
#include <geodist/shapes.hpp>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <limits>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

namespace geodist {

/// How to look for the nearest shapes.
struct ShapeQueryOptions : RunOptions {
    double max_distance = std::numeric_limits<double>::infinity();  ///< inclusive, metres
};

/// How to look for all shapes within a radius.
struct ShapeRadiusOptions : RunOptions {
    bool sort = true;  ///< rows by distance, equal ones by row; else by row
};

/// The nearest shapes of each point of a query, k numbers for each in all columns; infinity and -1
/// where there are fewer.
struct NearestShapes {
    std::vector<double> distances;   ///< metres
    std::vector<std::int64_t> rows;  ///< of the index
    /// Where the nearest edge begins: a vertex, counted through the whole column; -1 inside a
    /// polygon.
    std::vector<std::int64_t> edges;
};

/// The shapes near each point of a query: [starts[i], starts[i + 1]) of the columns.
struct NearShapes {
    std::vector<std::int64_t> starts;
    std::vector<std::int64_t> rows;   ///< of the index
    std::vector<std::int64_t> edges;  ///< as NearestShapes has them
    std::vector<double> distances;    ///< metres
};

/// An index of shapes.
class ShapeIndex {
  public:
    /// The shapes are copied. At most 2^32 - 2 vertices. Throws as check_shapes().
    explicit ShapeIndex(const ShapesView& shapes, const Ellipsoid& ellipsoid = wgs84(),
                        const RunOptions& options = {});

    /// Rows, the missing included.
    [[nodiscard]] std::size_t size() const noexcept;
    /// Rows that are missing or empty.
    [[nodiscard]] std::size_t missing() const noexcept;
    /// The figure of the Earth.
    [[nodiscard]] Ellipsoid ellipsoid() const noexcept;
    /// The memory it takes, without what queries of polygons and of shapes make on first use.
    [[nodiscard]] std::size_t nbytes() const noexcept;
    /// The shapes, in memory of the index.
    [[nodiscard]] ShapesView shapes() const noexcept;

    /// The k nearest of each point, the nearest first.
    [[nodiscard]] NearestShapes query(const PointColumns& points, std::size_t k = 1,
                                      const ShapeQueryOptions& options = {}) const;

    /// The k nearest of each shape; 0 where two meet or one is inside the other.
    [[nodiscard]] NearestShapes query(const ShapesView& others, std::size_t k = 1,
                                      const ShapeQueryOptions& options = {}) const;

    /// All within a radius of each point, in metres, inclusive: one radius for all points, or one
    /// for each.
    [[nodiscard]] NearShapes query_radius(const PointColumns& points,
                                          std::span<const double> radius,
                                          const ShapeRadiusOptions& options = {}) const;

    /// The same of each shape.
    [[nodiscard]] NearShapes query_radius(const ShapesView& others, std::span<const double> radius,
                                          const ShapeRadiusOptions& options = {}) const;

    /// The polygons that cover each point, their boundaries included, rising; at distance 0.
    [[nodiscard]] NearShapes covering(const PointColumns& points,
                                      const RunOptions& options = {}) const;

    /// The polygons that cover each shape, as shapes_relate() has it, rising.
    [[nodiscard]] NearShapes covering(const ShapesView& others,
                                      const RunOptions& options = {}) const;

    /// The place nearest to a point on each edge, as queries give it; the point itself for -1,
    /// which needs the row.
    [[nodiscard]] std::vector<Location> locate(const PointColumns& points,
                                               std::span<const std::int64_t> rows,
                                               std::span<const std::int64_t> edges,
                                               const RunOptions& options = {}) const;

    /// The nearest places of pairs: row asked[i] of `others` and row rows[i] of the index, as
    /// queries give them.
    [[nodiscard]] NearestPlaces locate(const ShapesView& others,
                                       std::span<const std::int64_t> asked,
                                       std::span<const std::int64_t> rows,
                                       const RunOptions& options = {}) const;

    /// Writes a file, the same on every machine with the same order of bytes. Until version 0.1.0
    /// of geodist is released, its format may change. Throws std::system_error.
    /// \param note  a text of yours that the file keeps, such as the datum of the shapes.
    void save(const std::filesystem::path& path, std::string_view note = {}) const;
    /// The note of the file or the bytes that the index came from; empty without one.
    [[nodiscard]] std::string_view note() const noexcept;
    /// What a file without a note holds; of an index that was loaded, what its file holds.
    [[nodiscard]] std::span<const std::byte> bytes() const noexcept;
    /// Opens one. Throws IndexFileError, std::system_error.
    [[nodiscard]] static ShapeIndex load(const std::filesystem::path& path,
                                         const LoadOptions& options = {});
    /// The same of bytes in memory, which are copied.
    [[nodiscard]] static ShapeIndex from_bytes(std::span<const std::byte> bytes);

  private:
    struct Storage;

    explicit ShapeIndex(std::shared_ptr<const Storage> storage);

    std::shared_ptr<const Storage> storage_;
};

}  // namespace geodist
