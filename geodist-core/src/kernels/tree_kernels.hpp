// The kernels of the spatial index of one instruction set: squared distances through space, from
// one point to many points, pieces of edges or boxes.
#pragma once

#include <cstddef>
#include <cstdint>

#include "geodesy/near.hpp"
#include "geodesy/segment.hpp"
#include "kernels/curve_keys.hpp"
#include "kernels/map_rows.hpp"
#include "kernels/tree_table.hpp"
#include "simd/inline.hpp"

namespace geodist::kernels {

// V: a vector of doubles, F: of floats.
template <class V, class F>
struct TreeLoops {
    // As near_pair() has it.
    GEODIST_INLINE static V square(V x, V y, V z) { return fma(x, x, fma(y, y, z * z)); }

    // Outside [low, high] by how much; 0 within.
    GEODIST_INLINE static F outside(F low, F high, F at) {
        return max(max(low - at, at - high), F(0.0F));
    }

    static std::uint32_t near_points(const std::int64_t* points, const std::int64_t* from,
                                     double unit, double limit, double* squares) {
        const V scale(unit), most(limit);
        std::uint32_t near = 0;
        for (std::size_t i = 0; i < leaf; i += V::size) {
            const V found = square(V::difference(points + i, from[0]) * scale,
                                   V::difference(points + leaf + i, from[1]) * scale,
                                   V::difference(points + 2 * leaf + i, from[2]) * scale);
            found.store(squares + i);
            near |= bits(found <= most) << i;
        }
        return near;
    }

    static std::uint32_t near_high_points(const std::int64_t* points, const std::int64_t* from,
                                          double limit, double* squares) {
        double at[3];
        __builtin_memcpy(at, from, sizeof at);
        const V x(at[0]), y(at[1]), z(at[2]), most(limit);
        std::uint32_t near = 0;
        for (std::size_t i = 0; i < leaf; i += V::size) {
            const V found = square(load_bits(points + i) - x, load_bits(points + leaf + i) - y,
                                   load_bits(points + 2 * leaf + i) - z);
            found.store(squares + i);
            near |= bits(found <= most) << i;
        }
        return near;
    }

    static std::uint32_t near_distances(const std::int64_t* points, const std::int64_t* from,
                                        double limit, const geodesy::NearConstants& constants,
                                        double* distances) {
        std::uint32_t near = 0;
        for (std::size_t i = 0; i < leaf; i += V::size) {
            V found;
            near |= measure(points + i, from, limit, constants, found) << i;
            found.store(distances + i);
        }
        return near;
    }

    static std::uint32_t nearest_points(const std::int64_t* points, const std::int64_t* from,
                                        double limit, const geodesy::NearConstants& constants,
                                        double* least) {
        constexpr std::size_t vectors = leaf / V::size;
        V found[vectors], best(__builtin_inf());
        std::uint32_t near = 0;
        for (std::size_t k = 0; k < vectors; ++k) {
            near |= measure(points + k * V::size, from, limit, constants, found[k]);
            best = min(found[k], best);
        }
        if (near == 0) {
            return 0;
        }
        *least = least_lane(best);
        near = 0;
        for (std::size_t k = 0; k < vectors; ++k) {
            near |= bits(found[k] == V(*least)) << k * V::size;
        }
        return near;
    }

    static std::uint32_t near_boxes(const float* boxes, const double* origin, const double* from,
                                    float limit, float* squares) {
        constexpr std::size_t n = leaf;
        const F x(about(from[0] - origin[0])), y(about(from[1] - origin[1])),
            z(about(from[2] - origin[2])), most(limit);
        std::uint32_t near = 0;
        for (std::size_t i = 0; i < n; i += F::size) {
            const F dx = outside(F::load(boxes + i), F::load(boxes + 3 * n + i), x);
            const F dy = outside(F::load(boxes + n + i), F::load(boxes + 4 * n + i), y);
            const F dz = outside(F::load(boxes + 2 * n + i), F::load(boxes + 5 * n + i), z);
            const F found = dx * dx + dy * dy + dz * dz;
            found.store(squares + i);
            near |= bits_up_to(found, most) << i;
        }
        return near;
    }

    static std::uint32_t near_pieces(const double* vertices, const double* from, double bend,
                                     double limit, double* squares, double* bulges) {
        const V x(from[0]), y(from[1]), z(from[2]), factor(bend), most(limit);
        std::uint32_t near = 0;
        for (std::size_t i = 0; i < leaf; i += V::size) {
            const V ax = V::load(vertices + i), ay = V::load(vertices + leaf + i),
                    az = V::load(vertices + 2 * leaf + i);
            const V dx = V::load(vertices + i + 1) - ax, dy = V::load(vertices + leaf + i + 1) - ay,
                    dz = V::load(vertices + 2 * leaf + i + 1) - az;
            const V ux = x - ax, uy = y - ay, uz = z - az;
            const V length = square(dx, dy, dz);
            const V along = fma(ux, dx, fma(uy, dy, uz * dz)) / max(length, V(1e-300));
            const V t = min(max(along, V(0.0)), V(1.0));
            const V found = square(fnma(t, dx, ux), fnma(t, dy, uy), fnma(t, dz, uz));
            const V bulge = length * factor;
            found.store(squares + i);
            bulge.store(bulges + i);
            const V reach = most + bulge;
            near |= bits(found <= reach * reach) << i;
        }
        return near;
    }

    static void piece_distances(const double* const* points, const double* const* begin,
                                const double* const* end, double* distances, std::size_t n,
                                const geodesy::NearConstants& constants) {
        for (std::size_t i = 0; i < n; i += V::size) {
            const auto vertex = [&](const double* const* at) {
                return geodesy::near_vertex(constants, load_rest<V>(at[0], i, n),
                                            load_rest<V>(at[1], i, n), load_rest<V>(at[2], i, n));
            };
            const auto segment = geodesy::near_segment(constants, vertex(begin), vertex(end));
            const auto foot = geodesy::near_foot(constants, segment, vertex(points));
            store_rest(foot.distance, distances, i, n);
        }
    }

  private:
    static constexpr std::size_t leaf = 16;  // points, vertices, and boxes of a group

    // Distances to points, infinite beyond the limit; a bit for each of the others.
    GEODIST_INLINE static std::uint32_t measure(const std::int64_t* points,
                                                const std::int64_t* from, double limit,
                                                const geodesy::NearConstants& constants,
                                                V& distances) {
        const V scale(constants.unit), most(limit);
        const V dx = V::difference(points, from[0]) * scale;
        const V dy = V::difference(points + leaf, from[1]) * scale;
        const V dz = V::difference(points + 2 * leaf, from[2]) * scale;
        const auto within = square(dx, dy, dz) <= most;
        const std::uint32_t near = bits(within);
        distances = V(__builtin_inf());
        if (near != 0) {
            const V z1 = V(static_cast<double>(from[2])) * scale;
            const V z2 = V::difference(points + 2 * leaf, std::int64_t{0}) * scale;
            const auto pair = geodesy::near_pair(dx, dy, dz, geodesy::near_normal(constants, z1),
                                                 geodesy::near_normal(constants, z2));
            distances = select(within, geodesy::near_distance(constants, pair), distances);
        }
        return near;
    }

    // Halves against halves, so that the comparisons need not wait for each other.
    GEODIST_INLINE static double least_lane(V x) {
        double lanes[V::size];
        x.store(lanes);
        for (int n = V::size / 2; n > 0; n /= 2) {
            for (int i = 0; i < n; ++i) {
                lanes[i] = lanes[i] < lanes[i + n] ? lanes[i] : lanes[i + n];
            }
        }
        return lanes[0];
    }

    GEODIST_INLINE static V load_bits(const std::int64_t* column) {
        double values[V::size];
        __builtin_memcpy(values, column, sizeof values);
        return V::load(values);
    }
    GEODIST_INLINE static float about(double at) {
        constexpr double farthest = 1e18;
        at = at < farthest ? at : farthest;
        return static_cast<float>(at > -farthest ? at : -farthest);
    }
};

template <class V, class F>
constexpr TreeKernels make_tree_kernels() {
    using Loops = TreeLoops<V, F>;
    return {Loops::near_points,     Loops::near_high_points, Loops::near_distances,
            Loops::nearest_points,  Loops::near_boxes,       Loops::near_pieces,
            Loops::piece_distances, CurveKeys<V>::run};
}

}  // namespace geodist::kernels
