/// \file
/// Nearest neighbours on the ellipsoid, exactly.
///
/// An index over points answers which of them are nearest to others, or within a radius of them.
/// Distances are those of cdist() in every bit, and of equal ones the lower row comes first; the
/// number of threads changes nothing. Built with altitudes, it measures straight lines through
/// space instead, those of chord().
///
/// A row with a NaN coordinate is missing: it is found by nobody and finds nobody. An infinite
/// value, or a latitude outside [-90, 90], throws the matching error of error.hpp. Columns of
/// different lengths, and altitudes on one side only, throw std::invalid_argument. What takes
/// RunOptions may throw Interrupted.
///
/// Constant members may be called from several threads at once. An index is a value whose copies
/// share their memory.
#pragma once

#include <geodist/columns.hpp>
#include <geodist/ellipsoid.hpp>
#include <geodist/error.hpp>
#include <geodist/run_options.hpp>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace geodist {

/// A file or a row of bytes that is no index, or one that is damaged or of another version.
class IndexFileError : public GeodistError {
  public:
    using GeodistError::GeodistError;
};

/// How to look for the nearest.
struct QueryOptions : RunOptions {
    double max_distance = std::numeric_limits<double>::infinity();  ///< inclusive, metres
    /// Row i of the query is row first_row + i of the index, and no neighbour of itself.
    bool exclude_self = false;
    std::size_t first_row = 0;  ///< for exclude_self
};

/// How to look for all within a radius.
struct RadiusOptions : RunOptions {
    bool sort = true;  ///< rows by distance; else in an order of the index's own
    /// Row i of the query is row first_row + i of the index, and no neighbour of itself.
    bool exclude_self = false;
    /// Of the pairs of one set only those of rising rows; sorted by row.
    bool upper_triangle = false;
    std::size_t first_row = 0;  ///< for both
};

/// How to open a file.
struct LoadOptions {
    bool map = true;     ///< let the system read the file when and where it is looked at
    bool verify = true;  ///< read all of it once, to compare its checksums
};

/// The nearest of each point of a query, k numbers for each in both columns; infinity and -1 where
/// there are fewer.
struct NearestRows {
    std::vector<double> distances;   ///< metres
    std::vector<std::int64_t> rows;  ///< of the index
};

/// Those near each point of a query: [starts[i], starts[i + 1]) of the columns.
struct Neighbours {
    std::vector<std::int64_t> starts;
    std::vector<std::int64_t> rows;  ///< of the index
    std::vector<double> distances;   ///< metres
};

/// An index of points.
class PointIndex {
  public:
    /// The columns of the points by rows. Longitudes beyond 360 degrees have lost whole turns, and
    /// the missing rows are NaN.
    struct Columns {
        std::vector<double> lat, lon;
        std::vector<double> altitude;  ///< empty if there are none
    };

    /// At most 2^32 - 1 points.
    explicit PointIndex(const PointColumns& points, const Ellipsoid& ellipsoid = wgs84(),
                        const RunOptions& options = {});

    /// Rows, the missing included.
    [[nodiscard]] std::size_t size() const noexcept;
    /// Rows with a NaN.
    [[nodiscard]] std::size_t missing() const noexcept;
    /// Are distances measured through space?
    [[nodiscard]] bool has_altitudes() const noexcept;
    /// The figure of the Earth.
    [[nodiscard]] Ellipsoid ellipsoid() const noexcept;
    /// The memory it takes.
    [[nodiscard]] std::size_t nbytes() const noexcept;

    /// The points, in new columns. Throws IndexFileError if a file that was not verified turns out
    /// to be damaged; so does every query.
    [[nodiscard]] Columns columns() const;

    /// The k nearest of each point, the nearest first.
    [[nodiscard]] NearestRows query(const PointColumns& points, std::size_t k = 1,
                                    const QueryOptions& options = {}) const;
    /// The same into columns of k numbers for each point, in the caller's memory.
    void query(const PointColumns& points, std::size_t k, std::span<double> distances,
               std::span<std::int64_t> rows, const QueryOptions& options = {}) const;

    /// All within a radius of each point, in metres, inclusive: one radius for all points, ...
    [[nodiscard]] Neighbours query_radius(const PointColumns& points, double radius,
                                          const RadiusOptions& options = {}) const;
    /// ... or one for each.
    [[nodiscard]] Neighbours query_radius(const PointColumns& points,
                                          std::span<const double> radius,
                                          const RadiusOptions& options = {}) const;

    /// How many they are: one radius for all points, ...
    [[nodiscard]] std::vector<std::int64_t> count_radius(const PointColumns& points, double radius,
                                                         const RadiusOptions& options = {}) const;
    /// ... or one for all or for each, into a column in the caller's memory.
    void count_radius(const PointColumns& points, std::span<const double> radius,
                      std::span<std::int64_t> counts, const RadiusOptions& options = {}) const;

    /// Those within a radius among the indexed points: row i of the result belongs to row i of the
    /// index.
    [[nodiscard]] Neighbours query_pairs(double radius, const RadiusOptions& options = {}) const;

    /// The farthest of each point. By branch and bound with exact distances to points within the
    /// boxes: some hundred of them if the points are spread out.
    [[nodiscard]] NearestRows farthest(const PointColumns& points,
                                       const RunOptions& options = {}) const;
    /// The same into columns in the caller's memory.
    void farthest(const PointColumns& points, std::span<double> distances,
                  std::span<std::int64_t> rows, const RunOptions& options = {}) const;

    /// Writes a file, the same on every machine with the same order of bytes. Until version 0.1.0
    /// of geodist is released, its format may change. Throws std::system_error.
    ///
    /// \param note  a text of yours that the file keeps, such as the datum of the points.
    void save(const std::filesystem::path& path, std::string_view note = {}) const;
    /// The note of the file or the bytes that the index came from; empty without one.
    [[nodiscard]] std::string_view note() const noexcept;
    /// What a file without a note holds; of an index that was loaded, what its file holds.
    [[nodiscard]] std::span<const std::byte> bytes() const noexcept;
    /// Opens one. Throws IndexFileError, std::system_error.
    [[nodiscard]] static PointIndex load(const std::filesystem::path& path,
                                         const LoadOptions& options = {});
    /// The same of bytes in memory, which are copied.
    [[nodiscard]] static PointIndex from_bytes(std::span<const std::byte> bytes);

  private:
    friend class PointIndexAccess;
    struct Storage;

    explicit PointIndex(std::shared_ptr<const Storage> storage);

    std::shared_ptr<const Storage> storage_;
};

}  // namespace geodist
