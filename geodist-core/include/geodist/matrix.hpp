/// Matrices of distances between sets of points.
///
/// What depends on one point alone is computed once per tile, not once per entry; near pairs need
/// no more than their coordinates in space then. A pair has the same bits in every matrix, index
/// and distance of sets; it differs from distance() by no more than both may err. Beside inputs and
/// outputs some 600 kB per thread are used, whatever the size.
///
/// A NaN coordinate makes the distances of its point NaN. An infinite value, or a latitude outside
/// [-90, 90], throws the matching error of error.hpp, with the argument's name and the index of the
/// first such point, before anything is written. Altitudes throw std::invalid_argument: distances
/// are along the ground. What takes RunOptions may throw Interrupted.
#pragma once

#include <geodist/columns.hpp>
#include <geodist/ellipsoid.hpp>
#include <geodist/run_options.hpp>

#include <cstddef>
#include <memory>
#include <span>

namespace geodist {

namespace geodesy {
struct PreparedEllipsoid;
}

/// Where distances go: doubles or floats (rounded once more, by 1 m at most on the Earth) in the
/// caller's memory, which must not overlap the inputs. Strides are in bytes and may be negative.
class MatrixOutput {
  public:
    MatrixOutput(double* data, std::ptrdiff_t row_stride, std::ptrdiff_t column_stride)
        : data_(data), is_float_(false), row_(row_stride), column_(column_stride) {}
    MatrixOutput(float* data, std::ptrdiff_t row_stride, std::ptrdiff_t column_stride)
        : data_(data), is_float_(true), row_(row_stride), column_(column_stride) {}

    [[nodiscard]] void* data() const noexcept { return data_; }
    [[nodiscard]] bool is_float() const noexcept { return is_float_; }
    [[nodiscard]] std::ptrdiff_t row_stride() const noexcept { return row_; }
    [[nodiscard]] std::ptrdiff_t column_stride() const noexcept { return column_; }
    [[nodiscard]] MatrixOutput transposed() const noexcept {
        MatrixOutput other = *this;
        other.row_ = column_;
        other.column_ = row_;
        return other;
    }

  private:
    void* data_;
    bool is_float_;
    std::ptrdiff_t row_;
    std::ptrdiff_t column_;
};

/// Points with all that depends on one point alone computed once, for use with many others. A value
/// whose copies and slices share their memory.
class PreparedPoints {
  public:
    /// Throws std::invalid_argument if the columns differ in length, or there are altitudes.
    PreparedPoints(Column lat, Column lon, const Ellipsoid& ellipsoid = wgs84());
    explicit PreparedPoints(const PointColumns& points, const Ellipsoid& ellipsoid = wgs84());

    [[nodiscard]] std::size_t size() const noexcept { return size_; }
    [[nodiscard]] const Ellipsoid& ellipsoid() const noexcept { return ellipsoid_; }

    /// Points begin ... begin + n - 1. Throws std::out_of_range if they are not all there.
    [[nodiscard]] PreparedPoints slice(std::size_t begin, std::size_t n) const;

    /// Distances from one point to each of these.
    void distances(double lat, double lon, std::span<double> out,
                   const RunOptions& options = {}) const;

  private:
    friend class PreparedAccess;

    struct Columns;

    Ellipsoid ellipsoid_;
    std::shared_ptr<const geodesy::PreparedEllipsoid> prepared_;
    std::shared_ptr<const Columns> columns_;
    std::size_t begin_ = 0, size_ = 0;
};

/// Distances from every point of a to every point of b: a.size rows, b.size columns.
void cdist(const PointColumns& a, const PointColumns& b, const MatrixOutput& out,
           const Ellipsoid& ellipsoid = wgs84(), const RunOptions& options = {});

/// The same into a row-major buffer. Throws std::invalid_argument if the lengths do not fit.
void cdist(Column lat_a, Column lon_a, Column lat_b, Column lon_b, std::span<double> out,
           const Ellipsoid& ellipsoid = wgs84(), const RunOptions& options = {});
void cdist(Column lat_a, Column lon_a, Column lat_b, Column lon_b, std::span<float> out,
           const Ellipsoid& ellipsoid = wgs84(), const RunOptions& options = {});

/// Both sets prepared, on one ellipsoid; else throws std::invalid_argument.
void cdist(const PreparedPoints& a, const PreparedPoints& b, const MatrixOutput& out,
           const RunOptions& options = {});

/// How many pairs n points have: n (n - 1) / 2.
[[nodiscard]] constexpr std::size_t pair_count(std::size_t n) noexcept {
    return n == 0 ? 0 : n % 2 == 0 ? n / 2 * (n - 1) : (n - 1) / 2 * n;
}

/// Distances between the points of one set, each pair once, in the order (0, 1), (0, 2), ...,
/// (1, 2), ...: the upper triangle of the matrix, row by row. Of the output only the column stride
/// is used.
void pdist(const PointColumns& points, const MatrixOutput& out,
           const Ellipsoid& ellipsoid = wgs84(), const RunOptions& options = {});

/// The same into a buffer of pair_count(n) numbers; else throws std::invalid_argument.
void pdist(Column lat, Column lon, std::span<double> out, const Ellipsoid& ellipsoid = wgs84(),
           const RunOptions& options = {});
void pdist(Column lat, Column lon, std::span<float> out, const Ellipsoid& ellipsoid = wgs84(),
           const RunOptions& options = {});

}  // namespace geodist
