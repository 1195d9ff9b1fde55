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

// Where a = 6378137 m: the formula for near points is proved up to a distance that shrinks with the
// flattening; beyond it stands the bound of any distance.
double bound(double f, double distance) {
    const bool slight = contract::is_earth(f);
    if (distance <= (slight ? contract::near_sharp_reach : contract::near_strong_reach)) {
        return contract::near_sharp;
    }
    return distance <= (slight ? contract::near_earth_end : contract::near_strong_end)
               ? contract::near_distance
               : contract::inverse_distance;
}

std::uint64_t bits(double x) { return std::bit_cast<std::uint64_t>(x); }

}  // namespace

TEST_CASE("near points, prepared: distances keep their bounds") {
    const Table table = load_reference("near");
    Worst worst;
    for (const Rows& group : by_ellipsoid(table)) {
        const geodist::Ellipsoid ellipsoid(group.a, group.f);
        const auto truth = group.column("distance"), rest = group.column("distance_lo");
        const auto found = prepared_distances(group, ellipsoid);
        std::vector<double> columns(group.size());
        geodist::distance(group.column("lat1"), group.column("lon1"), group.column("lat2"),
                          group.column("lon2"), columns, ellipsoid);
        std::size_t apart = 0, not_zero = 0;
        for (std::size_t i = 0; i < group.size(); ++i) {
            worst.see(std::abs((found[i] - truth[i]) - rest[i]), bound(group.f, truth[i]), group,
                      i);
            apart += std::abs(found[i] - columns[i]) <= contract::inverse_distance ? 0 : 1;
            not_zero += (truth[i] == 0) == (bits(found[i]) == 0) ? 0 : 1;
        }
        CAPTURE(group.f);
        CHECK(apart == 0);
        CHECK(not_zero == 0);
    }
    worst.check("near points, prepared");
}

TEST_CASE("near points, prepared: the bounds scale with the ellipsoid") {
    const Table table = load_reference("near");
    Worst worst;
    for (const double a : {1e-30, 1.0, 2.0, 8388607.75, 8388608.0, 6371008.8, 1.7e9, 1e30}) {
        for (const Rows& group : by_ellipsoid(table)) {
            const auto truth = group.column("distance"), rest = group.column("distance_lo");
            const auto found = prepared_distances(group, geodist::Ellipsoid(a, group.f));
            const double scale = a / group.a;
            for (std::size_t i = 0; i < group.size(); ++i) {
                // scaling rounds, too
                worst.see(std::abs((found[i] / scale - truth[i]) - rest[i]),
                          bound(group.f, truth[i]) + 0x1p-51 * truth[i], group, i);
            }
        }
    }
    worst.check("near points, prepared, other sizes");
}

TEST_CASE("near points, prepared: a pair has one result, either way round and in any matrix") {
    const Table table = load_reference("near");
    for (const Rows& group : by_ellipsoid(table)) {
        const geodist::Ellipsoid ellipsoid(group.a, group.f);
        const auto lat1 = group.column("lat1"), lon1 = group.column("lon1");
        const auto lat2 = group.column("lat2"), lon2 = group.column("lon2");
        const auto found = prepared_distances(group, ellipsoid);
        std::size_t different = 0;
        for (std::size_t begin = 0; begin < group.size();) {  // near and other pairs side by side
            const std::size_t m = std::min<std::size_t>(37, group.size() - begin);
            const auto part = [&](const std::vector<double>& x) {
                return std::span(x).subspan(begin, m);
            };
            std::vector<double> matrix(m * m), turned(m * m);
            geodist::cdist(part(lat1), part(lon1), part(lat2), part(lon2), matrix, ellipsoid);
            geodist::cdist(part(lat2), part(lon2), part(lat1), part(lon1), turned, ellipsoid);
            for (std::size_t i = 0; i < m; ++i) {
                const std::uint64_t expected = bits(found[begin + i]);
                different += bits(matrix[i * m + i]) == expected ? 0 : 1;
                different += bits(turned[i * m + i]) == expected ? 0 : 1;
            }
            begin += m;
        }
        CAPTURE(group.f);
        CHECK(different == 0);
    }
}
