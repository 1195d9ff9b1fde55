// Points in polygons: against the crossings of each meridian with every edge, found by bisection.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <random>
#include <vector>

#include <geodist/geodist.hpp>
#include "batch/ellipsoid_cache.hpp"
#include "polygon_columns.hpp"
#include "shapes/interior.hpp"

namespace {

using geodist::Ellipsoid;
using geodist_test::PolygonColumns;
using Place = geodist::Place;

// Is the point north of the edge on its own meridian? `near` where it is within a micrometre.
bool is_north(double lat, double lon, double lat1, double lon1, double lat2, double lon2,
              const Ellipsoid& ellipsoid, bool& near) {
    const auto edge = geodist::inverse(lat1, lon1, lat2, lon2, ellipsoid);
    double low = 0, high = edge.distance;
    double y = lat1;
    for (int step = 0; step < 60; ++step) {
        const double middle = (low + high) / 2;
        const auto at = geodist::direct(lat1, lon1, edge.azi1, middle, ellipsoid);
        y = at.lat2;
        const bool is_west = std::remainder(at.lon2 - lon, 360.0) < 0;
        (is_west == (edge.azi1 > 0) ? low : high) = middle;
    }
    near = near || std::abs(lat - y) * 111e3 < 1e-6;
    return lat > y;
}

// Is the point inside of a row whose rings go round no pole? Meridian crossings, half-open.
bool is_inside(const PolygonColumns& columns, std::size_t row, double lat, double lon,
               const Ellipsoid& ellipsoid, bool& near) {
    const auto at = [](const std::vector<std::int64_t>& offsets, std::size_t i) {
        return static_cast<std::size_t>(offsets[i]);
    };
    bool any = false;
    for (std::size_t part = at(columns.rows, row); part < at(columns.rows, row + 1); ++part) {
        bool odd = false;
        for (std::size_t ring = at(columns.parts, part); ring < at(columns.parts, part + 1);
             ++ring) {
            const std::size_t first = at(columns.rings, ring), end = at(columns.rings, ring + 1);
            for (std::size_t i = first; i < end; ++i) {
                const std::size_t next = i + 1 == end ? first : i + 1;
                const double from = std::remainder(columns.lon[i] - lon, 360.0);
                const double to = from + std::remainder(columns.lon[next] - columns.lon[i], 360.0);
                if (from == to || !(std::min(from, to) <= 0 && std::max(from, to) > 0)) {
                    continue;
                }
                odd ^= is_north(lat, lon, columns.lat[i], columns.lon[i], columns.lat[next],
                                columns.lon[next], ellipsoid, near);
            }
        }
        any = any || odd;
    }
    return any;
}

TEST_CASE("interiors: stars with holes, from 10 m to 5000 km, against all crossings") {
    for (const Ellipsoid& ellipsoid :
         {geodist::wgs84(), Ellipsoid(6371008.8, 0), Ellipsoid(6378137, 1.0 / 50),
          Ellipsoid(6378137, -1.0 / 50)}) {
        std::mt19937_64 random(7);
        std::uniform_real_distribution<> unit(0, 1);
        PolygonColumns columns;
        std::vector<double> middle_lat, middle_lon, radius;
        for (int i = 0; i < 60; ++i) {
            const double y = 140 * unit(random) - 70;
            const double x = i % 4 == 0 ? 180 + unit(random) : 360 * unit(random) - 180;
            // no pole within
            const double most = std::min(5e6, (85 - std::abs(y)) * 110e3);
            const double r = std::pow(10, 1 + unit(random) * (std::log10(most) - 1));
            columns.add_star(random, y, x, r, 5 + random() % 40, ellipsoid);
            if (i % 3 == 0) {
                columns.add_star(random, y, x, r / 4, 5, ellipsoid);
            }
            columns.end_part();
            columns.end_row();
            middle_lat.push_back(y);
            middle_lon.push_back(x);
            radius.push_back(r);
        }
        const auto prepared = geodist::batch::cached_ellipsoid(ellipsoid);
        const geodist::shapes::Interiors interiors(columns.view(), *prepared, {});
        std::size_t wrong = 0, near_edges = 0;
        for (int k = 0; k < 6000; ++k) {
            const std::size_t i = random() % radius.size();
            double y = 0, x = 0;
            if (k % 2 == 0) {
                const auto at = geodist::direct(middle_lat[i], middle_lon[i], 360 * unit(random),
                                                1.2 * radius[i] * unit(random), ellipsoid);
                y = at.lat2;
                x = at.lon2;
            } else {
                // beside an edge, or on the meridian or the parallel of a vertex
                const auto first = static_cast<std::size_t>(columns.rings[static_cast<std::size_t>(
                    columns.parts[static_cast<std::size_t>(columns.rows[i])])]);
                const std::size_t v = first + random() % 4;
                const auto at =
                    geodist::interpolate(columns.lat[v], columns.lon[v], columns.lat[v + 1],
                                         columns.lon[v + 1], unit(random), ellipsoid);
                const double off = std::pow(10, 9 * unit(random) - 6) / 111e3;
                y = k % 3 == 0 ? columns.lat[v] : at.lat + off * (unit(random) - 0.5);
                x = k % 5 == 0 ? columns.lon[v] : at.lon + off * (unit(random) - 0.5);
            }
            bool near = false;
            const bool expected = is_inside(columns, i, y, x, ellipsoid, near);
            if (near) {
                ++near_edges;
                continue;
            }
            const bool by_row = interiors.place(i, y, x) != Place::outside;
            bool by_grid = false;
            interiors.covering(y, x, [&](std::size_t row, Place) { by_grid |= row == i; });
            wrong += by_row != expected ? 1 : 0;
            wrong += by_grid != expected ? 1 : 0;
        }
        CHECK(wrong == 0);
        CHECK(near_edges < 1000);
    }
}

}  // namespace
