// The tree of edges against all edges, one by one.
#include <doctest/doctest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <numbers>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include <geodist/geodesic.hpp>
#include <geodist/shape_index.hpp>
#include <geodist/shape_pairs.hpp>
#include "batch/ellipsoid_cache.hpp"
#include "kernels/dispatch.hpp"
#include "shapes/edge_distances.hpp"
#include "shapes/edge_tree.hpp"
#include "shapes/geodesic_edge.hpp"

namespace {

using geodist::Ellipsoid;
using geodist::shapes::EdgeLeaf;
using geodist::shapes::EdgeTree;

constexpr std::uint8_t line = 2, polygon = 3, point = 1;

struct Shapes {
    std::vector<double> lat, lon;
    std::vector<std::int64_t> rings{0}, parts{0}, rows{0};
    std::vector<std::uint8_t> kinds;

    void add(double lat1, double lon1) {
        lat.push_back(lat1);
        lon.push_back(lon1);
    }
    void end(std::uint8_t kind) {
        rings.push_back(static_cast<std::int64_t>(lat.size()));
        parts.push_back(static_cast<std::int64_t>(rings.size()) - 1);
        rows.push_back(static_cast<std::int64_t>(parts.size()) - 1);
        kinds.push_back(kind);
    }
    [[nodiscard]] geodist::ShapesView view() const {
        return {{lat, lon, rings, parts, rows, kinds}, geodist::Edges::geodesic, false};
    }
};

struct Case {
    Shapes shapes;
    std::vector<double> lat, lon;  // of points

    void ask(double lat1, double lon1) {
        lat.push_back(std::clamp(lat1, -90.0, 90.0));
        lon.push_back(lon1);
    }
};

class Random {
  public:
    double uniform(double low, double high) {
        return std::uniform_real_distribution<>(low, high)(generator_);
    }
    double normal(double deviation) { return std::normal_distribution<>(0, deviation)(generator_); }
    double latitude() { return std::asin(uniform(-1, 1)) * 180 / std::numbers::pi; }

  private:
    std::mt19937_64 generator_{7};
};

Case city(Random& random, std::size_t n) {
    Case city;
    for (std::size_t i = 0; i < n; ++i) {
        const double lat = random.uniform(40, 41), lon = random.uniform(10, 11);
        city.shapes.add(lat, lon);
        city.shapes.add(lat + random.normal(1e-3), lon + random.normal(1e-3));
        city.shapes.end(line);
        city.ask(random.uniform(39.9, 41.1), random.uniform(9.9, 11.1));
    }
    return city;
}

// Rings around a walk, in many places, across the antimeridian and near the poles.
Case coast(Random& random, std::size_t n) {
    Case coast;
    for (std::size_t i = 0; i < n / 40; ++i) {
        const double lat = i % 5 == 0 ? 89 : random.latitude();
        const double lon = i % 3 == 0 ? 179.9 : random.uniform(-180, 180);
        for (std::size_t k = 0; k < 40; ++k) {
            const double angle = 2 * std::numbers::pi * static_cast<double>(k) / 40;
            const double radius = 0.9 + random.normal(0.1);
            coast.shapes.add(std::min(90.0, lat + radius * std::cos(angle)),
                             lon + radius * std::sin(angle));
            coast.ask(lat + random.normal(1), lon + random.normal(1));
        }
        coast.shapes.end(polygon);
    }
    return coast;
}

// Points on the lines, between them and on their vertices: equal distances everywhere.
Case grid(std::size_t n) {
    Case grid;
    for (std::size_t i = 0; i < n; ++i) {
        for (std::size_t k = 0; k < n; ++k) {
            const double lat = 0.5 * static_cast<double>(i), lon = 0.5 * static_cast<double>(k);
            grid.shapes.add(lat, lon);
            grid.shapes.add(lat + 0.5, lon);
            grid.shapes.end(line);
            grid.shapes.add(lat, lon);
            grid.shapes.end(point);
            grid.ask(lat + 0.25, lon + 0.25);
            grid.ask(lat, lon);
            grid.ask(lat, lon + 0.25);
        }
    }
    return grid;
}

Case long_edges(Random& random, std::size_t n) {
    Case edges;
    for (std::size_t i = 0; i < n / 4; ++i) {
        for (std::size_t k = 0; k < 4; ++k) {
            edges.shapes.add(random.latitude(), random.uniform(-180, 180));
            edges.ask(random.latitude(), random.uniform(-180, 180));
        }
        edges.shapes.end(i % 2 == 0 ? line : polygon);
    }
    return edges;
}

// All on the other side of the Earth.
Case opposite(Random& random, std::size_t n) {
    Case far;
    for (std::size_t i = 0; i < n; ++i) {
        const double lat = -random.uniform(80, 90), lon = random.uniform(-180, 180);
        far.shapes.add(lat, lon);
        far.shapes.add(std::max(-90.0, lat + random.normal(1e-2)), lon + random.normal(0.1));
        far.shapes.end(line);
    }
    for (std::size_t i = 0; i < 20; ++i) {
        far.ask(random.uniform(60, 90), random.uniform(-180, 180));
    }
    return far;
}

struct Found {
    double distance = std::numeric_limits<double>::infinity();
    std::uint32_t edge = EdgeTree::none;
};

double chord_between(const geodist::shapes::EdgePoint& from,
                     const geodist::shapes::EdgePiece& piece) {
    double along = 0, length = 0, square = 0;
    for (std::size_t c = 0; c < 3; ++c) {
        const double d = piece.end[c] - piece.begin[c];
        along += (from[c] - piece.begin[c]) * d;
        length += d * d;
    }
    const double t = length > 0 ? std::clamp(along / length, 0.0, 1.0) : 0;
    for (std::size_t c = 0; c < 3; ++c) {
        const double d = from[c] - piece.begin[c] - t * (piece.end[c] - piece.begin[c]);
        square += d * d;
    }
    return std::sqrt(square);
}

// By all pieces.
std::vector<Found> by_force(const EdgeTree& tree, const Case& data, const Ellipsoid& ellipsoid) {
    const auto view = tree.view();
    const auto& leaves = view.tree.leaves;
    const auto prepared = geodist::batch::cached_ellipsoid(ellipsoid);
    geodist::shapes::EdgeDistances pairs(*view.metric);
    std::vector<Found> all(data.lat.size());
    for (std::size_t q = 0; q < all.size(); ++q) {
        geodist::shapes::EdgePoint at;
        const double height = 0;
        const double* const in[] = {&data.lat[q], &data.lon[q], &height};
        double* const out[] = {&at[0], &at[1], &at[2]};
        geodist::kernels::active_kernels().kernel(geodist::Operation::to_ecef)(in, out, 1,
                                                                               *prepared);
        std::vector<std::uint32_t> edges;
        pairs.clear();
        for (std::size_t p = 0; p < leaves.count * EdgeLeaf::capacity; ++p) {
            const auto place = static_cast<geodist::index::Place>(p);
            if (leaves.edge(place) != EdgeLeaf::none) {
                const geodist::shapes::EdgePiece piece{leaves.vertex(place),
                                                       leaves.vertex(place + 1)};
                pairs.add(at, data.lat[q], data.lon[q], piece, chord_between(at, piece));
                edges.push_back(leaves.edge(place));
            }
        }
        const auto distances = pairs.solve();
        for (std::size_t i = 0; i < edges.size(); ++i) {
            if (distances[i] < all[q].distance ||
                (distances[i] == all[q].distance && edges[i] < all[q].edge)) {
                all[q] = {distances[i], edges[i]};
            }
        }
    }
    return all;
}

void check(const std::string& name, const Case& data,
           const Ellipsoid& ellipsoid = geodist::wgs84()) {
    CAPTURE(name);
    const EdgeTree tree(data.shapes.view(), ellipsoid, {});
    std::vector<EdgeTree::Nearest> found(data.lat.size());
    tree.nearest(geodist::PointColumns(data.lat, data.lon), found);
    const auto expected = by_force(tree, data, ellipsoid);
    std::size_t wrong = 0;
    for (std::size_t i = 0; i < found.size(); ++i) {
        const bool is_same =
            found[i].distance == expected[i].distance && found[i].edge == expected[i].edge;
        const bool is_nothing = found[i].edge == EdgeTree::none && data.shapes.lat.empty();
        if (!is_same && !is_nothing) {
            CAPTURE(data.lat[i]);
            CAPTURE(data.lon[i]);
            CAPTURE(expected[i].edge);
            CHECK(found[i].edge == expected[i].edge);
            CHECK(found[i].distance == expected[i].distance);
            ++wrong;
        }
    }
    CHECK(wrong == 0);
    // ... and nobody finds something farther than asked for
    tree.nearest(geodist::PointColumns(data.lat, data.lon), found, 1000);
    for (std::size_t i = 0; i < found.size(); ++i) {
        const bool is_near = expected[i].distance <= 1000;
        wrong += (found[i].edge != EdgeTree::none) != is_near ? 1 : 0;
    }
    CHECK(wrong == 0);
}

}  // namespace

TEST_CASE("the nearest edges are those of a search through all of them") {
    Random random;
    check("city", city(random, 1000));
    check("coast", coast(random, 1200));
    check("grid", grid(12));
    for (const double f : {1 / 298.257223563, 1 / 50.0, -1 / 50.0, 0.0}) {
        check("long edges", long_edges(random, 120), Ellipsoid(6378137, f));
    }
    check("opposite", opposite(random, 2000));
    check("nothing", Case{{}, {1}, {2}});
}

TEST_CASE("vertices that repeat the one before change nothing") {
    Random random;
    for (const auto edges : {geodist::Edges::geodesic, geodist::Edges::planar}) {
        Shapes once, often;
        std::vector<std::int64_t> number;  // of the vertices of `often`, the first of each place
        for (std::size_t row = 0; row < 40; ++row) {
            double lat = random.uniform(50, 51), lon = random.uniform(5, 6);
            for (std::size_t k = 0; k < 12; ++k) {
                once.add(lat, lon);
                number.push_back(static_cast<std::int64_t>(often.lat.size()));
                // at the beginning, in the middle and at the end, in one leaf and in several
                for (int n = row % 3 == k % 3 ? static_cast<int>(random.uniform(1, 60)) : 1; n > 0;
                     --n) {
                    often.add(lat, lon);
                }
                lat += random.normal(0.02);
                lon += random.normal(0.02);
            }
            once.end(line);
            often.end(line);
        }
        geodist::ShapesView plain = once.view(), repeated = often.view();
        plain.edges = repeated.edges = edges;
        const geodist::ShapeIndex index(plain), other(repeated);
        CHECK(other.nbytes() - index.nbytes() < 20 * (often.lat.size() - once.lat.size()) + 4096);
        std::vector<double> lat, lon;
        for (int i = 0; i < 2000; ++i) {
            lat.push_back(random.uniform(49.5, 51.5));
            lon.push_back(random.uniform(4.5, 6.5));
        }
        const geodist::PointColumns points(lat, lon);
        const auto expected = index.query(points, 3), found = other.query(points, 3);
        CHECK(found.rows == expected.rows);
        CHECK(found.distances == expected.distances);
        std::size_t wrong = 0;
        for (std::size_t i = 0; i < found.edges.size(); ++i) {
            // The edge that leaves a place is that of its last vertex.
            const auto vertex = static_cast<std::size_t>(found.edges[i]);
            const auto next = std::upper_bound(number.begin(), number.end(), found.edges[i]);
            wrong += next - number.begin() - 1 != expected.edges[i] ? 1 : 0;
            wrong += vertex + 1 < often.lat.size() && often.lat[vertex] == often.lat[vertex + 1] &&
                             often.lon[vertex] == often.lon[vertex + 1] &&
                             expected.edges[i] % 12 != 0
                         ? 1
                         : 0;
        }
        CHECK(wrong == 0);
    }
}

TEST_CASE("distances to far pieces are those of whole edges") {
    Random random;
    for (const double a : {6378137.0, 1.0}) {
        for (const double f : {1 / 298.257223563, 1 / 50.0, -1 / 50.0, 0.0}) {
            const Ellipsoid ellipsoid(a, f);
            const auto prepared = geodist::batch::cached_ellipsoid(ellipsoid);
            const double metre = a / 6378137;
            double worst = 0;
            for (std::size_t i = 0; i < 600; ++i) {
                Shapes one;
                const double lat = random.latitude(), lon = random.uniform(-180, 180);
                const double azimuth = random.uniform(-180, 180);
                const double length = random.uniform(10, 39e3) * metre;
                const auto end = geodist::direct(lat, lon, azimuth, length, ellipsoid);
                one.add(lat, lon);
                one.add(end.lat2, end.lon2);
                one.end(line);
                const EdgeTree tree(one.view(), ellipsoid, {});
                // anywhere, and where the foot is inside the edge, from 50 to 9900 km away
                geodist::Direct from{random.latitude(), random.uniform(-180, 180), 0};
                if (i % 3 != 0) {
                    const auto foot = geodist::direct(lat, lon, azimuth, length / 2, ellipsoid);
                    const double away = std::pow(10, random.uniform(4.7, 6.995)) * metre;
                    from = geodist::direct(foot.lat2, foot.lon2, foot.azi2 + 90, away, ellipsoid);
                }
                const geodist::shapes::GeodesicEdge edge(*prepared, lat, lon, end.lat2, end.lon2);
                worst = std::max(worst, std::abs(tree.nearest(from.lat2, from.lon2).distance -
                                                 edge.foot(from.lat2, from.lon2).distance));
            }
            CAPTURE(a);
            CAPTURE(f);
            CHECK(worst <= 20e-9 * metre);
        }
    }
}

TEST_CASE("shapes find the nearest shapes, and the first of their equally near edges") {
    Random random;
    constexpr std::size_t rows = 24, vertices = 20;
    // near each other, all over the Earth, on its other side, along each other
    for (const double spread : {0.3, 60.0, -1.0, 0.0}) {
        Shapes shapes, asked, edges;
        const auto fill = [&](Shapes& to, double turn) {
            for (std::size_t i = 0; i < rows; ++i) {
                double lat = turn == 0 ? 10 : -10, lon = turn;
                if (spread > 0) {
                    lat += random.uniform(-spread, spread);
                    lon += random.uniform(-spread, spread);
                }
                for (std::size_t k = 0; k < vertices; ++k) {
                    to.add(lat, lon);
                    // one goes back and forth: all of its edges are the same
                    lat += spread == 0 ? (k % 2 == 0 ? 0.01 : -0.01) : random.normal(0.02);
                    lon += spread == 0 ? 0 : random.normal(0.02);
                }
                to.end(line);
            }
        };
        fill(shapes, 0);
        fill(asked, spread < 0 ? 180 : 0);
        for (std::size_t i = 0; i < rows * vertices; ++i) {
            if (i % vertices + 1 < vertices) {
                edges.add(shapes.lat[i], shapes.lon[i]);
                edges.add(shapes.lat[i + 1], shapes.lon[i + 1]);
                edges.end(line);
            }
        }
        const auto ellipsoid = geodist::wgs84();
        std::vector<double> distances(rows * rows), of_edges(rows * edges.kinds.size());
        geodist::shape_matrix(asked.view(), shapes.view(), distances, ellipsoid);
        geodist::shape_matrix(asked.view(), edges.view(), of_edges, ellipsoid);
        const geodist::ShapeIndex index(shapes.view(), ellipsoid);
        constexpr std::size_t k = 5;
        const auto found = index.query(asked.view(), k);
        const auto all = index.query(asked.view(), rows);
        std::size_t wrong = 0;
        for (std::size_t i = 0; i < rows; ++i) {
            std::vector<std::pair<double, std::int64_t>> expected;
            for (std::size_t row = 0; row < rows; ++row) {
                expected.emplace_back(distances[i * rows + row], row);
            }
            std::sort(expected.begin(), expected.end());
            for (std::size_t n = 0; n < rows; ++n) {
                const auto [distance, row] = expected[n];
                const std::size_t at = i * rows + n;
                wrong += all.distances[at] != distance || all.rows[at] != row ? 1 : 0;
                wrong += n < k && (found.rows[i * k + n] != row ||
                                   found.edges[i * k + n] != all.edges[at])
                             ? 1
                             : 0;
                const auto first = static_cast<std::size_t>(row) * (vertices - 1);
                std::size_t edge = first;
                while (of_edges[i * edges.kinds.size() + edge] > distance + 2e-9) {
                    ++edge;
                }
                const std::size_t vertex =
                    static_cast<std::size_t>(row) * vertices + (edge - first);
                wrong += all.edges[at] != static_cast<std::int64_t>(vertex) ? 1 : 0;
            }
        }
        CAPTURE(spread);
        CHECK(wrong == 0);
    }
}

TEST_CASE("an index of shapes finds what is nearest, near or around") {
    Shapes shapes;
    for (const auto& [lat, lon] : {std::pair{0.0, 0.0}, {0.0, 1.0}, {1.0, 1.0}, {1.0, 0.0}}) {
        shapes.add(lat, lon);
    }
    shapes.end(polygon);
    shapes.rows.push_back(shapes.rows.back());  // missing
    shapes.kinds.push_back(0);
    shapes.add(0, 2);
    shapes.add(1, 2);
    shapes.end(line);
    const geodist::ShapeIndex index(shapes.view());
    CHECK(index.size() == 3);
    CHECK(index.missing() == 1);
    const std::vector<double> lat{0.5, 0.5, std::nan("")}, lon{0.5, 1.75, 0};
    const geodist::PointColumns points(lat, lon);
    const auto found = index.query(points, 2);
    CHECK(found.rows == std::vector<std::int64_t>{0, 2, 2, 0, -1, -1});
    CHECK(found.edges[0] == -1);
    CHECK(found.distances[0] == 0);
    const std::vector<double> radius{30e3};
    const auto near = index.query_radius(points, radius);
    CHECK(near.starts == std::vector<std::int64_t>{0, 1, 2, 2});
    CHECK(near.rows == std::vector<std::int64_t>{0, 2});
    CHECK(index.covering(points).rows == std::vector<std::int64_t>{0});
    const auto again = geodist::ShapeIndex::from_bytes(index.bytes());
    CHECK(again.query(points, 2).distances == found.distances);
    // a shape meets itself, or is inside
    CHECK(index.query(shapes.view()).distances ==
          std::vector<double>{0, std::numeric_limits<double>::infinity(), 0});
    const auto place =
        index.locate(geodist::PointColumns(std::vector<double>{0.5}, std::vector<double>{1.75}),
                     std::vector<std::int64_t>{2}, std::vector<std::int64_t>{4});
    CHECK(place[0].row == 2);
    CHECK(place[0].edge == 0);
    CHECK(place[0].fraction == doctest::Approx(0.5).epsilon(1e-4));
}
