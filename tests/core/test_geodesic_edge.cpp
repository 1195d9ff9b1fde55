// Edges of any length: the nearest point and meetings, against truth in arbitrary precision.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <random>
#include <string>
#include <vector>

#include <geodist/geodist.hpp>
#include "contract.hpp"
#include "geodesy/prepared_ellipsoid.hpp"
#include "kernels/dispatch.hpp"
#include "reference_rows.hpp"
#include "shapes/edge_feet.hpp"
#include "shapes/geodesic_edge.hpp"

namespace {

using namespace geodist_test;
using geodist::shapes::GeodesicEdge;

double value(const Rows& group, const std::string& name, std::size_t i) {
    return group.table->at(group.rows[i], group.table->index(name));
}

GeodesicEdge edge_of(const geodist::geodesy::PreparedEllipsoid& e, const Rows& group,
                     std::size_t i) {
    return {e, value(group, "lat1", i), value(group, "lon1", i), value(group, "lat2", i),
            value(group, "lon2", i)};
}

TEST_CASE("edges: distances and feet against truth") {
    for (const char* name : {"near_foot", "foot"}) {
        const Table table = load_reference(name);
        Worst worst, worst_foot;
        for (const Rows& group : by_ellipsoid(table)) {
            const auto e = geodist::geodesy::prepare_ellipsoid(group.a, group.f);
            for (std::size_t i = 0; i < group.size(); ++i) {
                const GeodesicEdge edge = edge_of(e, group, i);
                const auto found = edge.foot(value(group, "lat", i), value(group, "lon", i));
                const double distance = value(group, "distance", i);
                const double bound = contract::edge_bound(group.f, value(group, "length", i),
                                                          value(group, "m12", i), group.a);
                worst.see(std::abs((found.distance - distance) - value(group, "distance_lo", i)),
                          bound, group, i);
                // the nearest of several, and the place of one that is hard to find, are not tested
                const double scale = std::abs(value(group, "scale", i));
                if (value(group, "gap", i) > 1e-6 && scale > contract::foot_scale &&
                    value(group, "length", i) < contract::edge_reach(group.f, group.a)) {
                    const double foot = std::abs(found.fraction - value(group, "fraction", i)) *
                                        value(group, "length", i);
                    worst_foot.see(
                        foot,
                        group.unit() * contract::foot_bound(distance, value(group, "length", i)),
                        group, i);
                }
            }
        }
        worst.check(std::string("distance to an edge, ") + name);
        worst_foot.check(std::string("foot on an edge, ") + name);
    }
}

// Points in one batch, as vertices too.
struct Batch {
    std::vector<double> lat, lon, x, y, z, h, distance, along;

    void find(const geodist::shapes::EdgeFeet& feet, const geodist::kernels::KernelTable& table,
              const geodist::geodesy::PreparedEllipsoid& e) {
        for (auto* const column : {&x, &y, &z, &h, &distance, &along}) {
            column->resize(lat.size());
        }
        table.segment.vertices(lat.data(), lon.data(), {x.data(), y.data(), z.data(), h.data()},
                               lat.size(), e);
        feet.find({lat.data(), lon.data(), {x.data(), y.data(), z.data(), h.data()}, lat.size()},
                  {distance.data(), along.data()});
    }
};

TEST_CASE("edges: distances in batches against truth") {
    for (const geodist::kernels::KernelTable* kernels : geodist::kernels::compiled_kernels()) {
        if (!geodist::kernels::can_run(kernels->name)) {
            continue;
        }
        for (const char* name : {"near_foot", "foot"}) {
            const Table table = load_reference(name);
            Worst worst;
            for (const Rows& group : by_ellipsoid(table)) {
                const auto e = geodist::geodesy::prepare_ellipsoid(group.a, group.f);
                for (std::size_t i = 0; i < group.size(); ++i) {
                    const GeodesicEdge edge = edge_of(e, group, i);
                    Batch batch;
                    batch.lat = {value(group, "lat", i)};
                    batch.lon = {value(group, "lon", i)};
                    batch.find({edge, *kernels}, *kernels, e);
                    worst.see(std::abs((batch.distance[0] - value(group, "distance", i)) -
                                       value(group, "distance_lo", i)),
                              contract::edge_bound(group.f, value(group, "length", i),
                                                   value(group, "m12", i), group.a),
                              group, i);
                }
            }
            worst.check(std::string("distances in batches, ") + kernels->name + ", " + name);
        }
    }
}

TEST_CASE("edges: batches find what single searches find") {
    std::mt19937_64 random(11);
    std::uniform_real_distribution<> unit(-1, 1);
    const geodist::kernels::KernelTable& kernels = geodist::kernels::active_kernels();
    for (const double f : {1 / 298.257223563, 1 / 50.0, -1 / 50.0, 0.0}) {
        const auto e = geodist::geodesy::prepare_ellipsoid(6378137, f);
        for (const double spread : {0.0, 1e-3, 0.3, 10.0, 60.0, 89.0}) {
            const double lat = (90 - spread) * unit(random), lon = 90 * unit(random);
            const GeodesicEdge edge(e, lat, lon, lat + spread * unit(random),
                                    lon + spread * unit(random));
            Batch batch;
            for (int k = 0; k < 300; ++k) {  // near, anywhere, on the other side
                const double near_lat = std::clamp(lat + 1.5 * spread * unit(random), -90.0, 90.0);
                const double near_lon = lon + 1.5 * spread * unit(random);
                batch.lat.insert(batch.lat.end(), {near_lat, 90 * unit(random), -near_lat});
                batch.lon.insert(batch.lon.end(),
                                 {std::remainder(near_lon, 360.0), 180 * unit(random),
                                  std::remainder(near_lon + 180, 360.0)});
                if (batch.lat.size() > geodist::shapes::EdgeFeet::capacity - 3) {
                    break;
                }
            }
            const geodist::shapes::EdgeFeet feet(edge, kernels);
            batch.find(feet, kernels, e);
            std::vector<double> foot_lat(batch.lat.size()), foot_lon(batch.lat.size());
            feet.place(batch.along.data(), batch.lat.size(), foot_lat.data(), foot_lon.data());
            for (std::size_t i = 0; i < batch.lat.size(); ++i) {
                CHECK(std::abs(batch.distance[i] -
                               edge.foot(batch.lat[i], batch.lon[i]).distance) <= 20e-9);
                const double again =
                    geodist::distance(foot_lat[i], foot_lon[i], batch.lat[i], batch.lon[i],
                                      geodist::Ellipsoid(6378137, f));
                CHECK(std::abs(again - batch.distance[i]) <= 20e-9);
            }
        }
    }
}

TEST_CASE("edges: the foot is where the witness says") {
    const Table table = load_reference("foot");
    for (const Rows& group : by_ellipsoid(table)) {
        const geodist::Ellipsoid ellipsoid(group.a, group.f);
        const auto e = geodist::geodesy::prepare_ellipsoid(group.a, group.f);
        for (std::size_t i = 0; i < group.size(); ++i) {
            const GeodesicEdge edge = edge_of(e, group, i);
            const double lat = value(group, "lat", i), lon = value(group, "lon", i);
            const auto found = edge.foot(lat, lon);
            const double again = geodist::distance(found.lat, found.lon, lat, lon, ellipsoid);
            const double bound = contract::edge_bound(group.f, value(group, "length", i),
                                                      value(group, "m12", i), group.a);
            CHECK(std::abs(again - found.distance) <= bound);
            const auto there = edge.position(found.fraction);
            CHECK(geodist::distance(there.lat, there.lon, found.lat, found.lon, ellipsoid) == 0);
            // reversed, the same
            const GeodesicEdge back(e, value(group, "lat2", i), value(group, "lon2", i),
                                    value(group, "lat1", i), value(group, "lon1", i));
            CHECK(std::abs(back.foot(lat, lon).distance - found.distance) <= 2 * bound);
        }
    }
}

TEST_CASE("edges: no nearer point among many") {
    std::mt19937_64 random(5);
    std::uniform_real_distribution<> unit(-1, 1);
    for (const double f : {1 / 298.257223563, 1 / 50.0, -1 / 50.0, 0.0}) {
        const geodist::Ellipsoid ellipsoid(6378137, f);
        const auto e = geodist::geodesy::prepare_ellipsoid(6378137, f);
        for (int k = 0; k < 150; ++k) {
            const GeodesicEdge edge(e, 89 * unit(random), 180 * unit(random), 89 * unit(random),
                                    180 * unit(random));
            const double lat = 89 * unit(random), lon = 180 * unit(random);
            const auto found = edge.foot(lat, lon);
            double least = HUGE_VAL;
            for (int j = 0; j <= 300; ++j) {
                const auto at = edge.position(j / 300.0);
                least = std::min(least, geodist::distance(at.lat, at.lon, lat, lon, ellipsoid));
            }
            CHECK(found.distance <= least + 20e-9);
            CHECK(found.distance >= least - edge.length() / 600);
        }
    }
}

TEST_CASE("edges: all places as near, and nearly so") {
    for (const double f : {1 / 298.257223563, 1 / 50.0, -1 / 50.0, 0.0}) {
        const geodist::Ellipsoid ellipsoid(6378137, f);
        const auto e = geodist::geodesy::prepare_ellipsoid(6378137, f);
        const GeodesicEdge equator(e, 0, -70, 0, 80);
        const double quarter = geodist::distance(0, 0, 90, 0, ellipsoid);
        CHECK(std::abs(equator.foot(90, 0).distance - quarter) <= 10e-9);
        for (const double off : {1e-9, 1e-6, 1e-3, 0.1}) {
            // the nearest place is on the meridian of the point
            const double found = equator.foot(90 - off, 30).distance;
            CHECK(std::abs(found - geodist::distance(0, 30, 90 - off, 30, ellipsoid)) <= 20e-9);
        }
    }
}

TEST_CASE("edges: what has no length, ends and missing points") {
    const auto e = geodist::geodesy::prepare_ellipsoid(6378137, 1 / 298.257223563);
    const GeodesicEdge point(e, 10, 20, 10, 20);
    CHECK(point.length() == 0);
    CHECK(point.foot(10, 20).distance == 0);
    CHECK(point.foot(-10, 200).distance == geodist::distance(10, 20, -10, 200));
    CHECK(point.foot(-10, 200).fraction == 0);
    const GeodesicEdge edge(e, 10, 370, -40, 100);
    CHECK(edge.foot(10, 10).distance == 0);
    CHECK(edge.foot(10, 10).lon == 370);  // the vertex as given
    CHECK(edge.foot(-40, 460).fraction == 1);
    CHECK(std::isnan(edge.foot(NAN, 0).distance));
    CHECK(edge.position(-1).lon == 370);
    CHECK(edge.position(2).lat == -40);
}

TEST_CASE("edges: where they meet, against truth") {
    const Table table = load_reference("meeting");
    double worst = 0, worst_end = 0;
    std::size_t seen = 0;
    for (const Rows& group : by_ellipsoid(table)) {
        const geodist::Ellipsoid ellipsoid(group.a, group.f);
        const auto e = geodist::geodesy::prepare_ellipsoid(group.a, group.f);
        for (std::size_t i = 0; i < group.size(); ++i) {
            const GeodesicEdge a = edge_of(e, group, i);
            const double lat3 = value(group, "lat3", i), lon3 = value(group, "lon3", i);
            const double lat4 = value(group, "lat4", i), lon4 = value(group, "lon4", i);
            const GeodesicEdge b(e, lat3, lon3, lat4, lon4);
            const auto found = meeting(a, b);
            const double s = value(group, "first", i), t = value(group, "second", i);
            const bool truly = s >= 0 && s <= 1 && t >= 0 && t <= 1;
            CHECK(meeting(b, a).has_value() == found.has_value());
            if (found.has_value() != truly) {
                const double ends =
                    std::min({a.foot(lat3, lon3).distance, a.foot(lat4, lon4).distance,
                              b.foot(value(group, "lat1", i), value(group, "lon1", i)).distance,
                              b.foot(value(group, "lat2", i), value(group, "lon2", i)).distance});
                worst_end = std::max(worst_end, ends);
            } else if (found) {
                ++seen;
                const auto at = a.position(found->first), other = b.position(found->second);
                const double azimuth_a = geodist::azimuth(at.lat, at.lon, value(group, "lat2", i),
                                                          value(group, "lon2", i), ellipsoid);
                const double azimuth_b = geodist::azimuth(at.lat, at.lon, lat4, lon4, ellipsoid);
                const double sine =
                    std::max(std::abs(std::sin(radians(azimuth_b - azimuth_a))), 1e-6);
                worst = std::max(
                    {worst, std::abs(found->first - s) * a.length() * sine,
                     geodist::distance(at.lat, at.lon, other.lat, other.lon, ellipsoid) * sine});
            }
        }
    }
    MESSAGE("a meeting is off by at most " << worst * 1e9 << " nm / sin(angle); where it is wrong,"
                                           << " an end is within " << worst_end * 1e9 << " nm");
    CHECK(seen >= 300);
    CHECK(worst <= contract::meeting_position);
    CHECK(worst_end <= contract::meeting_end);
}

}  // namespace
