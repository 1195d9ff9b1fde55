// Distances in float arithmetic keep the bound of their error, whatever the radius.
#include <doctest/doctest.h>
#include <geodist/ellipsoid.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <random>
#include <vector>

#include "batch/ellipsoid_cache.hpp"
#include "geodesy/float_filter.hpp"
#include "geodesy/prepared_ellipsoid.hpp"
#include "kernels/dispatch.hpp"

namespace {

using geodist::geodesy::FloatFilter;
namespace kernels = geodist::kernels;

using Coordinates = std::array<double, 3>;

double length(const Coordinates& x) { return std::hypot(x[0], x[1], x[2]); }

}  // namespace

TEST_CASE("distances and chords in floats keep the bounds of their errors") {
    constexpr std::size_t n = 1000;
    std::mt19937_64 random(17);
    std::uniform_real_distribution<> unit(-1, 1);
    const auto& table = kernels::active_kernels();
    double worst = 0, worst_chord = 0;
    for (const double a : {6378137.0, 1e-30, 1e30, 8388607.0}) {
        for (const double f :
             {0.0, 1 / 298.257223563, -1 / 298.257223563, 1 / 150.0, 1 / 50.0, -1 / 50.0}) {
            const auto e = geodist::batch::cached_ellipsoid(geodist::Ellipsoid(a, f));
            const FloatFilter filter(a, f);
            for (const double reach : {1e-5, 0.01, 0.3, 2.0}) {  // degrees about an origin
                for (const double lat : {0.0, 47.0, 89.9}) {
                    kernels::PreparedBlock<n> block;
                    for (std::size_t i = 0; i < n; ++i) {
                        block.lat[i] = std::min(90.0, lat + reach * unit(random));
                        block.lon[i] = std::remainder(
                            179.9 + reach / std::cos(lat * 0.0174) * unit(random), 360);
                    }
                    table.matrix.prepare(block.lat, block.lon, block.output(), n, *e);
                    std::vector<double> distances(n);
                    const auto all = block.columns();
                    kernels::DeferredPairs deferred;
                    deferred.distance = table.kernel(geodist::Operation::distance);
                    table.matrix.distances(all, 0, all, distances.data(), n, distances.data(),
                                           deferred, *e);
                    deferred.solve(*e);
                    // about the second point
                    const auto local = [&](std::size_t i) {
                        Coordinates x{};
                        for (std::size_t k = 0; k < 3; ++k) {
                            x[k] = static_cast<double>(block.space[k][i] - block.space[k][1]) *
                                   (e->near.unit / filter.unit());
                        }
                        return x;
                    };
                    const Coordinates from = local(0);
                    for (std::size_t i = 2; i < n; ++i) {
                        const Coordinates to = local(i);
                        std::array<float, 3> d{};
                        Coordinates exact{};
                        for (std::size_t k = 0; k < 3; ++k) {
                            d[k] = static_cast<float>(from[k]) - static_cast<float>(to[k]);
                            exact[k] = from[k] - to[k];
                        }
                        const double found = filter.distance(d[0], d[1], d[2]);
                        const double rho1 = length(from), rho2 = length(to);
                        worst = std::max(worst, std::abs(found - distances[i] / filter.unit()) /
                                                    filter.error(rho1, rho2, found));
                        const double chord = std::sqrt(d[0] * d[0] + d[1] * d[1] + d[2] * d[2]);
                        worst_chord =
                            std::max(worst_chord, std::abs(chord - length(exact)) /
                                                      FloatFilter::chord_error(rho1, rho2, chord));
                    }
                }
            }
        }
    }
    MESSAGE("in floats, largest errors as parts of their bounds: distance " << worst << ", chord "
                                                                            << worst_chord);
    CHECK(worst <= 1);
    CHECK(worst_chord <= 1);
    CHECK(worst > 0.3);  // the bound is one, not a guess far above
}
