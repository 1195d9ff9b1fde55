#include <doctest/doctest.h>

#include <geodist/continuous.hpp>
#include <geodist/error.hpp>
#include <geodist/geodesic.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <random>
#include <stdexcept>
#include <string>
#include <vector>

#include "batch/ellipsoid_cache.hpp"
#include "kernels/dispatch.hpp"
#include "kernels/segment_table.hpp"
#include "shape_column.hpp"
#include "tracks/ground.hpp"
#include "tracks/matrix_game.hpp"

namespace {

using geodist::Ellipsoid;
using geodist::tracks::Ground;
using geodist::tracks::Triple;
using geodist::tracks::Vertex;

Vertex place_of(const geodist::geodesy::PreparedEllipsoid& e, double lat, double lon) {
    double x = 0, y = 0, z = 0, h = 0;
    geodist::kernels::active_kernels().segment.vertices(&lat, &lon, {&x, &y, &z, &h}, 1, e);
    return {x, y, z, h};
}

Triple random_weights(std::mt19937_64& random) {
    std::uniform_real_distribution<> unit(0, 1);
    double u = unit(random), v = unit(random);
    if (u + v > 1) {
        u = 1 - u;
        v = 1 - v;
    }
    return {u, v, 1 - u - v};
}

}  // namespace

TEST_CASE("no place of a triangle has a larger minimum of affine functions") {
    std::mt19937_64 random(1);
    std::uniform_real_distribution<> unit(0, 1);
    for (int k = 0; k < 2000; ++k) {
        geodist::tracks::AffineValues values;
        values.size = 1 + static_cast<std::size_t>(k) % 4;
        for (std::size_t j = 0; j < values.size; ++j) {
            for (double& value : values.at[j]) {
                value = k % 5 == 0 ? std::floor(3 * unit(random)) : unit(random);
            }
        }
        const auto least_at = [&](const Triple& weights) {
            double least = 10;
            for (std::size_t j = 0; j < values.size; ++j) {
                least = std::min(least, geodist::tracks::dot(weights, values.at[j]));
            }
            return least;
        };
        const auto found = geodist::tracks::largest_minimum(values);
        for (int i = 0; i < 50; ++i) {
            CHECK(least_at(random_weights(random)) <= found.bound + 1e-12);
        }
        if (k % 5 > 0) {  // no ties
            CHECK(std::abs(least_at(found.weights) - found.bound) <= 1e-9);
        }
    }
}

TEST_CASE("a distance to a piece rises above its plane by no more than the bulge of the triangle") {
    std::mt19937_64 random(2);
    std::uniform_real_distribution<> unit(-1, 1);
    double closest = 0;
    for (const double f : {1 / 298.257223563, 0.0, 0.02, -0.02}) {
        const Ellipsoid ellipsoid(6378137, f);
        const auto e = geodist::batch::cached_ellipsoid(ellipsoid);
        const Ground ground(ellipsoid, *e);
        for (int k = 0; k < 1500; ++k) {
            const double lat = k % 4 == 0 ? 89.9 : 80 * unit(random), lon = 180 * unit(random);
            const double size = std::pow(10, -0.5 + 2.5 * unit(random)) / 111e3 * 1e2;
            const double start = 180 * unit(random);
            std::array<Vertex, 3> corners;
            double longest = 0;
            for (std::size_t i = 0; i < 3; ++i) {
                const auto at = geodist::direct(
                    lat, lon, start + 120 * static_cast<double>(i) + 25 * unit(random),
                    111e3 * size * (0.8 + 0.2 * unit(random)), ellipsoid);
                corners[i] = place_of(*e, at.lat2, at.lon2);
            }
            for (std::size_t i = 0; i < 3; ++i) {
                longest = std::max(longest, std::sqrt(geodist::tracks::chord_square(
                                                corners[i], corners[(i + 1) % 3])));
            }
            if (longest > e->near.piece) {
                continue;
            }
            const auto away = geodist::direct(lat, lon, 180 * unit(random),
                                              std::pow(10, 4 + 2.7 * unit(random)), ellipsoid);
            const auto further = geodist::direct(away.lat2, away.lon2, 180 * unit(random),
                                                 10e3 * (1 + unit(random)), ellipsoid);
            const Vertex p = place_of(*e, away.lat2, away.lon2);
            const Vertex q = place_of(*e, further.lat2, further.lon2);
            const auto piece = ground.piece(p, q, ground.distance(p, q));
            Triple at{};
            double most = 0;
            for (std::size_t i = 0; i < 3; ++i) {
                at[i] = ground.foot(corners[i], piece).distance;
                most = std::max(most, at[i]);
            }
            const double bulge = ground.triangle_bulge(longest, most);
            for (int i = 0; i < 10; ++i) {
                const Triple w = random_weights(random);
                const auto mean = [&](auto part) {
                    return w[0] * part(corners[0]) + w[1] * part(corners[1]) +
                           w[2] * part(corners[2]);
                };
                const Vertex inside = ground.towards(mean([](const Vertex& v) { return v.x.v; }),
                                                     mean([](const Vertex& v) { return v.y.v; }),
                                                     mean([](const Vertex& v) { return v.z.v; }));
                const double rise =
                    ground.foot(inside, piece).distance - geodist::tracks::dot(w, at);
                CHECK(rise <= bulge + 2 * ground.error());
                if (bulge > 1e-3) {
                    closest = std::max(closest, rise / bulge);
                }
            }
        }
    }
    CHECK(closest > 0.1);  // it is of the right order
}

TEST_CASE("inside of filled polygons the middle of a hole is the farthest") {
    // the rings of a row: one part of two
    geodist_test::ShapeColumn square, holed;
    square.add({0, 0, 2, 2}, {0, 2, 2, 0});
    holed.add({0, 0, 2, 2, 0.5, 0.5, 1.5, 1.5}, {0, 2, 2, 0, 0.5, 1.5, 1.5, 0.5});
    holed.rings = {0, 4, 8};
    holed.parts = {0, 2};
    for (auto* const column : {&square, &holed}) {
        column->kinds = {static_cast<std::uint8_t>(geodist::GeometryKind::polygon)};
    }
    geodist::ContinuousOptions options;
    options.filled = true;
    const auto found =
        geodist::directed_track_hausdorff(square.view(), holed.view(), geodist::wgs84(), options);
    CHECK(found.lower[0] == doctest::Approx(55289.4391346).epsilon(1e-9));
    CHECK(found.upper[0] - found.lower[0] <= 1e-6);
    CHECK(found.a.edge[0] == -1);
    const auto back =
        geodist::directed_track_hausdorff(holed.view(), square.view(), geodist::wgs84(), options);
    CHECK(back.upper[0] <= 1e-6);
    CHECK(back.b.edge[0] == -1);
    std::vector<std::uint8_t> answer(1);
    const double limits[] = {55289, 55290};
    for (std::size_t i = 0; i < 2; ++i) {
        geodist::tracks_within(square.view(), holed.view(),
                               geodist::ContinuousMetric::directed_hausdorff,
                               geodist::Column(&limits[i], 1), answer, geodist::wgs84(), options);
        CHECK(answer[0] == i);
    }
}

TEST_CASE("a matrix has the distances of pairs, filled, in outputs of any strides") {
    geodist_test::ShapeColumn rows;
    const auto polygon = geodist::GeometryKind::polygon;
    rows.add(polygon, {0, 0, 2, 2}, {0, 2, 2, 0});
    rows.add(polygon, {0.5, 0.5, 1.5}, {0.5, 1.5, 1});
    rows.add({0, 0, 2, 2, 0}, {0, 2, 2, 0, 0});
    rows.add(geodist::GeometryKind::point, {1}, {1});
    const std::size_t n = 4;
    const auto shapes = rows.view();
    geodist::ContinuousOptions options;
    for (const bool filled : {false, true}) {
        options.filled = filled;
        std::vector<double> matrix(n * n), condensed(6);
        const auto metric = geodist::ContinuousMetric::hausdorff;
        geodist::continuous_matrix(shapes, shapes, metric, matrix, geodist::wgs84(), options);
        geodist::continuous_pairs(shapes, metric, condensed, geodist::wgs84(), options);
        std::vector<float> padded(n * 5, -1), spaced(12, -1);
        geodist::continuous_matrix(
            shapes, shapes, metric,
            geodist::MatrixOutput(padded.data() + (n - 1) * 5, -5 * std::ptrdiff_t{4}, 4),
            geodist::wgs84(), options);
        geodist::continuous_pairs(shapes, metric, geodist::MatrixOutput(spaced.data(), 0, 8),
                                  geodist::wgs84(), options);
        std::size_t k = 0;
        for (std::size_t i = 0; i < n; ++i) {
            auto alone = shapes;
            alone.rows = alone.rows.subspan(i, 2);
            alone.kinds = alone.kinds.subspan(i, 1);
            const auto pairs = geodist::track_hausdorff(alone, shapes, geodist::wgs84(), options);
            for (std::size_t j = 0; j < n; ++j) {
                CHECK(matrix[i * n + j] >= pairs.lower[j]);
                CHECK(matrix[i * n + j] <= pairs.upper[j]);
                CHECK(padded[(n - 1 - i) * 5 + j] == static_cast<float>(matrix[i * n + j]));
                if (j > i) {
                    CHECK(condensed[k] == matrix[i * n + j]);
                    CHECK(spaced[2 * k] == static_cast<float>(condensed[k]));
                    CHECK(spaced[2 * k + 1] == -1);
                    ++k;
                }
            }
            CHECK(padded[i * 5 + 4] == -1);
        }
        // from the boundary of the square to its middle, or from its inside to the line round it
        CHECK((matrix[2] > 1e5) == filled);
    }
    std::vector<double> few(5);
    CHECK_THROWS_AS(
        geodist::continuous_matrix(shapes, shapes, geodist::ContinuousMetric::hausdorff, few),
        std::invalid_argument);
    CHECK_THROWS_AS(geodist::continuous_pairs(shapes, geodist::ContinuousMetric::hausdorff, few),
                    std::invalid_argument);
}

TEST_CASE("what is not certain names the rows of the pair") {
    geodist_test::ShapeColumn square, points;
    square.add(geodist::GeometryKind::polygon, {0, 0, 2, 2}, {0, 2, 2, 0});
    std::vector<double> lats, lons;
    for (int i = 0; i < 36; ++i) {
        const auto at = geodist::direct(10, 20, 10 * i, 15e6);
        lats.push_back(at.lat2);
        lons.push_back(at.lon2);
    }
    square.add(geodist::GeometryKind::polygon, lats, lons);
    points.add(geodist::GeometryKind::point, {3}, {3});
    points.add(geodist::GeometryKind::point, {10}, {20});
    geodist::ContinuousOptions options;
    options.filled = true;
    std::vector<double> matrix(4);
    try {
        geodist::continuous_matrix(square.view(), points.view(),
                                   geodist::ContinuousMetric::hausdorff, matrix, geodist::wgs84(),
                                   options);
        FAIL("no error");
    } catch (const geodist::GeodistError& error) {
        CHECK(std::string(error.what()).starts_with("row 1 of a and row "));
        CHECK(error.index().value_or(0) >= 2);
    }
}
