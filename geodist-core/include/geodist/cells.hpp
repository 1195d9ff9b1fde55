/// \file
/// A partition of the Earth for joins that are spread over processes or machines.
///
/// Planes through space divide it into cells of about as many points each: no seam at the
/// antimeridian, none at the poles. Each point has one cell; a point and a radius meet all cells
/// that can hold anything within that distance. So of two large tables one goes to its cells, the
/// other to all that it meets, and each pair is found in exactly one of them.
///
/// A row with a NaN coordinate is missing. An infinite value, or a latitude outside [-90, 90],
/// throws the matching error of error.hpp. Columns of different lengths throw
/// std::invalid_argument. What takes RunOptions may throw Interrupted. Altitudes are not looked at.
#pragma once

#include <geodist/columns.hpp>
#include <geodist/ellipsoid.hpp>
#include <geodist/run_options.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace geodist {

/// The cells that each of many points meets: [starts[i], starts[i + 1]) of `cells`, rising.
struct CellCover {
    std::vector<std::int64_t> starts;
    std::vector<std::int32_t> cells;
};

/// Cells of the Earth. A value; constant members may be called from several threads at once.
class Cells {
  public:
    /// At most so many cells.
    static constexpr std::size_t MAX_COUNT = std::size_t{1} << 20U;

    /// Cells that share out a sample evenly. Missing rows do not count, and what lies at one place
    /// is not divided: then, or with few points, cells stay empty.
    ///
    /// \throws EmptyGeometryError without any point, if there are to be several cells
    /// \throws std::invalid_argument if the count is 0 or above MAX_COUNT
    [[nodiscard]] static Cells from_sample(const PointColumns& sample, std::size_t count,
                                           const Ellipsoid& ellipsoid = wgs84());

    /// How many cells there are.
    [[nodiscard]] std::size_t size() const noexcept { return count_; }
    /// The figure of the Earth.
    [[nodiscard]] Ellipsoid ellipsoid() const noexcept { return ellipsoid_; }
    /// Do cells reach no farther than points that were given to fitted()?
    [[nodiscard]] bool is_fitted() const noexcept { return fitted_; }

    /// The cell of each point; -1 of those that are missing.
    [[nodiscard]] std::vector<std::int32_t> cell(const PointColumns& points,
                                                 const RunOptions& options = {}) const;

    /// All cells that can hold a point within a radius of each point, in metres, inclusive: one
    /// radius for all points, or one for each; it may be infinite. Missing points meet none.
    [[nodiscard]] CellCover cover(const PointColumns& points, std::span<const double> radius,
                                  const RunOptions& options = {}) const;

    /// The same cells, which reach no farther than these points of them: all points must be among
    /// those given here, or in what is united with it. Then cover() meets fewer cells.
    [[nodiscard]] Cells fitted(const PointColumns& points) const;
    /// Cells fitted to the points of both. Throws std::invalid_argument if they are not fitted
    /// cells of one partition.
    [[nodiscard]] Cells united(const Cells& other) const;

    /// All but the ellipsoid, in numbers.
    [[nodiscard]] std::vector<std::int64_t> state() const;
    /// Cells by their state. Throws std::invalid_argument if it is none.
    [[nodiscard]] static Cells from_state(std::span<const std::int64_t> state,
                                          const Ellipsoid& ellipsoid);

    friend bool operator==(const Cells& a, const Cells& b) noexcept;

  private:
    friend class CellWalk;

    // In whole numbers of NearConstants::unit, inclusive.
    struct Box {
        std::array<std::int64_t, 3> low, high;

        friend bool operator==(const Box&, const Box&) = default;
    };

    // All points of a fitted node are within a distance of its middle.
    struct Ball {
        double lat, lon, radius;
    };

    Cells(std::size_t count, const Ellipsoid& ellipsoid);
    void divide(std::size_t node, std::size_t cells, std::span<std::array<std::int64_t, 3>> points);
    void number_leaves(std::size_t node, std::size_t cells, std::int32_t first);
    void bound(std::size_t node, const Box& box);
    void join_boxes();
    [[nodiscard]] std::size_t first_leaf() const noexcept { return planes_.size(); }

    std::size_t count_;
    Ellipsoid ellipsoid_;
    bool fitted_ = false;
    // A complete binary tree: the children of node i are 2 i + 1 and 2 i + 2. Points at or above a
    // plane go to the second.
    std::vector<std::int64_t> planes_;
    std::vector<std::uint8_t> axes_;
    std::vector<std::int32_t> cells_;  // of the leaves; -1 where there is none
    std::vector<Box> boxes_;           // of all nodes, and leaves after them
    std::vector<Ball> balls_;          // likewise, of fitted cells
};

}  // namespace geodist
