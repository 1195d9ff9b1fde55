// Columns of polygons, for tests.
#pragma once

#include <geodist/geodist.hpp>

#include <cstddef>
#include <cstdint>
#include <random>
#include <vector>

namespace geodist_test {

using geodist::Edges;
using geodist::Ellipsoid;
using geodist::GeometryKind;

struct PolygonColumns {
    std::vector<double> lat, lon;
    std::vector<std::int64_t> rings{0}, parts{0}, rows{0};
    std::vector<std::uint8_t> kinds;

    void add_vertex(double y, double x) {
        lat.push_back(y);
        lon.push_back(x);
    }
    void end_ring() { rings.push_back(static_cast<std::int64_t>(lat.size())); }
    void end_part() { parts.push_back(static_cast<std::int64_t>(rings.size()) - 1); }
    void end_row(GeometryKind kind = GeometryKind::multi_polygon) {
        rows.push_back(static_cast<std::int64_t>(parts.size()) - 1);
        kinds.push_back(static_cast<std::uint8_t>(kind));
    }
    void add_ring(const std::vector<std::vector<double>>& vertices) {
        for (const auto& vertex : vertices) {
            add_vertex(vertex[0], vertex[1]);
        }
        end_ring();
    }
    void add_polygon(const std::vector<std::vector<double>>& vertices) {
        add_ring(vertices);
        end_part();
        end_row();
    }
    // About a middle, the distances of its vertices between radius / 3 and radius, metres.
    void add_star(std::mt19937_64& random, double y, double x, double radius, std::size_t n,
                  const Ellipsoid& ellipsoid) {
        std::uniform_real_distribution<> unit(0, 1);
        for (std::size_t i = 0; i < n; ++i) {
            const double azimuth =
                360 * (static_cast<double>(i) + 0.9 * unit(random)) / static_cast<double>(n);
            const auto at = geodist::direct(y, x, azimuth - 180,
                                            radius * (1 + 2 * unit(random)) / 3, ellipsoid);
            add_vertex(at.lat2, at.lon2);
        }
        end_ring();
    }
    [[nodiscard]] geodist::ShapesView view(Edges edges = Edges::geodesic,
                                           bool oriented = false) const {
        return {{lat, lon, rings, parts, rows, kinds}, edges, oriented};
    }
};

}  // namespace geodist_test
