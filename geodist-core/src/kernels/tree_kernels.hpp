// The kernels of the spatial index of one instruction set: squared distances through space, from
// one point to many points or boxes.
#pragma once

#include <cstddef>
#include <cstdint>

#include "kernels/kernels.hpp"
#include "simd/inline.hpp"

namespace geodist::kernels {

template <class V>
struct TreeLoops {
    // The same operations as for a box of one point: rounding is monotonic, so that a box is never
    // farther than a point in it.
    GEODIST_INLINE static V square(V x, V y, V z) { return fma(x, x, fma(y, y, z * z)); }

    // Outside [low, high] by how much; 0 within.
    GEODIST_INLINE static V outside(V low, V high, V at) {
        return max(max(low - at, at - high), V(0.0));
    }

    static std::uint32_t near_points(const double* points, std::size_t n, const double* from,
                                     double limit, double* squares) {
        const V x(from[0]), y(from[1]), z(from[2]), most(limit);
        std::uint32_t near = 0;
        for (std::size_t i = 0; i < n; i += V::size) {
            const V found = square(V::load(points + i) - x, V::load(points + n + i) - y,
                                   V::load(points + 2 * n + i) - z);
            found.store(squares + i);
            near |= bits(found <= most) << i;
        }
        return near;
    }

    static std::uint32_t near_boxes(const double* boxes, std::size_t n, const double* from,
                                    double limit, double* squares) {
        const V x(from[0]), y(from[1]), z(from[2]), most(limit);
        std::uint32_t near = 0;
        for (std::size_t i = 0; i < n; i += V::size) {
            const V found =
                square(outside(V::load(boxes + i), V::load(boxes + 3 * n + i), x),
                       outside(V::load(boxes + n + i), V::load(boxes + 4 * n + i), y),
                       outside(V::load(boxes + 2 * n + i), V::load(boxes + 5 * n + i), z));
            found.store(squares + i);
            near |= bits(found <= most) << i;
        }
        return near;
    }
};

template <class V>
constexpr TreeKernels make_tree_kernels() {
    return {TreeLoops<V>::near_points, TreeLoops<V>::near_boxes};
}

}  // namespace geodist::kernels
