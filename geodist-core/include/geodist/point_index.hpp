// Nearest neighbours on the ellipsoid, exactly.
//
// An index over points answers which of them are nearest to others, or within a radius of them.
// Distances are those of distance() in every bit, and of equal ones the lower row comes first; the
// number of threads changes nothing. Built with altitudes, it measures straight lines through space
// instead, those of chord().
//
// A row with a NaN coordinate is missing: it is found by nobody and finds nobody. An infinite
// value, or a latitude outside [-90, 90], throws the matching error of error.hpp. Columns of
// different lengths, and altitudes on one side only, throw std::invalid_argument. What takes
// RunOptions may throw Interrupted.
//
// Constant members may be called from several threads at once. An index is a value whose copies
// share their memory.
#pragma once

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
#include <vector>

namespace geodist {

namespace index {
class PointStorage;
}

// A file or a row of bytes that is no index, or one that is damaged or of another version.
class IndexFileError : public GeodistError {
  public:
    using GeodistError::GeodistError;
};

// Columns in the caller's memory, read during the call only.
struct IndexPoints {
    std::span<const double> lat;
    std::span<const double> lon;
    std::optional<std::span<const double>> altitude = std::nullopt;  // metres above the ellipsoid
};

struct QueryOptions : RunOptions {
    double max_distance = std::numeric_limits<double>::infinity();  // inclusive
    // Row i of the query is row first_row + i of the index, and no neighbour of itself.
    bool exclude_self = false;
    std::size_t first_row = 0;
};

struct RadiusOptions : RunOptions {
    bool sort = true;  // rows by distance; else in an order of the index's own
    bool exclude_self = false;
    bool upper_triangle =
        false;  // of the pairs of one set only those of rising rows; sorted by row
    std::size_t first_row = 0;
};

struct LoadOptions {
    bool map = true;     // let the system read the file when and where it is looked at
    bool verify = true;  // read all of it once, to compare its checksum
};

// Those near each point of a query: [starts[i], starts[i + 1]) of the columns.
struct Neighbours {
    std::vector<std::int64_t> starts;
    std::vector<std::int64_t> rows;
    std::vector<double> distances;
};

class PointIndex {
  public:
    // The columns of the points by rows. Longitudes beyond 360 degrees have lost whole turns, and
    // the missing rows are NaN.
    struct Columns {
        std::vector<double> lat, lon;
        std::vector<double> altitude;  // empty if there are none
    };

    // At most 2^32 - 1 points.
    explicit PointIndex(const IndexPoints& points, const Ellipsoid& ellipsoid = wgs84(),
                        const RunOptions& options = {});

    [[nodiscard]] std::size_t size() const noexcept;     // rows, the missing included
    [[nodiscard]] std::size_t missing() const noexcept;  // rows with a NaN
    [[nodiscard]] bool has_altitudes() const noexcept;
    [[nodiscard]] Ellipsoid ellipsoid() const noexcept;
    [[nodiscard]] std::size_t nbytes() const noexcept;

    [[nodiscard]] Columns columns() const;

    // The k nearest of each point, the nearest first: `distances` and `rows` have k numbers for
    // each point, infinity and -1 where there are fewer.
    void query(const IndexPoints& points, std::size_t k, std::span<double> distances,
               std::span<std::int64_t> rows, const QueryOptions& options = {}) const;

    // All within a radius of each point, inclusive; one radius for all, or one for each.
    [[nodiscard]] Neighbours query_radius(const IndexPoints& points, std::span<const double> radius,
                                          const RadiusOptions& options = {}) const;
    // How many they are.
    void count_radius(const IndexPoints& points, std::span<const double> radius,
                      std::span<std::int64_t> counts, const RadiusOptions& options = {}) const;
    // The same among the indexed points: row i of the result belongs to row i of the index.
    [[nodiscard]] Neighbours query_pairs(double radius, const RadiusOptions& options = {}) const;

    // The farthest of each point. By branch and bound with exact distances to points within the
    // boxes: some hundred of them if the points are spread out.
    void farthest(const IndexPoints& points, std::span<double> distances,
                  std::span<std::int64_t> rows, const RunOptions& options = {}) const;

    // The same on every machine with the same byte order. Throws std::system_error.
    void save(const std::filesystem::path& path) const;
    [[nodiscard]] std::span<const std::byte> bytes() const noexcept;
    // Throw IndexFileError, std::system_error.
    [[nodiscard]] static PointIndex load(const std::filesystem::path& path,
                                         const LoadOptions& options = {});
    [[nodiscard]] static PointIndex from_bytes(std::span<const std::byte> bytes);

  private:
    friend class PointIndexAccess;

    explicit PointIndex(std::shared_ptr<const index::PointStorage> storage);

    std::shared_ptr<const index::PointStorage> storage_;
};

}  // namespace geodist
