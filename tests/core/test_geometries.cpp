// Geometries in text and bytes. tests/python/test_geometries.py compares with GEOS.
#include <doctest/doctest.h>

#include <geodist/error.hpp>
#include <geodist/geometries.hpp>

#include <cmath>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace {

using geodist::GeometryFault;
using geodist::GeometryKind;

// Calls with one geometry that has something before and behind it.
template <class Function>
geodist::GeometryColumn convert_one(Function function, std::string_view cell) {
    const std::string data = "[" + std::string(cell) + "1";
    const std::vector<std::int64_t> begin{1};
    const std::vector<std::int64_t> end{static_cast<std::int64_t>(cell.size()) + 1};
    return function({data, begin, end});
}

std::string text_of(const geodist::GeometryColumn& column) {
    return {column.data.begin(), column.data.end()};
}

}  // namespace

TEST_CASE("geometries become well-known binary and text again") {
    constexpr std::string_view texts[] = {
        R"({"type":"Point","coordinates":[1.5,-2]})",
        R"({"type":"Point","coordinates":[]})",
        R"({"type":"LineString","coordinates":[[1,2,3],[4,5]]})",
        R"({"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,0]],[]]})",
        R"({"type":"MultiPoint","coordinates":[[1,2],[3,4]]})",
        R"({"type":"MultiLineString","coordinates":[[[1,2],[3,4]],[]]})",
        R"({"type":"MultiPolygon","coordinates":[[[[0,0],[1,0],[0,0]]],[]]})",
        R"({"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":[1,2]}]})",
    };
    for (const std::string_view text : texts) {
        CAPTURE(text);
        const auto binary = convert_one(geodist::wkb_from_geojson, text);
        REQUIRE(binary.states[0].fault == GeometryFault::none);
        const auto back = convert_one(geodist::geojson_from_wkb, text_of(binary));
        CHECK(text_of(back) == text);
        CHECK(back.states[0].kind == binary.states[0].kind);
        CHECK(text_of(convert_one(geodist::wkb_from_wkb, text_of(binary))) == text_of(binary));
    }
}

TEST_CASE("the bytes of a point") {
    const auto binary =
        convert_one(geodist::wkb_from_geojson, R"({"type":"Point","coordinates":[1,2]})");
    const std::string expected("\1\1\0\0\0\0\0\0\0\0\0\xF0\x3F\0\0\0\0\0\0\0\x40", 21);
    CHECK(text_of(binary) == expected);
    CHECK(binary.offsets == std::vector<std::int64_t>{0, 21});
}

TEST_CASE("a geometry that cannot be read has a fault and no bytes") {
    const auto wrong = convert_one(geodist::wkb_from_geojson,
                                   R"({"type":"LineString","coordinates":[[1,2],[3,"x"]]})");
    CHECK(wrong.states[0].fault == GeometryFault::not_numbers);
    CHECK(wrong.states[0].place == 45);
    CHECK(wrong.states[0].kind == GeometryKind::line_string);
    CHECK(wrong.data.empty());
    const auto cut = convert_one(geodist::geojson_from_wkb, std::string_view("\1\1\0\0\0\0", 6));
    CHECK(cut.states[0].fault == GeometryFault::cut_off);
    CHECK(geodist::describe(cut.states[0].fault) == "is cut off");
}

TEST_CASE("cells must be within the data") {
    const std::vector<std::int64_t> begin{1};
    const std::vector<std::int64_t> end{5};
    const std::string_view data = "null";
    CHECK_THROWS_AS(static_cast<void>(geodist::wkb_from_geojson({data, begin, end})),
                    geodist::GeodistError);
}

TEST_CASE("rows with parts that their kind cannot have are refused") {
    const std::vector<double> lat{1, 2, 3}, lon{4, 5, 6};
    const std::vector<std::int64_t> rings{0, 1, 3}, none{0, 0, 3}, parts{0, 1, 2}, both{0, 2},
        rows{0, 2}, first{0, 1};
    const auto refused = [&](const std::vector<std::int64_t>& ring_offsets,
                             const std::vector<std::int64_t>& part_offsets,
                             const std::vector<std::int64_t>& row_offsets, std::uint8_t kind) {
        const std::vector<std::uint8_t> kinds{kind};
        const geodist::ShapeCells shapes{lat, lon, ring_offsets, part_offsets, row_offsets, kinds};
        CHECK_THROWS_AS(static_cast<void>(geodist::wkb_from_shapes(shapes)), geodist::GeodistError);
    };
    refused(rings, parts, rows, 1);  // a point of two parts
    refused(rings, both, first, 1);  // of two rings
    refused(none, parts, first, 1);  // of no vertex
    refused(rings, parts, rows, 2);  // a line of two parts
    refused(rings, both, first, 2);  // of two rings
    refused(rings, parts, rows, 3);  // a polygon of two parts
}
