// Columns of text as numbers.
#include <geodist/error.hpp>
#include <geodist/text.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <system_error>

#include "runtime/float_environment.hpp"
#include "text/angle.hpp"
#include "text/cell.hpp"
#include "text/cells.hpp"
#include "text/number.hpp"
#include "text/spans.hpp"
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
    if (const auto number = text::plain_number(cell)) {
        return *number;
    }
    if (const auto infinity = infinity_in(cell)) {
        return *infinity;
    }
    if (kind == CellKind::number) {
        return NONE;
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

namespace {

std::optional<std::int64_t> whole_number(std::string_view text) {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool is_right = error == std::errc{} && end == text.data() + text.size();
    return is_right ? std::optional(value) : std::nullopt;
}

// Whether text is a decimal number as a program writes it: no plus sign, no zeros in front.
bool is_decimal(std::string_view text) {
    text.remove_prefix(text.starts_with('-') ? 1 : 0);
    const bool has_zero = text.size() > 1 && text[0] == '0' && text::is_digit(text[1]);
    return !text.empty() && text::is_digit(text[0]) && !has_zero;
}

// Whether the nearest double, with as many digits as the text, is the text again.
bool gives_back(std::string_view text, double value) {
    constexpr std::size_t held = 15;  // digits that every double in range gives back
    std::array<char, 64> digits;
    std::size_t size = 0;
    for (const char c : text.substr(0, text.find_first_of("eE"))) {
        if (!text::is_digit(c) || (size == 0 && c == '0')) {
            continue;
        }
        if (size == digits.size()) {
            return false;
        }
        digits[size++] = c;
    }
    while (size != 0 && digits[size - 1] == '0') {
        --size;
    }
    if (size == 0 || (size <= held && std::abs(value) >= std::numeric_limits<double>::min())) {
        return true;
    }
    std::array<char, 80> again;
    const auto [end, error] =
        std::to_chars(again.data(), again.data() + again.size(), std::abs(value),
                      std::chars_format::scientific, static_cast<int>(size) - 1);
    std::size_t same = 0;
    for (const char* p = again.data(); p != end && same != size && *p != 'e'; ++p) {
        if (*p == '.') {
            continue;
        }
        if (*p != digits[same]) {
            return false;
        }
        ++same;
    }
    return error == std::errc{} && same == size;
}

std::uint8_t types_of(std::string_view text) {
    if (text == "true" || text == "false") {
        return FITS_BOOL;
    }
    const auto value = is_decimal(text) ? text::plain_number(text) : std::nullopt;
    if (!value) {
        return 0;
    }
    const bool is_whole = text != "-0" && whole_number(text).has_value();
    // Longer whole numbers are codes: as doubles they would be written with an exponent.
    const bool is_long =
        !is_whole && text.size() > 2 && text.find_first_of(".eE") == std::string_view::npos;
    const bool is_exact = std::isfinite(*value) && !is_long && gives_back(text, *value);
    return static_cast<std::uint8_t>((is_exact ? FITS_FLOAT64 : 0) | (is_whole ? FITS_INT64 : 0));
}

}  // namespace

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

void read_cells(std::string_view block, const Spans& cells, CellSyntax syntax, CellKind kind,
                char decimal, std::span<double> values) {
    text::check_spans(block, cells);
    text::check_size(values.size(), cells);
    const runtime::FloatEnvironment environment;
    std::string buffer, point_buffer;
    text::Tokens tokens;
    for (std::size_t i = 0; i < values.size(); ++i) {
        const text::Cell cell = text::read_text(text::piece_of(block, cells[i]), syntax, buffer);
        if (!cell.is_string) {
            values[i] = text::parse_cell(cell.text, CellKind::number, tokens);
            continue;
        }
        const auto pointed = text::with_point(cell.text, decimal, point_buffer);
        values[i] = pointed ? text::parse_cell(*pointed, kind, tokens) : NONE;
    }
}

void read_integers(std::string_view block, const Spans& cells, CellSyntax syntax,
                   std::span<std::int64_t> values, std::span<std::uint8_t> is_there) {
    text::check_spans(block, cells);
    text::check_size(values.size(), cells);
    text::check_size(is_there.size(), cells);
    std::string buffer;
    for (std::size_t i = 0; i < values.size(); ++i) {
        const auto value =
            whole_number(text::read_text(text::piece_of(block, cells[i]), syntax, buffer).text);
        values[i] = value.value_or(0);
        is_there[i] = value ? 1 : 0;
    }
}

GatheredTexts gather_texts(std::string_view block, const Spans& cells, CellSyntax syntax) {
    text::check_spans(block, cells);
    GatheredTexts column;
    column.offsets.reserve(cells.count + 1);
    column.offsets.push_back(0);
    column.status.reserve(cells.count);
    std::string buffer;
    for (std::size_t i = 0; i < cells.count; ++i) {
        const text::Cell cell = text::read_text(text::piece_of(block, cells[i]), syntax, buffer);
        column.bytes.append(cell.text);
        text::check_block(column.bytes);
        column.offsets.push_back(static_cast<std::int32_t>(column.bytes.size()));
        column.status.push_back(cell.status);
    }
    return column;
}

std::uint8_t fitting_types(std::string_view block, const Spans& cells, CellSyntax syntax,
                           char decimal) {
    text::check_spans(block, cells);
    const runtime::FloatEnvironment environment;
    std::uint8_t types = FITS_ALL;
    std::string buffer, point_buffer;
    for (std::size_t i = 0; i < cells.count && types != 0; ++i) {
        const text::Cell cell = text::read_text(text::piece_of(block, cells[i]), syntax, buffer);
        if (cell.text.empty() &&
            (syntax == CellSyntax::csv || cell.status == TextStatus::missing)) {
            continue;
        }
        if (syntax == CellSyntax::json && cell.is_string) {
            return 0;
        }
        const auto pointed =
            text::with_point(cell.text, syntax == CellSyntax::csv ? decimal : '.', point_buffer);
        types &= types_of(pointed.value_or(""));
    }
    return types;
}

}  // namespace geodist
