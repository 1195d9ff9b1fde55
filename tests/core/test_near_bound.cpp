// Distances of near points from prepared points, against arbitrary precision: from a millimetre to
// what is just beyond reach of the method for near points.
#include <doctest/doctest.h>
#include <geodist/geodist.hpp>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "contract.hpp"
#include "reference_rows.hpp"

namespace {

using namespace geodist_test;

struct Pairs {
    std::vector<double> lat1, lon1, lat2, lon2, distance, distance_lo;

    explicit Pairs(const Rows& group)
        : lat1(group.column("lat1")),
          lon1(group.column("lon1")),
          lat2(group.column("lat2")),
          lon2(group.column("lon2")),
          distance(group.column("distance")),
          distance_lo(group.column("distance_lo")) {}
    [[nodiscard]] std::size_t size() const { return lat1.size(); }

    // Each pair in a matrix of its own.
    [[nodiscard]] std::vector<double> alone(const geodist::Ellipsoid& ellipsoid) const {
        std::vector<double> out(size());
        for (std::size_t i = 0; i < size(); ++i) {
            geodist::cdist(std::span(&lat1[i], 1), std::span(&lon1[i], 1), std::span(&lat2[i], 1),
                           std::span(&lon2[i], 1), std::span(&out[i], 1), ellipsoid);
        }
        return out;
    }
};

// The bound where a = 6378137 m. `pair` comes from a formula that was proved up to some radius,
// which shrinks with the flattening; beyond it, and always in docs/accuracy.md, stands the bound of
// any distance.
double bound(double f, double distance) {
    const bool slight = std::abs(f) <= contract::slight_flattening;
    if (slight && distance <= contract::near_reach) {
        return contract::near_distance;
    }
    if (distance <= (slight ? contract::prepared_reach : contract::prepared_reach_flat)) {
        return contract::prepared_distance;
    }
    return contract::inverse_distance;
}

std::uint64_t bits(double x) { return std::bit_cast<std::uint64_t>(x); }

}  // namespace

TEST_CASE("near points, prepared: distances keep their bounds") {
    const Table table = load_reference("near");
    Worst worst;
    for (const Rows& group : by_ellipsoid(table)) {
        const Pairs pairs(group);
        const geodist::Ellipsoid ellipsoid(group.a, group.f);
        const std::vector<double> found = pairs.alone(ellipsoid);
        std::vector<double> columns(pairs.size());
        geodist::distance(pairs.lat1, pairs.lon1, pairs.lat2, pairs.lon2, columns, ellipsoid);
        std::size_t apart = 0;
        for (std::size_t i = 0; i < pairs.size(); ++i) {
            const double truth = pairs.distance[i];
            worst.see(std::abs((found[i] - truth) - pairs.distance_lo[i]), bound(group.f, truth),
                      group, i);
            apart += std::abs(found[i] - columns[i]) <= contract::inverse_distance ? 0 : 1;
            if (truth == 0) {
                CHECK(bits(found[i]) == 0);
            }
        }
        CHECK(apart == 0);
    }
    worst.check("near points, prepared");
}

TEST_CASE("near points, prepared: the bounds scale with the ellipsoid") {
    const Table table = load_reference("near");
    Worst worst;
    for (const double a : {1e-30, 1.0, 2.0, 8388607.75, 8388608.0, 6371008.8, 1.7e9, 1e30}) {
        for (const Rows& group : by_ellipsoid(table)) {
            const Pairs pairs(group);
            const double scale = a / group.a;
            const std::vector<double> found = pairs.alone(geodist::Ellipsoid(a, group.f));
            for (std::size_t i = 0; i < pairs.size(); ++i) {
                const double truth = pairs.distance[i];
                worst.see(std::abs(found[i] / scale - truth - pairs.distance_lo[i]),
                          bound(group.f, truth) + 4e-16 * truth, group, i);
            }
        }
    }
    worst.check("near points, prepared, other sizes");
}

TEST_CASE("near points, prepared: a pair has one result, either way round and in any matrix") {
    const Table table = load_reference("near");
    for (const Rows& group : by_ellipsoid(table)) {
        const Pairs pairs(group);
        const geodist::Ellipsoid ellipsoid(group.a, group.f);
        const std::vector<double> found = pairs.alone(ellipsoid);
        const std::size_t n = 37;  // near and other pairs side by side
        std::size_t different = 0;
        for (std::size_t begin = 0; begin < pairs.size(); begin += n) {
            const std::size_t m = std::min(n, pairs.size() - begin);
            const auto part = [&](const std::vector<double>& x) {
                return std::span(x).subspan(begin, m);
            };
            std::vector<double> matrix(m * m), turned(m * m);
            geodist::cdist(part(pairs.lat1), part(pairs.lon1), part(pairs.lat2), part(pairs.lon2),
                           matrix, ellipsoid);
            geodist::cdist(part(pairs.lat2), part(pairs.lon2), part(pairs.lat1), part(pairs.lon1),
                           turned, ellipsoid);
            for (std::size_t i = 0; i < m; ++i) {
                const std::uint64_t expected = bits(found[begin + i]);
                different += bits(matrix[i * m + i]) == expected ? 0 : 1;
                different += bits(turned[i * m + i]) == expected ? 0 : 1;
            }
        }
        CAPTURE(group.f);
        CHECK(different == 0);
    }
}
