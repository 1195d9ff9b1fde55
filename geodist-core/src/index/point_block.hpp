// Points of the caller's, made ready for the kernels.
#pragma once

#include <geodist/columns.hpp>

#include <cstddef>
#include <cstdint>

#include "index/point_leaves.hpp"
#include "kernels/kernels.hpp"

namespace geodist::index {

// Points with angles that the kernels take, and in space. NaN where missing.
class PointBlock {
  public:
    static constexpr std::size_t capacity = 512;

    // Rows of columns, by their numbers or one after the other.
    void load(const PointColumns& points, const std::uint32_t* rows, std::size_t n,
              const geodesy::PreparedEllipsoid& e, const kernels::KernelTable& kernels);
    void load(const PointColumns& points, std::size_t begin, std::size_t n,
              const geodesy::PreparedEllipsoid& e, const kernels::KernelTable& kernels);
    // Points of an index.
    void load(const PointLeaves& leaves, std::size_t begin, std::size_t n,
              const geodesy::PreparedEllipsoid& e, const kernels::KernelTable& kernels);

    alignas(64) double lat[capacity];
    alignas(64) double lon[capacity];
    alignas(64) double altitude[capacity];
    alignas(64) double space[3][capacity];

  private:
    void finish(std::size_t n, const geodesy::PreparedEllipsoid& e,
                const kernels::KernelTable& kernels);
};

}  // namespace geodist::index
