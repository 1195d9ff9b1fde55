// A matrix of distances as a job: tiles of rows and columns that stay in the processor's cache.
#pragma once

#include <geodist/matrix.hpp>

#include <cstddef>

#include "kernels/kernels.hpp"
#include "runtime/interrupt.hpp"
#include "runtime/thread_pool.hpp"

namespace geodist::matrix {

// Points of either kind: columns of coordinates, or prepared ones.
struct PointSet {
    StridedInput lat{};
    StridedInput lon{};
    std::size_t size = 0;
    const kernels::PreparedColumns* prepared = nullptr;
};

class MatrixJob : public runtime::Job {
  public:
    static constexpr std::size_t tile_rows = 512;
    static constexpr std::size_t tile_columns = 4096;
    static constexpr std::size_t buffered_rows = 4;

    enum class Shape { full, upper_triangle };

    // The points are valid.
    MatrixJob(const PointSet& a, const PointSet& b, const MatrixOutput& out, Shape shape,
              int threads, const RunOptions& options, const kernels::KernelTable& table,
              const geodesy::PreparedEllipsoid& prepared);

    [[nodiscard]] std::size_t pieces() const noexcept { return bands_ * blocks_; }

    bool run(std::size_t piece) override;
    bool interrupted() override { return clock_.ask(); }

  private:
    struct Tile;

    template <std::size_t capacity>
    [[nodiscard]] kernels::PreparedColumns prepare(const PointSet& points, std::size_t begin,
                                                   std::size_t n,
                                                   kernels::PreparedBlock<capacity>& block) const;
    // Coordinates of the tile's points about one origin, if that serves many of its pairs.
    [[nodiscard]] bool localise(const kernels::PreparedColumns& from, std::size_t rows,
                                const kernels::PreparedColumns& to, std::size_t columns,
                                Tile& tile) const;
    [[nodiscard]] char* entry(std::size_t row, std::size_t column) const;
    void write(const double* from, std::size_t n, char* to) const;

    const PointSet& a_;
    const PointSet& b_;
    const MatrixOutput& out_;
    Shape shape_;
    const kernels::KernelTable& table_;
    const geodesy::PreparedEllipsoid& prepared_;
    bool direct_;             // rows of the output are contiguous doubles
    std::size_t block_size_;  // columns of a tile
    std::size_t band_size_;   // rows
    std::size_t bands_, blocks_;
    runtime::InterruptClock clock_;
};

}  // namespace geodist::matrix
