// The index of points against brute force with the matrix of distances: the same bits.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <limits>
#include <numeric>
#include <random>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <geodist/matrix.hpp>
#include <geodist/point_index.hpp>
#include "index/box_tree.hpp"
#include "index/checksum.hpp"
#include "index/point_leaves.hpp"

namespace {

using geodist::Ellipsoid;
using geodist::PointIndex;

constexpr double INFINITE = std::numeric_limits<double>::infinity();
constexpr double NOT_A_NUMBER = std::numeric_limits<double>::quiet_NaN();

const std::vector<Ellipsoid> ELLIPSOIDS{geodist::wgs84(), geodist::sphere(),
                                        Ellipsoid(6.4e6, 1 / 50.0), Ellipsoid(6.4e6, -1 / 50.),
                                        Ellipsoid(6.4e6, -1 / 300.)};

struct Points {
    std::vector<double> lat, lon;

    [[nodiscard]] std::size_t size() const { return lat.size(); }
    [[nodiscard]] geodist::PointColumns columns() const { return {lat, lon}; }
};

enum class Cloud { uniform, grid, clusters, poles };
constexpr Cloud CLOUDS[] = {Cloud::uniform, Cloud::grid, Cloud::clusters, Cloud::poles};

Points make_points(Cloud cloud, std::size_t n, unsigned seed) {
    std::mt19937_64 random(seed);
    const auto uniform = [&](double low, double high) {
        return std::uniform_real_distribution<>(low, high)(random);
    };
    Points points;
    for (std::size_t i = 0; i < n; ++i) {
        double lat = std::asin(uniform(-1, 1)) * 57.29577951308232, lon = uniform(-180, 360);
        switch (cloud) {
            case Cloud::uniform:
                lat = i % 50 == 49 ? NOT_A_NUMBER : lat;
                break;
            case Cloud::grid:
                lat = std::round(lat / 15) * 15;
                lon = std::round(lon / 15) * 15;
                break;
            case Cloud::clusters: {  // two, opposite each other
                const double side = i % 2 == 0 ? 1 : -1;
                lat = side * (20 + uniform(-1, 1) * std::exp(uniform(-12, 0)));
                lon = 90 * side + uniform(-1, 1) * std::exp(uniform(-12, 0));
                break;
            }
            case Cloud::poles:
                lat = (i % 2 == 0 ? 1 : -1) * (i % 5 == 0 ? 90 : 90 - std::exp(uniform(-25, 1)));
                break;
        }
        points.lat.push_back(lat);
        points.lon.push_back(lon);
    }
    return points;
}

// For each query the rows by distance and row; those with NaN last.
struct Expected {
    std::vector<double> matrix;
    std::vector<std::vector<std::int64_t>> order;

    Expected(const Points& points, const Points& queries, const Ellipsoid& ellipsoid)
        : matrix(points.size() * queries.size()), order(queries.size()) {
        geodist::cdist(queries.lat, queries.lon, points.lat, points.lon, matrix, ellipsoid);
        for (std::size_t q = 0; q < queries.size(); ++q) {
            const double* const row = matrix.data() + q * points.size();
            for (std::size_t i = 0; i < points.size(); ++i) {
                if (!std::isnan(row[i])) {
                    order[q].push_back(static_cast<std::int64_t>(i));
                }
            }
            std::stable_sort(order[q].begin(), order[q].end(),
                             [&](std::int64_t x, std::int64_t y) { return row[x] < row[y]; });
        }
    }
};

struct Answer {
    std::vector<double> distances;
    std::vector<std::int64_t> rows;

    explicit Answer(std::size_t n) : distances(n, -7), rows(n, -7) {}
    friend bool operator==(const Answer&, const Answer&) = default;
};

Answer ask(const PointIndex& index, const Points& queries, std::size_t k,
           const geodist::QueryOptions& options = {}) {
    Answer answer(queries.size() * k);
    index.query(queries.columns(), k, answer.distances, answer.rows, options);
    return answer;
}

// Rows of an answer that are wrong.
std::size_t count_wrong(const Expected& expected, std::size_t points, const Answer& answer,
                        std::size_t k, double max_distance = INFINITE) {
    std::size_t wrong = 0;
    for (std::size_t q = 0; q < expected.order.size(); ++q) {
        for (std::size_t j = 0; j < k; ++j) {
            const auto& order = expected.order[q];
            const bool there =
                j < order.size() &&
                expected.matrix[q * points + static_cast<std::size_t>(order[j])] <= max_distance;
            const std::int64_t row = there ? order[j] : -1;
            const double distance =
                there ? expected.matrix[q * points + static_cast<std::size_t>(row)] : INFINITE;
            wrong +=
                answer.rows[q * k + j] == row && answer.distances[q * k + j] == distance ? 0 : 1;
        }
    }
    return wrong;
}

TEST_CASE("the nearest are those of a search through the matrix of distances") {
    for (const Ellipsoid& ellipsoid : ELLIPSOIDS) {
        for (const Cloud cloud : CLOUDS) {
            for (const std::size_t n : {1U, 16U, 33U, 900U}) {
                const Points points = make_points(cloud, n, 1);
                const PointIndex index(points.columns(), ellipsoid);
                for (const Cloud asked : {cloud, Cloud::uniform, Cloud::clusters}) {
                    const Points queries = make_points(asked, 100, 2);
                    const Expected expected(points, queries, ellipsoid);
                    for (const std::size_t k : {1U, 5U, 40U}) {
                        CAPTURE(k);
                        CHECK(count_wrong(expected, n, ask(index, queries, k), k) == 0);
                    }
                    geodist::QueryOptions near;
                    near.max_distance = 1e6;
                    CHECK(count_wrong(expected, n, ask(index, queries, 3, near), 3, 1e6) == 0);
                }
            }
        }
    }
}

TEST_CASE("the farthest, and all within a radius, are those of the matrix") {
    for (const Ellipsoid& ellipsoid : ELLIPSOIDS) {
        for (const Cloud cloud : CLOUDS) {
            const std::size_t n = 500;
            const Points points = make_points(cloud, n, 3), queries = make_points(cloud, 60, 4);
            const PointIndex index(points.columns(), ellipsoid);
            const Expected expected(points, queries, ellipsoid);
            Answer answer(queries.size());
            index.farthest(queries.columns(), answer.distances, answer.rows);
            for (std::size_t q = 0; q < queries.size(); ++q) {
                double most = -1;
                std::int64_t row = -1;
                for (const std::int64_t i : expected.order[q]) {
                    const double d = expected.matrix[q * n + static_cast<std::size_t>(i)];
                    if (d > most || (d == most && i < row)) {
                        most = d;
                        row = i;
                    }
                }
                CHECK(answer.rows[q] == row);
                CHECK(answer.distances[q] == (row < 0 ? INFINITE : most));
            }
            for (const double radius : {0.0, 1e3, 2e6, 1.2e7, 2.1e7}) {
                const auto near = index.query_radius(queries.columns(), {&radius, 1});
                std::vector<std::int64_t> counts(queries.size());
                index.count_radius(queries.columns(), {&radius, 1}, counts);
                for (std::size_t q = 0; q < queries.size(); ++q) {
                    std::vector<std::int64_t> rows = expected.order[q];
                    std::erase_if(rows, [&](std::int64_t i) {
                        return expected.matrix[q * n + static_cast<std::size_t>(i)] > radius;
                    });
                    CHECK(std::vector<std::int64_t>(near.rows.begin() + near.starts[q],
                                                    near.rows.begin() + near.starts[q + 1]) ==
                          rows);
                    CHECK(counts[q] == static_cast<std::int64_t>(rows.size()));
                }
            }
        }
    }
}

TEST_CASE("threads, interruption, errors") {
    const Points points = make_points(Cloud::uniform, 50'000, 5);
    geodist::RunOptions one, two;
    one.threads = 1;
    two.threads = 2;
    const PointIndex index(points.columns(), geodist::wgs84(), one);
    const PointIndex other(points.columns(), geodist::wgs84(), two);
    CHECK(std::equal(index.bytes().begin(), index.bytes().end(), other.bytes().begin(),
                     other.bytes().end()));
    CHECK(index.missing() == 1000);
    CHECK(index.size() == 50'000);
    CHECK(index.nbytes() == index.bytes().size());

    const Points queries = make_points(Cloud::uniform, 20'000, 6);
    geodist::QueryOptions options;
    options.threads = 1;
    const Answer answer = ask(index, queries, 3, options);
    options.threads = 4;
    CHECK(ask(index, queries, 3, options) == answer);
    std::vector<std::thread> threads;
    std::vector<int> same(8, 0);
    for (std::size_t t = 0; t < same.size(); ++t) {
        threads.emplace_back([&, t] {
            Answer mine(queries.size() * 3);
            index.query(queries.columns(), 3, mine.distances, mine.rows);
            same[t] = mine == answer ? 1 : 0;
        });
    }
    for (std::thread& thread : threads) {
        thread.join();
    }
    CHECK(std::accumulate(same.begin(), same.end(), 0) == 8);

    options.interrupted = [](void*) { return true; };
    options.interrupt_interval = {};
    Answer stopped(queries.size() * 200);
    CHECK_THROWS_AS(index.query(queries.columns(), 200, stopped.distances, stopped.rows, options),
                    geodist::Interrupted);
    two.interrupted = options.interrupted;
    two.interrupt_interval = {};
    CHECK_THROWS_AS(PointIndex(points.columns(), geodist::wgs84(), two), geodist::Interrupted);

    Answer wrong(5);
    CHECK_THROWS_AS(index.query(queries.columns(), 1, wrong.distances, wrong.rows),
                    std::invalid_argument);
    CHECK_THROWS_AS(index.query(queries.columns(), 0, wrong.distances, wrong.rows),
                    std::invalid_argument);
    const Points bad{{0, 91}, {0, 0}};
    CHECK_THROWS_AS(PointIndex(bad.columns()), geodist::InvalidLatitudeError);
    const Points uneven{{0, 1}, {0}};
    CHECK_THROWS_AS(PointIndex(uneven.columns()), std::invalid_argument);
    const double radius = -1;
    CHECK_THROWS_AS(static_cast<void>(index.query_radius(queries.columns(), {&radius, 1})),
                    geodist::GeodistError);
}

TEST_CASE("results of one's own, and one radius for all") {
    const Points points = make_points(Cloud::uniform, 700, 5),
                 queries = make_points(Cloud::grid, 40, 6);
    const PointIndex index(points.columns());
    const Answer expected = ask(index, queries, 3);
    const geodist::NearestRows found = index.query(queries.columns(), 3);
    CHECK(found.distances == expected.distances);
    CHECK(found.rows == expected.rows);
    CHECK(index.query(queries.columns()).rows.size() == queries.size());
    CHECK_THROWS_AS(static_cast<void>(index.query(queries.columns(), 0)), std::invalid_argument);
    CHECK_THROWS_AS(static_cast<void>(index.query(queries.columns(), ~std::size_t{0} / 8)),
                    std::length_error);
    Answer far(queries.size());
    index.farthest(queries.columns(), far.distances, far.rows);
    CHECK(index.farthest(queries.columns()).rows == far.rows);

    const std::vector<double> radii(queries.size(), 2e6);
    const geodist::Neighbours one = index.query_radius(queries.columns(), 2e6),
                              each = index.query_radius(queries.columns(), radii);
    CHECK(one.starts == each.starts);
    CHECK(one.rows == each.rows);
    CHECK(one.distances == each.distances);
    const std::vector<std::int64_t> counts = index.count_radius(queries.columns(), 2e6);
    for (std::size_t i = 0; i < counts.size(); ++i) {
        CHECK(counts[i] == one.starts[i + 1] - one.starts[i]);
    }

    // Of the indexed points themselves: the same as of their columns.
    const geodist::Neighbours pairs = index.query_pairs(2e6),
                              same = index.query_radius(points.columns(), 2e6);
    CHECK(pairs.starts == same.starts);
    CHECK(pairs.rows == same.rows);
    CHECK(pairs.distances == same.distances);
    geodist::RadiusOptions upper;
    upper.upper_triangle = true;
    CHECK(index.query_pairs(2e6, upper).rows ==
          index.query_radius(points.columns(), 2e6, upper).rows);
}

TEST_CASE("an error names a radius by its index, if there are several") {
    const Points points = make_points(Cloud::grid, 3, 5);
    const PointIndex index(points.columns());
    const auto error_of = [&](const std::vector<double>& radius) {
        try {
            static_cast<void>(index.query_radius(points.columns(), radius));
        } catch (const geodist::GeodistError& error) {
            return error;
        }
        return geodist::GeodistError("nothing thrown");
    };
    CHECK(std::string(error_of({-1}).what()) == "radius must not be negative or NaN, got -1");
    CHECK(error_of({-1}).index() == std::nullopt);
    CHECK(std::string(error_of({1, -2, 1}).what()) ==
          "radius must not be negative or NaN, got -2 (index 1)");
    CHECK(error_of({1, -2, 1}).index() == 1);
    CHECK_THROWS_AS(static_cast<void>(index.query_pairs(NOT_A_NUMBER)), geodist::GeodistError);
}

TEST_CASE("a file comes back as it was, and no damage goes unnoticed") {
    const auto folder = std::filesystem::temp_directory_path() /
                        ("geodist-index-" + std::to_string(std::random_device()()));
    std::filesystem::create_directory(folder);
    const auto path = folder / "points.gdx";
    const Points points = make_points(Cloud::uniform, 300, 7),
                 queries = make_points(Cloud::grid, 50, 8);
    const PointIndex index(points.columns(), Ellipsoid(6.4e6, -1 / 90.0));
    index.save(path);
    const Answer answer = ask(index, queries, 4);
    for (const bool map : {true, false}) {
        const PointIndex loaded = PointIndex::load(path, {map, true});
        CHECK(loaded.ellipsoid() == index.ellipsoid());
        CHECK(loaded.missing() == index.missing());
        CHECK(ask(loaded, queries, 4) == answer);
    }
    CHECK(ask(PointIndex::from_bytes(index.bytes()), queries, 4) == answer);
    index.save(path);  // over itself

    const std::vector<std::byte> whole(index.bytes().begin(), index.bytes().end());
    std::size_t unnoticed = 0;
    for (std::size_t at = 0; at < whole.size(); at += at < 512 ? 1 : 37) {
        std::vector<std::byte> damaged = whole;
        damaged[at] ^= static_cast<std::byte>(1 << at % 8);
        try {
            static_cast<void>(PointIndex::from_bytes(damaged));
            ++unnoticed;
        } catch (const geodist::IndexFileError&) {
        }
    }
    for (std::size_t size = 0; size < whole.size(); size += size < 600 ? 1 : 101) {
        try {
            static_cast<void>(PointIndex::from_bytes({whole.data(), size}));
            ++unnoticed;
        } catch (const geodist::IndexFileError&) {
        }
    }
    CHECK(unnoticed == 0);
    std::vector<std::byte> longer = whole;
    longer.push_back(std::byte{0});
    CHECK_THROWS_AS(static_cast<void>(PointIndex::from_bytes(longer)), geodist::IndexFileError);
    std::ofstream(path, std::ios::binary | std::ios::trunc) << "lat,lon\n1,2\n";
    CHECK_THROWS_AS(static_cast<void>(PointIndex::load(path)), geodist::IndexFileError);
    CHECK_THROWS_AS(static_cast<void>(PointIndex::load(folder / "absent")), std::system_error);
    CHECK_THROWS_AS(index.save(folder / "absent" / "points.gdx"), std::system_error);
    std::filesystem::remove_all(folder);
}

TEST_CASE("parts of the index") {
    // Values of the reference implementation.
    const auto hash = [](const std::string& text) {
        return geodist::index::xxh64(std::as_bytes(std::span(text.data(), text.size())));
    };
    CHECK(hash("") == 0xEF46DB3751D8E999);
    CHECK(hash("abc") == 0x44BC2CF5AD770999);
    CHECK(hash("Nobody inspects the spammish repetition") == 0xFBCEA83C8A378BF1);

    for (const std::size_t n : {0U, 1U, 16U, 17U, 256U, 257U, 70'000U}) {
        const geodist::index::Shape shape(geodist::index::PointLeaves::leaf_count(n));
        CHECK(shape.leaves == (n + 15) / 16);
        CHECK((n == 0 ? shape.levels == 0 : shape.first[shape.levels - 1] + 1 == shape.boxes));
    }
}

}  // namespace
