// The kernels of one instruction set for points that are kept as coordinates in space: near pairs
// from these alone; what the others need is prepared here, many at a time.
#pragma once

#include <cstddef>
#include <cstdint>

#include "kernels/matrix_kernels.hpp"

namespace geodist::kernels {

template <class V, class Pack>
struct SpaceLoops {
    static void distances(const SpaceColumns& from, std::size_t row, const SpaceColumns& to,
                          double* out, std::size_t n, Kernel distance,
                          const geodesy::PreparedEllipsoid& e) {
        // read once: what is stored might be these
        const std::int64_t x = from.x[row], y = from.y[row], z = from.z[row];
        run(OneOf{from.lat[row], from.lon[row], x, y, z}, to, out, n, distance, e);
    }

    static void pairs(const SpaceColumns& from, const SpaceColumns& to, double* out, std::size_t n,
                      Kernel distance, const geodesy::PreparedEllipsoid& e) {
        run(EachOf{from.lat, from.lon, from.x, from.y, from.z}, to, out, n, distance, e);
    }

  private:
    struct OneOf {
        double latitude, longitude;
        std::int64_t x, y, z;

        [[nodiscard]] double lat(std::size_t) const { return latitude; }
        [[nodiscard]] double lon(std::size_t) const { return longitude; }
        // rounded as for EachOf
        GEODIST_INLINE V height(std::size_t, std::size_t) const {
            return V(static_cast<double>(z));
        }
    };
    struct EachOf {
        const double *latitude, *longitude;
        const std::int64_t *x, *y, *z;

        [[nodiscard]] double lat(std::size_t i) const { return latitude[i]; }
        [[nodiscard]] double lon(std::size_t i) const { return longitude[i]; }
        GEODIST_INLINE V height(std::size_t i, std::size_t n) const {
            return load_difference<V>(z, i, n, std::int64_t{0});
        }
    };

    // Far pairs, until there are enough of them.
    struct FarPairs {
        static constexpr std::size_t capacity = 64;

        PreparedBlock<capacity> from, to;
        double* target[capacity];
        std::size_t size = 0;
    };

    template <class From>
    static void run(const From& from, const SpaceColumns& to, double* out, std::size_t n,
                    Kernel distance, const geodesy::PreparedEllipsoid& e) {
        FarPairs far;
        const V unit(e.near.unit), limit(e.near.limit);
        for (std::size_t i = 0; i < n; i += V::size) {
            const V normal1 = geodesy::near_normal(e.near, from.height(i, n) * unit);
            const V normal2 = geodesy::near_normal(
                e.near, load_difference<V>(to.z, i, n, std::int64_t{0}) * unit);
            const auto pair =
                geodesy::near_pair(load_difference<V>(to.x, i, n, from.x) * unit,
                                   load_difference<V>(to.y, i, n, from.y) * unit,
                                   load_difference<V>(to.z, i, n, from.z) * unit, normal1, normal2);
            store_rest(geodesy::near_distance(e.near, pair), out, i, n);
            if (const std::uint32_t lanes = bits(pair.c2 > limit); lanes != 0) [[unlikely]] {
                for (std::size_t k = 0; k < V::size && i + k < n; ++k) {
                    if ((lanes >> k & 1U) != 0) {
                        add(far, from, to, i + k, out, distance, e);
                    }
                }
            }
        }
        solve(far, distance, e);
    }

    template <class From>
    static void add(FarPairs& far, const From& from, const SpaceColumns& to, std::size_t i,
                    double* out, Kernel distance, const geodesy::PreparedEllipsoid& e) {
        if (far.size == FarPairs::capacity) {
            solve(far, distance, e);
        }
        far.from.lat[far.size] = from.lat(i);
        far.from.lon[far.size] = from.lon(i);
        far.to.lat[far.size] = to.lat[i];
        far.to.lon[far.size] = to.lon[i];
        far.target[far.size++] = out + i;
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
        geodesy::with_class(e, [&](const auto& c) {
            for (std::size_t i = 0; i < n; i += V::size) {
                PreparedRows<V>::step(e, c, EachPoint<V>{from}, to, i, n, distances, deferred);
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
    return {SpaceLoops<V, Pack>::distances, SpaceLoops<V, Pack>::pairs};
}

}  // namespace geodist::kernels
