#include "matrix/matrix_job.hpp"

#include <algorithm>
#include <cstdint>
#include <cstring>

#include "batch/columns.hpp"
#include "batch/strided.hpp"
#include "geodesy/prepared_ellipsoid.hpp"
#include "runtime/float_environment.hpp"
#include "runtime/scratch.hpp"

namespace geodist::matrix {

namespace {

constexpr std::size_t parts(std::size_t n, std::size_t size) { return (n + size - 1) / size; }

// Columns of a tile: as even as possible, and a multiple of what the kernels take at a time.
std::size_t block_size(std::size_t columns) {
    constexpr std::size_t grain = 32, most = MatrixJob::tile_columns;
    const std::size_t even = parts(columns, std::max<std::size_t>(1, parts(columns, most)));
    return std::clamp<std::size_t>(parts(even, grain) * grain, grain, most);
}

}  // namespace

struct MatrixJob::Tile {
    alignas(64) double columns[4][tile_columns];
    alignas(64) double rows[4][tile_rows];
    alignas(64) double distances[buffered_rows][tile_columns];
    kernels::DeferredPairs deferred;
};

MatrixJob::MatrixJob(const PointSet& a, const PointSet& b, const MatrixOutput& out, Shape shape,
                     const RunOptions& options, const kernels::KernelTable& table,
                     const geodesy::PreparedEllipsoid& prepared)
    : a_(a),
      b_(b),
      out_(out),
      shape_(shape),
      table_(table),
      prepared_(prepared),
      direct_(!out.is_float() && out.column_stride() == sizeof(double) &&
              (reinterpret_cast<std::uintptr_t>(out.data()) |
               static_cast<std::uintptr_t>(out.row_stride())) %
                      alignof(double) ==
                  0),
      block_size_(block_size(b.size)),
      bands_(parts(a.size, tile_rows)),
      blocks_(parts(b.size, block_size_)),
      clock_(options) {}

// Points begin ... begin + n - 1; what is not there yet goes into the buffer.
kernels::PreparedColumns MatrixJob::prepare(const PointSet& points, std::size_t begin,
                                            std::size_t n, double* buffer,
                                            std::size_t buffer_stride) const {
    if (points.prepared != nullptr) {
        const kernels::PreparedColumns& all = *points.prepared;
        if (prepared_.is_sphere) {  // sin and cos are not looked at
            return {all.lat + begin, all.lon + begin, all.lat + begin, all.lon + begin};
        }
        return {all.lat + begin, all.lon + begin, all.sin + begin, all.cos + begin};
    }
    double* const lat = buffer;
    double* const lon = lat + buffer_stride;
    double* const sin = lon + buffer_stride;
    double* const cos = sin + buffer_stride;
    batch::gather(points.lat, begin, n, lat);
    batch::gather(points.lon, begin, n, lon);
    if (!table_.pairs.within(lon, n, batch::kernel_limit(ColumnKind::longitude))) {
        std::transform(lon, lon + n, lon, batch::reduce_angle);
    }
    if (!prepared_.is_sphere) {
        table_.matrix.prepare(lat, sin, cos, n, prepared_);
    }
    return {lat, lon, sin, cos};
}

char* MatrixJob::entry(std::size_t row, std::size_t column) const {
    char* const data = static_cast<char*>(out_.data());
    const auto i = static_cast<std::ptrdiff_t>(row), j = static_cast<std::ptrdiff_t>(column);
    if (shape_ == Shape::full) {
        return data + i * out_.row_stride() + j * out_.column_stride();
    }
    // the rows above hold n - 1, n - 2, ... numbers
    const auto n = static_cast<std::ptrdiff_t>(a_.size);
    return data + (n * i - i * (i + 1) / 2 + (j - i - 1)) * out_.column_stride();
}

void MatrixJob::write(const double* from, std::size_t n, char* to) const {
    const std::ptrdiff_t stride = out_.column_stride();
    if (!out_.is_float()) {
        return batch::scatter({reinterpret_cast<double*>(to), stride}, 0, n, from);
    }
    if (stride == sizeof(float)) {  // for the compiler to make vectors of
        for (std::size_t k = 0; k < n; ++k) {
            const auto value = static_cast<float>(from[k]);
            std::memcpy(to + k * sizeof value, &value, sizeof value);
        }
        return;
    }
    for (std::size_t k = 0; k < n; ++k) {
        const auto value = static_cast<float>(from[k]);
        std::memcpy(to + static_cast<std::ptrdiff_t>(k) * stride, &value, sizeof value);
    }
}

bool MatrixJob::run(std::size_t piece) {
    const std::size_t top = piece / blocks_ * tile_rows, left = piece % blocks_ * block_size_;
    const std::size_t bottom = std::min(top + tile_rows, a_.size);
    const std::size_t right = std::min(left + block_size_, b_.size);
    const bool triangle = shape_ == Shape::upper_triangle;
    if (triangle && right <= top + 1) {
        return true;  // all on or below the diagonal
    }
    const runtime::FloatEnvironment environment;
    const runtime::Scratch<Tile> scratch;
    Tile& tile = *scratch;
    tile.deferred.distance = table_.kernel(Operation::distance);
    tile.deferred.size = 0;
    const kernels::PreparedColumns from = prepare(a_, top, bottom - top, tile.rows[0], tile_rows);
    const kernels::PreparedColumns to =
        prepare(b_, left, right - left, tile.columns[0], tile_columns);
    // Rows share their deferred pairs; those that go through buffers, a few at a time.
    const std::size_t group = direct_ ? tile_rows : buffered_rows;
    const auto first = [&](std::size_t row) { return triangle ? std::max(left, row + 1) : left; };
    for (std::size_t start = top; start < bottom; start += group) {
        const std::size_t end = std::min(start + group, bottom);
        for (std::size_t row = start; row < end && first(row) < right; ++row) {
            const std::size_t skip = first(row) - left;
            double* const distances = direct_ ? reinterpret_cast<double*>(entry(row, first(row)))
                                              : tile.distances[row - start];
            table_.matrix.distances(from, row - top,
                                    {to.lat + skip, to.lon + skip, to.sin + skip, to.cos + skip},
                                    distances, right - first(row), tile.deferred, prepared_);
        }
        tile.deferred.solve(prepared_);
        for (std::size_t row = start; !direct_ && row < end && first(row) < right; ++row) {
            write(tile.distances[row - start], right - first(row), entry(row, first(row)));
        }
    }
    return true;
}

}  // namespace geodist::matrix
