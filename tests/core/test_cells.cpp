// Cells against brute force: each pair within a radius meets in exactly one cell.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <random>
#include <stdexcept>
#include <vector>

#include <geodist/cells.hpp>
#include <geodist/error.hpp>
#include <geodist/geodesic.hpp>

namespace {

struct Columns {
    std::vector<double> lat, lon;

    [[nodiscard]] geodist::PointColumns view() const { return {lat, lon}; }
};

// Everywhere, at both poles and along the antimeridian.
Columns spread_points(std::size_t n, unsigned seed) {
    std::mt19937 random(seed);
    std::uniform_real_distribution<double> unit(-1, 1);
    Columns points;
    for (std::size_t i = 0; i < n; ++i) {
        const double x = unit(random), y = unit(random);
        switch (i % 4) {
            case 0:
                points.lat.push_back(std::asin(x) * 180 / std::acos(-1.0));
                points.lon.push_back(180 * y);
                break;
            case 1:
                points.lat.push_back(std::copysign(90 - 0.1 * std::abs(x), y));
                points.lon.push_back(360 * y);
                break;
            case 2:
                points.lat.push_back(5 * x);
                points.lon.push_back(180 + y);
                break;
            default:
                points.lat.push_back(std::round(10 * x));
                points.lon.push_back(std::round(10 * y));
        }
    }
    return points;
}

bool meets(const geodist::CellCover& cover, std::size_t i, std::int32_t cell) {
    const auto first = cover.cells.begin();
    return std::binary_search(first + cover.starts[i], first + cover.starts[i + 1], cell);
}

}  // namespace

TEST_CASE("a cover misses no cell with anything within the radius") {
    const Columns from = spread_points(120, 1), to = spread_points(240, 2);
    for (const double f : {1 / 298.257223563, 0.0, 1.0 / 50, -1.0 / 50}) {
        const geodist::Ellipsoid ellipsoid(6378137, f);
        for (const std::size_t count : {1U, 2U, 7U, 64U}) {
            const auto cells = geodist::Cells::from_sample(to.view(), count, ellipsoid);
            CHECK(cells.size() == count);
            const auto homes = cells.cell(to.view());
            CHECK(*std::max_element(homes.begin(), homes.end()) < static_cast<int>(count));
            CHECK(*std::min_element(homes.begin(), homes.end()) >= 0);
            const auto fitted = cells.fitted(to.view());
            for (std::size_t j = 0; j < to.lat.size(); j += 3) {
                // exactly as far as this point, so that rounding decides
                std::vector<double> radius;
                for (std::size_t i = 0; i < from.lat.size(); ++i) {
                    radius.push_back(geodist::distance(from.lat[i], from.lon[i], to.lat[j],
                                                       to.lon[j], ellipsoid));
                }
                const auto cover = cells.cover(from.view(), radius);
                const auto narrow = fitted.cover(from.view(), radius);
                CHECK(narrow.cells.size() <= cover.cells.size());
                for (std::size_t i = 0; i < from.lat.size(); ++i) {
                    REQUIRE(meets(cover, i, homes[j]));
                    REQUIRE(meets(narrow, i, homes[j]));
                }
            }
        }
    }
}

TEST_CASE("cells share out a sample evenly") {
    const Columns points = spread_points(4000, 3);
    for (const std::size_t count : {2U, 3U, 10U, 16U}) {
        const auto cells = geodist::Cells::from_sample(points.view(), count);
        std::vector<int> sizes(count);
        for (const std::int32_t cell : cells.cell(points.view())) {
            ++sizes[static_cast<std::size_t>(cell)];
        }
        const auto even = static_cast<double>(points.lat.size()) / static_cast<double>(count);
        for (const int size : sizes) {
            CHECK(size > 0.7 * even);
            CHECK(size < 1.4 * even);
        }
    }
}

TEST_CASE("missing points, infinite radii, one place") {
    const double nan = std::numeric_limits<double>::quiet_NaN();
    const double all = std::numeric_limits<double>::infinity();
    const Columns points{{10, nan, -80}, {20, 0, nan}};
    const auto cells = geodist::Cells::from_sample(spread_points(100, 4).view(), 8);
    const auto found = cells.cell(points.view());
    CHECK(found[0] >= 0);
    CHECK(found[1] == -1);
    CHECK(found[2] == -1);
    const auto cover = cells.cover(points.view(), {&all, 1});
    CHECK(cover.starts == std::vector<std::int64_t>{0, 8, 8, 8});

    const Columns place{std::vector<double>(9, 5.0), std::vector<double>(9, 6.0)};
    const auto one = geodist::Cells::from_sample(place.view(), 5);
    CHECK(one.size() == 5);
    CHECK(one.cell(points.view())[0] == 0);
    CHECK_THROWS_AS(geodist::Cells::from_sample({}, 2), geodist::EmptyGeometryError);
    CHECK(geodist::Cells::from_sample({}, 1).cell(points.view())[0] == 0);
    CHECK_THROWS_AS(geodist::Cells::from_sample({}, 0), std::invalid_argument);
    const double negative = -1;
    CHECK_THROWS_AS(cells.cover(points.view(), {&negative, 1}), geodist::GeodistError);
}

TEST_CASE("cells come back from their numbers") {
    const Columns points = spread_points(300, 5), part = spread_points(30, 6);
    const auto cells = geodist::Cells::from_sample(points.view(), 12);
    const auto fitted = cells.fitted(points.view());
    for (const geodist::Cells& given : {cells, fitted}) {
        CHECK(geodist::Cells::from_state(given.state(), given.ellipsoid()) == given);
    }
    CHECK_FALSE(cells == fitted);
    CHECK(fitted.united(cells.fitted(part.view())) ==
          cells.fitted(part.view()).united(cells.fitted(points.view())));
    CHECK_THROWS_AS(static_cast<void>(fitted.united(cells)), std::invalid_argument);
    std::vector<std::int64_t> state = fitted.state();
    for (std::size_t i = 0; i < state.size(); ++i) {
        std::vector<std::int64_t> wrong = state;
        wrong[i] = std::numeric_limits<std::int64_t>::max();
        CHECK_THROWS_AS(geodist::Cells::from_state(wrong, fitted.ellipsoid()),
                        std::invalid_argument);
    }
    state.pop_back();
    CHECK_THROWS_AS(geodist::Cells::from_state(state, fitted.ellipsoid()), std::invalid_argument);
}
