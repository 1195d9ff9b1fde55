// Tables of text. tests/python/test_text_scan.py compares with Python's modules csv and json.
#include <doctest/doctest.h>

#include <geodist/error.hpp>
#include <geodist/text.hpp>

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <random>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

using geodist::CellSyntax;
using geodist::CsvOptions;
using geodist::ItemState;
using geodist::JsonFault;
using geodist::MemberPath;
using geodist::RowFault;
using geodist::Span;
using geodist::Spans;
using geodist::TextStatus;

using Texts = std::vector<std::string>;

Spans all_of(const std::vector<Span>& spans) { return {.all = spans, .count = spans.size()}; }

std::string piece(std::string_view block, Span span) {
    return std::string(block.substr(static_cast<std::size_t>(span.begin),
                                    static_cast<std::size_t>(span.end - span.begin)));
}

Texts pieces(std::string_view block, const std::vector<Span>& spans) {
    Texts texts;
    for (const Span span : spans) {
        texts.push_back(piece(block, span));
    }
    return texts;
}

// A block without a byte behind it, where a sanitizer sees who reads on.
class Exact {
  public:
    explicit Exact(std::string_view text) : bytes_(text.begin(), text.end()) {
        bytes_.shrink_to_fit();
    }
    [[nodiscard]] std::string_view text() const { return {bytes_.data(), bytes_.size()}; }

  private:
    std::vector<char> bytes_;
};

struct Row {
    std::string text;
    std::int64_t line;
    RowFault fault;
    Texts cells;
    bool operator==(const Row&) const = default;
};

// Reads a table whose text comes in parts of some size.
std::vector<Row> read_table(std::string_view text, std::size_t columns, std::size_t part) {
    std::vector<Row> rows;
    std::string rest;
    CsvOptions options{.columns = columns};
    for (std::size_t at = 0; at < text.size(); at += part) {
        rest += text.substr(at, part);
        options.is_last = at + part >= text.size();
        for (;;) {
            const Exact block(rest);
            const geodist::CsvRows found = split_csv(block.text(), options);
            auto next = found.cells.begin();
            for (std::size_t i = 0; i < found.rows.size(); ++i) {
                std::vector<Span> cells;
                if (found.faults[i] == RowFault::none) {
                    cells.assign(next, next + static_cast<std::ptrdiff_t>(columns));
                    next += static_cast<std::ptrdiff_t>(columns);
                }
                rows.push_back({piece(block.text(), found.rows[i]), found.lines[i], found.faults[i],
                                pieces(block.text(), cells)});
            }
            CHECK(next == found.cells.end());
            rest.erase(0, found.consumed);
            options.line = found.next_line;
            if (found.rows.empty()) {
                break;
            }
        }
    }
    CHECK(rest.empty());
    return rows;
}

Texts read_items(std::string_view text, std::size_t part, JsonFault& fault) {
    Texts items;
    std::string rest;
    ItemState state = ItemState::first;
    fault = JsonFault::none;
    for (std::size_t at = 0; at < text.size() && fault == JsonFault::none; at += part) {
        rest += text.substr(at, part);
        const Exact block(rest);
        const auto found = split_items(block.text(), state, at + part >= text.size());
        for (std::string& item : pieces(block.text(), found.items)) {
            items.push_back(std::move(item));
        }
        state = found.state;
        fault = found.fault;
        rest.erase(0, found.consumed);
    }
    return items;
}

template <std::size_t N>
std::string random_text(std::mt19937& random, const std::array<std::string_view, N>& tokens) {
    std::string text;
    for (auto count = random() % 40; count != 0; --count) {
        text += tokens[random() % N];
    }
    return text;
}

constexpr std::array<std::string_view, 10> CSV_TOKENS{"a",  "1.5", " ",  ",",    ",",
                                                      "\"", "\"",  "\n", "\r\n", "\r"};
constexpr std::array<std::string_view, 20> JSON_TOKENS{
    "{",  "}",    "[",    "]",       ",",       ":",  "\"",       "\"a\":", "\"a\"",   "{\"a\":1},",
    "\\", "null", "true", "-1.5e+3", "\\u00e9", "\n", "\xc3\xa9", "\xff",   "\\ud83d", "0"};

TEST_CASE("rows of CSV are the same in one block and byte by byte") {
    std::mt19937 random(1);
    for (int i = 0; i < 2000; ++i) {
        const std::string text = random_text(random, CSV_TOKENS);
        const std::vector<Row> whole = read_table(text, 2, text.size() + 1);
        for (const std::size_t part : {1U, 3U, 8U}) {
            CHECK(read_table(text, 2, part) == whole);
        }
    }
}

TEST_CASE("items of an array are the same in one block and byte by byte") {
    std::mt19937 random(2);
    for (int i = 0; i < 2000; ++i) {
        const std::string text = random_text(random, JSON_TOKENS);
        JsonFault fault{}, other{};
        const Texts whole = read_items(text, text.size() + 1, fault);
        for (const std::size_t part : {1U, 3U, 8U}) {
            CHECK(read_items(text, part, other) == whole);
            CHECK(other == fault);
        }
    }
}

TEST_CASE("objects and cells are read within their pieces") {
    std::mt19937 random(3);
    const std::array paths{MemberPath{"a", std::nullopt}, MemberPath{"a", "a"}};
    int objects = 0;
    for (int i = 0; i < 20000; ++i) {
        const Exact block("{\"a\":" + random_text(random, JSON_TOKENS).substr(0, random() % 12) +
                          (i % 2 == 0 ? "}" : ""));
        const std::vector<Span> row{{0, static_cast<std::int32_t>(block.text().size())}};
        const auto found = scan_objects(block.text(), all_of(row), paths);
        const bool is_object = found.faults[0] == JsonFault::none;
        objects += is_object ? 1 : 0;
        CHECK(member_names(block.text(), all_of(row)).size() >= (is_object ? 1 : 0));
        for (const CellSyntax syntax : {CellSyntax::csv, CellSyntax::json}) {
            for (const auto& cells : {row, found.members}) {
                std::vector<double> values(cells.size());
                read_cells(block.text(), all_of(cells), syntax, geodist::CellKind::latitude, '.',
                           values);
                CHECK(gather_texts(block.text(), all_of(cells), syntax).status.size() ==
                      cells.size());
                CHECK(fitting_types(block.text(), all_of(cells), syntax, '.') <= 7);
            }
        }
    }
    CHECK(objects > 100);
}

TEST_CASE("cells of CSV have their quotes, lines are counted within them") {
    const std::vector<Row> rows = read_table("a,\"b\nc\"\r\n\r\n1\n\"x\"y,2\n3,4", 2, 100);
    REQUIRE(rows.size() == 4);
    CHECK(rows[0] == Row{"a,\"b\nc\"", 1, RowFault::none, {"a", "\"b\nc\""}});
    CHECK(rows[1] == Row{"1", 4, RowFault::few_fields, {}});
    CHECK(rows[2] == Row{"\"x\"y,2", 5, RowFault::text_after_quote, {}});
    CHECK(rows[3] == Row{"3,4", 6, RowFault::none, {"3", "4"}});
}

TEST_CASE("a column is read from cells that are stored row by row") {
    constexpr std::string_view block = "1,\"2\"\n3,\"4\"\"\"\n5,\n";
    const auto found = geodist::split_csv(block, {.columns = 2});
    const Spans second{.all = found.cells, .count = 3, .first = 1, .step = 2};
    const auto texts = gather_texts(block, second, CellSyntax::csv);
    CHECK(texts.bytes == "24\"");
    CHECK(texts.offsets == std::vector<std::int32_t>{0, 1, 3, 3});
    CHECK(texts.status[2] == TextStatus::missing);
    std::array<double, 3> values{};
    read_cells(block, second, CellSyntax::csv, geodist::CellKind::number, '.', values);
    CHECK(values[0] == 2);
    CHECK(std::isnan(values[1]));
    CHECK(std::isnan(values[2]));
}

TEST_CASE("two hundred levels of JSON are read, and no more") {
    for (const std::size_t depth : {199U, 200U, 1000000U}) {
        const std::string text =
            "{\"a\":" + std::string(depth, '[') + std::string(depth, ']') + "}";
        const std::vector<Span> row{{0, static_cast<std::int32_t>(text.size())}};
        const auto found = scan_objects(text, all_of(row), {});
        CHECK(found.faults[0] == (depth < 200 ? JsonFault::none : JsonFault::too_deep));
    }
}

TEST_CASE("points of GeoJSON") {
    constexpr std::string_view block = R"("Point"[1, 2.5,-3]"Line"[7])";
    const std::vector<Span> types{{0, 7}, {0, 7}, {18, 24}, {0, 0}};
    const std::vector<Span> coordinates{{7, 18}, {24, 27}, {7, 18}, {7, 18}};
    std::array<double, 4> lon{}, lat{}, height{};
    std::array<geodist::PointStatus, 4> status{};
    read_points(block, all_of(types), all_of(coordinates), lon, lat, height, status);
    CHECK(lon[0] == 1);
    CHECK(lat[0] == 2.5);
    CHECK(height[0] == -3);
    using geodist::PointStatus;
    CHECK(status == std::array{PointStatus::point, PointStatus::not_numbers,
                               PointStatus::other_type, PointStatus::missing});
    CHECK(std::isnan(lon[1]));
}

TEST_CASE("rows are written with new columns") {
    constexpr std::string_view block = "a,\"b\"\n{\"c\":1 }{}";
    const std::vector<Span> row{{0, 5}};
    const std::array<double, 1> number{1e-7};
    const std::array<std::int64_t, 1> integer{-5};
    const std::array<std::int32_t, 2> offsets{0, 3};
    const std::array<geodist::NewColumn, 3> columns{
        std::span<const double>(number), std::span<const std::int64_t>(integer),
        geodist::NewTexts{.offsets = offsets, .bytes = "x\"\n"}};
    geodist::NewRows rows{.block = block, .rows = all_of(row), .columns = columns};
    CHECK(write_cells(rows, ',', false) == "a,\"b\",1e-7,-5,\"x\"\"\n\"\n");
    const std::array<std::optional<int>, 3> decimals{8, 2, std::nullopt};
    rows.decimals = decimals;
    CHECK(write_cells(rows, ';', true) == "0.00000010;-5;\"x\"\"\n\";a,\"b\"\n");
    const std::array<std::string, 3> names{"d", "e\t", "f"};
    const std::vector<Span> object{{6, 14}}, empty{{14, 16}};
    rows.rows = all_of(object);
    CHECK(write_members(rows, rows.rows, names, "") ==
          "{\"c\":1 ,\"d\":0.00000010,\"e\\t\":-5,\"f\":\"x\\\"\\n\"}\n");
    rows.rows = all_of(empty);
    CHECK(write_members(rows, rows.rows, names, "").starts_with("{\"d\":"));
    CHECK_THROWS_AS(static_cast<void>(write_members(rows, std::nullopt, names, "")),
                    geodist::GeodistError);
    const geodist::NewRows bare{.block = block, .rows = all_of(object)};
    CHECK(write_members(bare, bare.rows, {}, "") == "{\"c\":1 }\n");
    CHECK_THROWS_AS(
        static_cast<void>(geodist::write_members({.block = block}, std::nullopt, {}, "")),
        geodist::GeodistError);
    const std::vector<Span> two{{0, 5}, {0, 5}};
    rows.rows = all_of(two);
    CHECK_THROWS_AS(static_cast<void>(write_cells(rows, ',', false)), geodist::GeodistError);
}

}  // namespace
