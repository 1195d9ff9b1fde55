#include "matrix/matrix_job.hpp"

#include <algorithm>
#include <cmath>
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

// Columns of a tile: as even as possible, and a multiple of what the kernels take at a time. Long
// rows are written faster, as far as reading the columns from the second cache takes no longer.
std::size_t block_size(std::size_t columns, std::size_t lanes) {
    constexpr std::size_t grain = 32;
    const std::size_t most = std::min<std::size_t>(MatrixJob::tile_columns, 16384 / lanes);
    const std::size_t even = parts(columns, std::max<std::size_t>(1, parts(columns, most)));
    return std::clamp<std::size_t>(parts(even, grain) * grain, grain, most);
}

// Rows of a tile: many, as its columns are prepared for them, but some tiles for each thread.
std::size_t band_size(std::size_t rows, std::size_t blocks, int threads) {
    constexpr std::size_t least = 64, tiles_per_thread = 4;
    const std::size_t tiles = tiles_per_thread * static_cast<std::size_t>(threads);
    const std::size_t bands = std::max(parts(tiles, blocks), parts(rows, MatrixJob::tile_rows));
    return std::clamp(parts(rows, bands), least, MatrixJob::tile_rows);
}

// The coordinates in space of points from and to, NaN left out.
struct SpaceBox {
    std::int64_t low[3], high[3];
    bool is_empty = true;

    void add(const kernels::PreparedColumns& points, std::size_t n) {
        const std::int64_t* const space[3] = {points.x, points.y, points.z};
        for (std::size_t i = 0; i < n; ++i) {
            if (std::isnan(points.normal[i])) {
                continue;
            }
            for (std::size_t k = 0; k < 3; ++k) {
                const std::int64_t at = space[k][i];
                low[k] = is_empty ? at : std::min(low[k], at);
                high[k] = is_empty ? at : std::max(high[k], at);
            }
            is_empty = false;
        }
    }
};

}  // namespace

struct MatrixJob::Tile {
    kernels::PreparedBlock<tile_rows> rows;
    kernels::PreparedBlock<tile_columns> columns;
    alignas(64) double local_rows[3][tile_rows];
    alignas(64) double local_columns[3][tile_columns];
    alignas(64) double distances[buffered_rows][tile_columns];
    kernels::DeferredPairs deferred;
};

MatrixJob::MatrixJob(const PointSet& a, const PointSet& b, const MatrixOutput& out, Shape shape,
                     int threads, const RunOptions& options, const kernels::KernelTable& table,
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
      block_size_(block_size(b.size, table.lanes)),
      band_size_(band_size(a.size, parts(b.size, block_size_), threads)),
      bands_(parts(a.size, band_size_)),
      blocks_(parts(b.size, block_size_)),
      clock_(options) {}

// Points begin ... begin + n - 1; those that are not prepared go into the block.
template <std::size_t capacity>
kernels::PreparedColumns MatrixJob::prepare(const PointSet& points, std::size_t begin,
                                            std::size_t n,
                                            kernels::PreparedBlock<capacity>& block) const {
    if (points.prepared != nullptr) {
        return points.prepared->from(begin);
    }
    batch::gather(points.lat, begin, n, block.lat);
    batch::gather(points.lon, begin, n, block.lon);
    if (!table_.pairs.within(block.lon, n, batch::kernel_limit(ColumnKind::longitude))) {
        std::transform(block.lon, block.lon + n, block.lon, batch::reduce_angle);
    }
    table_.matrix.prepare(block.lat, block.lon, block.output(), n, prepared_);
    return block.columns();
}

bool MatrixJob::localise(const kernels::PreparedColumns& from, std::size_t rows,
                         const kernels::PreparedColumns& to, std::size_t columns,
                         Tile& tile) const {
    constexpr std::size_t few = 8;
    if (rows < few) {
        return false;
    }
    SpaceBox box;
    box.add(from, rows);
    box.add(to, columns);
    if (box.is_empty) {
        return false;
    }
    std::int64_t origin[3];
    double square = 0;
    for (std::size_t k = 0; k < 3; ++k) {
        const std::int64_t half = (box.high[k] - box.low[k] + 1) / 2;
        if (half > std::int64_t{1} << 53) {
            return false;
        }
        origin[k] = box.low[k] + half;
        const double width = static_cast<double>(half) * 2 * prepared_.near.unit;
        square += width * width;
    }
    // Few pairs of random points are as far from each other as the corners of their box.
    if (square > 4 * prepared_.near.limit) {
        return false;
    }
    double* const local_rows[3] = {tile.local_rows[0], tile.local_rows[1], tile.local_rows[2]};
    double* const local_columns[3] = {tile.local_columns[0], tile.local_columns[1],
                                      tile.local_columns[2]};
    table_.matrix.localise(from, origin, local_rows, rows, prepared_);
    table_.matrix.localise(to, origin, local_columns, columns, prepared_);
    return true;
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
    const std::size_t top = piece / blocks_ * band_size_, left = piece % blocks_ * block_size_;
    const std::size_t bottom = std::min(top + band_size_, a_.size);
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
    const kernels::PreparedColumns from = prepare(a_, top, bottom - top, tile.rows);
    const kernels::PreparedColumns to = prepare(b_, left, right - left, tile.columns);
    const bool local = localise(from, bottom - top, to, right - left, tile);
    // Rows share their deferred pairs; those that go through buffers, a few at a time.
    const std::size_t group = direct_ ? tile_rows : buffered_rows;
    const auto first = [&](std::size_t row) { return triangle ? std::max(left, row + 1) : left; };
    const auto measure = [&](std::size_t row, std::size_t skip, double* distances,
                             const double* next) {
        const std::size_t n = right - left - skip;
        if (local) {
            table_.matrix.local_distances(
                from, {tile.local_rows[0], tile.local_rows[1], tile.local_rows[2], from.normal},
                row, to.from(skip),
                {tile.local_columns[0] + skip, tile.local_columns[1] + skip,
                 tile.local_columns[2] + skip, to.normal + skip},
                distances, n, next, tile.deferred, prepared_);
        } else {
            table_.matrix.distances(from, row, to.from(skip), distances, n, next, tile.deferred,
                                    prepared_);
        }
    };
    for (std::size_t start = top; start < bottom; start += group) {
        const std::size_t end = std::min(start + group, bottom);
        for (std::size_t row = start; row < end && first(row) < right; ++row) {
            const auto target = [&](std::size_t r) {
                return direct_ ? reinterpret_cast<double*>(entry(r, first(r)))
                               : tile.distances[r - start];
            };
            measure(row - top, first(row) - left, target(row),
                    target(row + 1 < end && first(row + 1) < right ? row + 1 : row));
        }
        tile.deferred.solve(prepared_);
        for (std::size_t row = start; !direct_ && row < end && first(row) < right; ++row) {
            write(tile.distances[row - start], right - first(row), entry(row, first(row)));
        }
    }
    return true;
}

}  // namespace geodist::matrix
