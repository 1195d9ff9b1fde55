// Points of the caller's, made ready for the kernels.
#pragma once

#include <geodist/columns.hpp>

#include <cmath>
#include <cstddef>
#include <cstdint>

#include "index/point_leaves.hpp"
#include "kernels/kernels.hpp"

namespace geodist::index {

// Points with angles that the kernels take, and in space as leaves have it.
class PointBlock {
  public:
    static constexpr std::size_t capacity = 256;

    // Rows of columns, by their numbers or one after the other.
    void load(const PointColumns& points, const std::uint32_t* rows, std::size_t n,
              const geodesy::PreparedEllipsoid& e, const kernels::KernelTable& kernels);
    void load(const PointColumns& points, std::size_t begin, std::size_t n,
              const geodesy::PreparedEllipsoid& e, const kernels::KernelTable& kernels);
    // Points of an index.
    void load(const PointLeaves& leaves, std::size_t begin, std::size_t n);

    alignas(64) double lat[capacity];
    alignas(64) double lon[capacity];
    alignas(64) double altitude[capacity];
    alignas(64) std::int64_t space[3][capacity];

    // Places of the first n on the curve.
    void find_keys(bool has_altitudes, std::size_t n, const kernels::TreeKernels& kernels,
                   std::uint64_t* keys) const;
    // Has it all its coordinates?
    [[nodiscard]] bool is_there(std::size_t i) const {
        return !std::isnan(lat[i] + lon[i] + altitude[i]);
    }

  private:
    void finish(bool has_altitudes, std::size_t n, const geodesy::PreparedEllipsoid& e,
                const kernels::KernelTable& kernels);
};

}  // namespace geodist::index
