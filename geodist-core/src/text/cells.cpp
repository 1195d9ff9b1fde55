// Columns of text as numbers.
#include <geodist/error.hpp>
#include <geodist/text.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

#include "runtime/float_environment.hpp"
#include "text/angle.hpp"
#include "text/cells.hpp"
#include "text/number.hpp"
#include "text/tokens.hpp"

namespace geodist {

namespace {

constexpr double NONE = std::numeric_limits<double>::quiet_NaN();

std::optional<double> infinity_in(std::string_view text) {
    const bool negative = text.starts_with('-');
    if (negative || text.starts_with('+')) {
        text.remove_prefix(1);
    }
    const auto is = [text](std::string_view word) {
        return std::ranges::equal(text, word, [](char x, char y) { return (x | 0x20) == y; });
    };
    if (!is("inf") && !is("infinity")) {
        return std::nullopt;
    }
    return negative ? -std::numeric_limits<double>::infinity()
                    : std::numeric_limits<double>::infinity();
}

bool is_wanted(Axis axis, CellKind kind) {
    return axis == Axis::none ||
           axis == (kind == CellKind::latitude ? Axis::latitude : Axis::longitude);
}

}  // namespace

namespace text {

double parse_cell(std::string_view cell, CellKind kind, Tokens& tokens) {
    cell = text::trimmed(cell);
    if (const auto infinity = infinity_in(cell)) {
        return *infinity;
    }
    if (kind == CellKind::number) {
        return text::plain_number(cell).value_or(NONE);
    }
    const text::Angle angle = text::parse_angle(cell, tokens);
    const bool is_right =
        angle.fault.kind == text::AngleFault::Kind::none && is_wanted(angle.axis, kind);
    return is_right ? angle.degrees : NONE;
}

void check_sizes(const TextColumn& column, std::size_t cells) {
    if (column.offsets.size() != cells + 1) {
        throw GeodistError("there must be one offset more than values");
    }
    const auto size = static_cast<std::int64_t>(column.bytes.size());
    if (!std::ranges::is_sorted(column.offsets) || column.offsets.front() < 0 ||
        column.offsets.back() > size) {
        throw GeodistError("offsets must ascend within the text");
    }
}

std::optional<std::string_view> with_point(std::string_view cell, char decimal,
                                           std::string& memory) {
    if (decimal == '.' || cell.find(decimal) == std::string_view::npos) {
        if (decimal != '.' && cell.find('.') != std::string_view::npos) {
            return std::nullopt;
        }
        return cell;
    }
    if (cell.find('.') != std::string_view::npos) {
        return std::nullopt;
    }
    memory.assign(cell);
    std::ranges::replace(memory, decimal, '.');
    return memory;
}

}  // namespace text

void read_cells(const TextColumn& cells, CellKind kind, char decimal, std::span<double> values) {
    text::check_sizes(cells, values.size());
    const runtime::FloatEnvironment environment;
    std::string memory;
    text::Tokens tokens;
    for (std::size_t i = 0; i < values.size(); ++i) {
        const auto cell = text::with_point(text::cell(cells, i), decimal, memory);
        values[i] = cell ? text::parse_cell(*cell, kind, tokens) : NONE;
    }
}

}  // namespace geodist
