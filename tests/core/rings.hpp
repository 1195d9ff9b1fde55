// Rings and columns of rings, for tests.
#pragma once

#include <geodist/geodist.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <random>
#include <vector>

namespace geodist_test {

struct Rings {
    std::vector<double> lat, lon;
    std::vector<std::int64_t> offsets{0};

    void add(double y, double x) {
        lat.push_back(y);
        lon.push_back(x);
    }
    void finish() { offsets.push_back(static_cast<std::int64_t>(lat.size())); }
    [[nodiscard]] std::size_t size() const { return offsets.size() - 1; }
    [[nodiscard]] geodist::LineColumns columns() const { return {lat, lon, offsets}; }
    [[nodiscard]] Rings ring(std::size_t i) const {
        Rings one;
        for (auto k = static_cast<std::size_t>(offsets[i]);
             k < static_cast<std::size_t>(offsets[i + 1]); ++k) {
            one.add(lat[k], lon[k]);
        }
        one.finish();
        return one;
    }
};

// One ring of these vertices: latitude, longitude.
inline Rings make_ring(const std::vector<std::vector<double>>& vertices) {
    Rings ring;
    for (const auto& vertex : vertices) {
        ring.add(vertex[0], vertex[1]);
    }
    ring.finish();
    return ring;
}

inline Rings reversed(Rings ring) {
    std::reverse(ring.lat.begin(), ring.lat.end());
    std::reverse(ring.lon.begin(), ring.lon.end());
    return ring;
}

inline Rings begun_at(Rings ring, std::size_t vertex) {
    std::rotate(ring.lat.begin(), ring.lat.begin() + static_cast<std::ptrdiff_t>(vertex),
                ring.lat.end());
    std::rotate(ring.lon.begin(), ring.lon.begin() + static_cast<std::ptrdiff_t>(vertex),
                ring.lon.end());
    return ring;
}

inline std::vector<double> areas(const Rings& rings, geodist::Edges edges,
                                 const geodist::Ellipsoid& ellipsoid = geodist::wgs84(),
                                 int threads = 1) {
    std::vector<double> out(rings.size());
    geodist::RunOptions options;
    options.threads = threads;
    geodist::ring_areas(rings.columns(), out, edges, ellipsoid, options);
    return out;
}

inline double area(const Rings& ring, geodist::Edges edges = geodist::Edges::geodesic,
                   const geodist::Ellipsoid& ellipsoid = geodist::wgs84()) {
    return areas(ring, edges, ellipsoid).front();
}

inline std::vector<double> lengths(const Rings& lines, bool closed, geodist::Edges edges,
                                   const geodist::Ellipsoid& ellipsoid = geodist::wgs84(),
                                   int threads = 1) {
    std::vector<double> out(lines.size());
    geodist::RunOptions options;
    options.threads = threads;
    geodist::line_lengths(lines.columns(), closed, out, edges, ellipsoid, options);
    return out;
}

// Rings about a middle, their vertices on a grid that shifts by whole turns leave exact. Radius in
// degrees.
inline void add_ring(Rings& rings, std::mt19937_64& random, double lat, double lon, double radius,
                     std::size_t vertices) {
    std::uniform_real_distribution<> unit(0, 1);
    const auto on_grid = [](double x) { return std::round(x * 0x1p30) * 0x1p-30; };
    for (std::size_t k = 0; k < vertices; ++k) {
        const double angle =
            6.283185307179586 * static_cast<double>(k) / static_cast<double>(vertices);
        const double reach = radius * (0.5 + 0.5 * unit(random));
        const double y = std::clamp(lat + reach * std::sin(angle), -90.0, 90.0);
        const double squeeze = std::max(std::cos(lat * 0.017453292519943295), 0.05);
        rings.add(on_grid(y), on_grid(lon + reach * std::cos(angle) / squeeze));
    }
    rings.finish();
}

// Rings of all sizes, everywhere: vertices from none to 5000, radii from metres to a continent.
inline Rings make_rings(std::size_t n) {
    std::mt19937_64 random(3);
    std::uniform_real_distribution<> unit(-1, 1);
    Rings rings;
    for (std::size_t i = 0; i < n; ++i) {
        const std::size_t vertices = i % 61 == 60 ? 1000 + random() % 4000 : random() % 40;
        const double radius = 30 * std::pow(10, -3 + 3 * unit(random));
        add_ring(rings, random, 90 * unit(random), 180 * unit(random), std::min(radius, 30.0),
                 vertices);
    }
    return rings;
}

}  // namespace geodist_test
