// Distances of prepared points: near truth, and with the same bits from every kernel.
#include <doctest/doctest.h>

#include <array>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "batch/ellipsoid_cache.hpp"
#include "contract.hpp"
#include "geodesy/prepared_ellipsoid.hpp"
#include "kernels/dispatch.hpp"
#include "reference_rows.hpp"

namespace {

using namespace geodist_test;
namespace kernels = geodist::kernels;

// Columns of prepared points.
struct Prepared {
    std::vector<double> lat, lon;
    std::array<std::vector<std::int64_t>, 3> space;
    std::array<std::vector<double>, 5> rest;

    Prepared(std::vector<double> latitudes, std::vector<double> longitudes,
             const geodist::geodesy::PreparedEllipsoid& e)
        : lat(std::move(latitudes)), lon(std::move(longitudes)) {
        for (auto& column : space) {
            column.resize(lat.size());
        }
        for (auto& column : rest) {
            column.resize(lat.size());
        }
        kernels::active_kernels().matrix.prepare(
            lat.data(), lon.data(),
            {space[0].data(), space[1].data(), space[2].data(), rest[0].data(), rest[1].data(),
             rest[2].data(), rest[3].data(), rest[4].data()},
            lat.size(), e);
    }
    [[nodiscard]] kernels::PreparedColumns columns() const {
        return {lat.data(),     lon.data(),     space[0].data(), space[1].data(), space[2].data(),
                rest[0].data(), rest[1].data(), rest[2].data(),  rest[3].data(),  rest[4].data()};
    }
    [[nodiscard]] kernels::SpaceColumns in_space() const {
        return {space[0].data(), space[1].data(), space[2].data(), lat.data(), lon.data()};
    }
};

struct Pairs {
    const geodist::geodesy::PreparedEllipsoid& e;
    Prepared from, to;

    [[nodiscard]] std::size_t size() const { return from.lat.size(); }

    // Of kept coordinates, all pairs in one call.
    [[nodiscard]] std::vector<double> by_space() const {
        const auto& table = kernels::active_kernels();
        std::vector<double> out(size());
        table.space.pairs(from.in_space(), to.in_space(), out.data(), size(),
                          table.kernel(geodist::Operation::distance), e);
        return out;
    }
    // Each pair in a call of its own, of n copies, the other way round.
    [[nodiscard]] std::vector<double> backwards(std::size_t n) const {
        const auto& table = kernels::active_kernels();
        std::vector<double> out(size());
        for (std::size_t i = 0; i < size(); ++i) {
            const Prepared copies(std::vector<double>(n, from.lat[i]),
                                  std::vector<double>(n, from.lon[i]), e);
            std::vector<double> all(n);
            kernels::DeferredPairs deferred;
            deferred.distance = table.kernel(geodist::Operation::distance);
            table.matrix.distances(to.columns(), i, copies.columns(), all.data(), n, all.data(),
                                   deferred, e);
            deferred.solve(e);
            out[i] = all[n / 2];
        }
        return out;
    }
};

std::size_t differing(const std::vector<double>& x, const std::vector<double>& y) {
    std::size_t count = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
        count += std::bit_cast<std::uint64_t>(x[i]) != std::bit_cast<std::uint64_t>(y[i]) ? 1 : 0;
    }
    return count;
}

double bound(const Rows& group, double distance) {
    const bool is_slight = contract::is_earth(group.f);
    const double sharp = is_slight ? contract::near_sharp_reach : contract::near_strong_reach;
    if (distance <= sharp * group.unit()) {
        return contract::near_sharp;
    }
    const double limit = std::sqrt(
        geodist::batch::cached_ellipsoid(geodist::Ellipsoid(group.a, group.f))->near.limit);
    return distance <= limit ? contract::near_distance : contract::inverse_distance;
}

void check_table(const std::string& name) {
    const Table table = load_reference(name);
    Worst worst;
    const std::size_t distance = table.index("distance"), rest = table.index("distance_lo");
    for (const Rows& group : by_ellipsoid(table)) {
        const auto shared = geodist::batch::cached_ellipsoid(geodist::Ellipsoid(group.a, group.f));
        const auto reduced = [](std::vector<double> lon) {
            for (double& x : lon) {
                x = std::remainder(x, 360);
            }
            return lon;
        };
        const Pairs pairs{*shared,
                          {group.column("lat1"), reduced(group.column("lon1")), *shared},
                          {group.column("lat2"), reduced(group.column("lon2")), *shared}};
        const std::vector<double> found = pairs.by_space();
        CHECK(differing(found, pairs.backwards(1)) == 0);
        CHECK(differing(found, pairs.backwards(33)) == 0);
        for (std::size_t i = 0; i < found.size(); ++i) {
            const double truth = table.at(group.rows[i], distance);
            const double error =
                std::abs((found[i] - truth) - table.at(group.rows[i], rest)) / group.unit();
            worst.see(error, bound(group, truth), group, i);
            if (truth == 0) {
                CHECK(found[i] == 0);
            }
        }
    }
    worst.check("prepared points, " + name);
}

}  // namespace

TEST_CASE("near pairs of prepared points are within their bounds") { check_table("near"); }
TEST_CASE("pairs of prepared points are within their bounds") { check_table("inverse"); }
