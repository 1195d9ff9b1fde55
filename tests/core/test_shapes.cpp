// Lengths of lines and areas of rings: each edge against truth in extended precision.
#include <doctest/doctest.h>

#include <cmath>

#include <geodist/geodist.hpp>
#include "edges.hpp"
#include "reference_rows.hpp"

namespace {

using namespace geodist_test;
using geodist::Edges;

double value(const Rows& group, const std::string& name, std::size_t i) {
    return group.table->at(group.rows[i], group.table->index(name));
}

double difference(double found, const Rows& group, const std::string& name, std::size_t i) {
    return (found - value(group, name, i)) - value(group, name + "_lo", i);
}

TEST_CASE("shapes: the length of a geodesic edge") {
    const Table table = load_reference("edge");
    Worst worst;
    for (const Rows& group : by_ellipsoid(table)) {
        const auto found = edge_lengths(group, Edges::geodesic);
        for (std::size_t i = 0; i < group.size(); ++i) {
            worst.see(std::abs(difference(found[i], group, "distance", i)),
                      group.unit() * contract::distance_bound(group.f), group, i);
            CHECK(found[i] == geodist::distance(value(group, "lat1", i), value(group, "lon1", i),
                                                value(group, "lat2", i), value(group, "lon2", i),
                                                geodist::Ellipsoid(group.a, group.f)));
        }
    }
    worst.check("length of a geodesic edge");
}

TEST_CASE("shapes: the area of a geodesic edge") {
    const Table table = load_reference("edge");
    Worst worst;
    for (const Rows& group : by_ellipsoid(table)) {
        const geodist::Ellipsoid ellipsoid(group.a, group.f);
        const auto found = edge_areas(group, Edges::geodesic);
        for (std::size_t i = 0; i < group.size(); ++i) {
            const double bound = contract::area_bound(
                value(group, "distance", i), value(group, "m12", i), group.a, ellipsoid.area());
            worst.see(std::abs(difference(found[i], group, "area", i)), bound, group, i);
        }
    }
    worst.check("area of a geodesic edge");
}

TEST_CASE("shapes: the length of a planar edge") {
    const Table table = load_reference("planar_edge");
    Worst worst;
    for (const Rows& group : by_ellipsoid(table)) {
        const auto found = edge_lengths(group, Edges::planar);
        for (std::size_t i = 0; i < group.size(); ++i) {
            const double bound = contract::planar_length_bound(value(group, "length", i), group.a);
            worst.see(std::abs(difference(found[i], group, "length", i)), bound, group, i);
        }
    }
    worst.check("length of a planar edge");
}

TEST_CASE("shapes: the area of a planar edge") {
    const Table table = load_reference("planar_edge");
    Worst worst;
    for (const Rows& group : by_ellipsoid(table)) {
        const auto found = edge_areas(group, Edges::planar);
        for (std::size_t i = 0; i < group.size(); ++i) {
            const double lon12 = value(group, "lon2", i) - value(group, "lon1", i);
            const double bound = contract::planar_area_bound(lon12, group.a);
            worst.see(std::abs(difference(found[i], group, "area", i)), bound, group, i);
        }
    }
    worst.check("area of a planar edge");
}

}  // namespace

TEST_CASE("a planar edge of a hundred turns is a hundred equators; of more it is refused") {
    const std::array<double, 2> lat{0, 0};
    std::array<double, 2> lon{0, 36000};
    const std::array<std::int64_t, 2> offsets{0, 2};
    std::array<double, 1> length{};
    line_lengths({lat, lon, offsets}, false, length, Edges::planar);
    CHECK(length[0] ==
          doctest::Approx(100 * 2 * 3.14159265358979323846 * 6378137.0).epsilon(1e-14));
    lon[1] = -36001;
    try {
        line_lengths({lat, lon, offsets}, false, length, Edges::planar);
        FAIL("accepted");
    } catch (const geodist::InvalidLongitudeError& error) {
        CHECK(error.value() == -36001);
        CHECK(error.vertex() == 1);
    }
}
