// Which row a vertex belongs to, where offsets begin behind the first vertex, as in a damaged file.
#include <doctest/doctest.h>

#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <vector>

#include <geodist/shape_index.hpp>
#include "shapes/shape_rows.hpp"

namespace {

// Two lines of the vertices 2, 3 and 4 to 6 of eight.
struct Sliced {
    std::vector<double> lat{0, 1, 2, 3, 4, 5, 6, 7}, lon{0, 1, 2, 3, 4, 5, 6, 7};
    std::vector<std::int64_t> rings{2, 4, 7}, parts{0, 1, 2}, rows{0, 1, 2};
    std::vector<std::uint8_t> kinds{2, 2};

    [[nodiscard]] geodist::ShapesView view() const {
        return {{lat, lon, rings, parts, rows, kinds}, geodist::Edges::geodesic, false};
    }
};

}  // namespace

TEST_CASE("a vertex of no row is known as such, and leads nowhere out of range") {
    Sliced shapes;
    for (const bool are_single : {true, false}) {
        if (!are_single) {
            shapes.kinds = {5};  // both lines are a multi-line
            shapes.rows = {0, 2};
        }
        const geodist::shapes::ShapeRows rows(shapes.view());
        for (std::size_t vertex = 0; vertex < 12; ++vertex) {
            CHECK(rows.has(vertex) == (vertex >= 2 && vertex < 7));
            CHECK(rows.ring(vertex) == (vertex < 4 ? 0 : 1));
            CHECK(rows.part(vertex) == (vertex < 4 ? 0 : 1));
            CHECK(rows.row(vertex) == (are_single && vertex >= 4 ? 1 : 0));
        }
    }
}

TEST_CASE("an index locates on the edges that it has") {
    const Sliced shapes;
    const geodist::ShapeIndex index(shapes.view());
    const std::vector<double> lat{5}, lon{5};
    const geodist::PointColumns point(lat, lon);
    const std::vector<std::int64_t> row{1};
    for (const std::int64_t edge : {0, 1, 7, 8}) {
        const std::vector<std::int64_t> edges{edge};
        CHECK_THROWS_AS(static_cast<void>(index.locate(point, row, edges)), std::out_of_range);
    }
    const auto found = index.locate(point, row, std::vector<std::int64_t>{4});
    CHECK(found[0].row == 1);
    CHECK(found[0].edge == 0);
    CHECK(found[0].fraction == 1);
}
