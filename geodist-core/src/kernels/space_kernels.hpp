// The kernels of one instruction set for points that are kept as coordinates in space: near pairs
// from these alone; what the others need is prepared here, many at a time.
#pragma once

#include <cstddef>
#include <cstdint>

#include "kernels/matrix_kernels.hpp"

namespace geodist::kernels {

template <class V, class Pack>
struct SpaceLoops {
    static void pairs(const SpaceColumns& from, const SpaceColumns& to, double* out, std::size_t n,
                      Kernel distance, const geodesy::PreparedEllipsoid& e) {
        FarPairs far;
        const V unit(e.near.unit), limit(e.near.limit);
        const auto normal = [&](const SpaceColumns& points, std::size_t i) {
            const V z = load_difference<V>(points.z, i, n, std::int64_t{0});
            return geodesy::near_normal(e.near, z * unit);
        };
        for (std::size_t i = 0; i < n; i += V::size) {
            const auto pair = geodesy::near_pair(load_difference<V>(to.x, i, n, from.x) * unit,
                                                 load_difference<V>(to.y, i, n, from.y) * unit,
                                                 load_difference<V>(to.z, i, n, from.z) * unit,
                                                 normal(from, i), normal(to, i));
            store_rest(geodesy::near_distance(e.near, pair), out, i, n);
            std::uint32_t lanes = bits(pair.c2 > limit);
            for (std::size_t k = i; lanes != 0 && k < n; ++k, lanes >>= 1U) {
                if ((lanes & 1U) != 0) {
                    add(far, from, to, k, out[k], distance, e);
                }
            }
        }
        solve(far, distance, e);
    }

  private:
    // Far pairs, until there are enough of them.
    struct FarPairs {
        static constexpr std::size_t capacity = 64;

        PreparedBlock<capacity> from, to;
        double* target[capacity];
        std::size_t size = 0;
    };

    static void add(FarPairs& far, const SpaceColumns& from, const SpaceColumns& to, std::size_t i,
                    double& result, Kernel distance, const geodesy::PreparedEllipsoid& e) {
        if (far.size == FarPairs::capacity) {
            solve(far, distance, e);
        }
        far.from.lat[far.size] = from.lat[i];
        far.from.lon[far.size] = from.lon[i];
        far.to.lat[far.size] = to.lat[i];
        far.to.lon[far.size] = to.lon[i];
        far.target[far.size++] = &result;
    }

    static void solve(FarPairs& far, Kernel distance, const geodesy::PreparedEllipsoid& e) {
        const std::size_t n = far.size;
        if (n == 0) {
            return;
        }
        MatrixLoops<V, Pack>::prepare(far.from.lat, far.from.lon, far.from.output(), n, e);
        MatrixLoops<V, Pack>::prepare(far.to.lat, far.to.lon, far.to.output(), n, e);
        const PreparedColumns from = far.from.columns(), to = far.to.columns();
        double distances[FarPairs::capacity];
        DeferredPairs deferred;
        deferred.distance = distance;
        const EachFarPoint each{from};
        PreparedRows<V, EachFarPoint> rows{e, each, to, distances, n, deferred, {}};
        geodesy::with_class(e, [&](const auto& c) {
            for (std::size_t i = 0; i < n; i += V::size) {
                rows.template step<V>(c, i);
            }
        });
        deferred.solve(e);
        for (std::size_t i = 0; i < n; ++i) {
            *far.target[i] = distances[i];
        }
        far.size = 0;
    }
};

template <class V, class Pack>
constexpr SpaceKernels make_space_kernels() {
    return {SpaceLoops<V, Pack>::pairs};
}

}  // namespace geodist::kernels
