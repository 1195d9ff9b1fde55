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
#include "text/number.hpp"
#include "text/spans.hpp"

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

double read_cell(std::string_view cell, CellKind kind) {
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
    const text::Angle angle = text::parse_angle(cell);
    const bool is_right =
        angle.fault.kind == text::AngleFault::Kind::none && is_wanted(angle.axis, kind);
    return is_right ? angle.degrees : NONE;
}

// The cell with a decimal point, in itself or in the buffer; nothing that is a number, where it has
// a point though the decimal mark is another: that may part thousands.
std::string_view with_point(std::string_view cell, char decimal, std::string& buffer) {
    if (decimal == '.') {
        return cell;
    }
    if (cell.find('.') != std::string_view::npos) {
        return {};
    }
    if (cell.find(decimal) == std::string_view::npos) {
        return cell;
    }
    buffer.assign(cell);
    std::ranges::replace(buffer, decimal, '.');
    return buffer;
}

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
    const bool is_exact = std::isfinite(*value) && gives_back(text, *value);
    const bool is_whole = text != "-0" && whole_number(text).has_value();
    return static_cast<std::uint8_t>((is_exact ? FITS_FLOAT64 : 0) | (is_whole ? FITS_INT64 : 0));
}

}  // namespace

void read_cells(std::span<const char> bytes, std::span<const std::int64_t> offsets, CellKind kind,
                char decimal, std::span<double> values) {
    if (offsets.size() != values.size() + 1) {
        throw GeodistError("there must be one offset more than values");
    }
    const auto size = static_cast<std::int64_t>(bytes.size());
    if (!std::ranges::is_sorted(offsets) || offsets.front() < 0 || offsets.back() > size) {
        throw GeodistError("offsets must ascend within the text");
    }
    const runtime::FloatEnvironment environment;
    std::string buffer;
    for (std::size_t i = 0; i < values.size(); ++i) {
        const std::string_view cell(bytes.data() + offsets[i],
                                    static_cast<std::size_t>(offsets[i + 1] - offsets[i]));
        values[i] = read_cell(with_point(cell, decimal, buffer), kind);
    }
}

void read_cells(std::string_view block, const Spans& cells, CellSyntax syntax, CellKind kind,
                char decimal, std::span<double> values) {
    text::check_spans(block, cells);
    text::check_size(values.size(), cells);
    const runtime::FloatEnvironment environment;
    std::string buffer, point_buffer;
    for (std::size_t i = 0; i < values.size(); ++i) {
        const text::Cell cell = text::read_text(text::piece_of(block, cells[i]), syntax, buffer);
        if (syntax == CellSyntax::csv) {
            values[i] = read_cell(with_point(cell.text, decimal, point_buffer), kind);
        } else {
            values[i] = read_cell(cell.text, cell.is_string ? kind : CellKind::number);
        }
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

TextColumn gather_texts(std::string_view block, const Spans& cells, CellSyntax syntax) {
    text::check_spans(block, cells);
    TextColumn column;
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
        types &= types_of(syntax == CellSyntax::csv ? with_point(cell.text, decimal, point_buffer)
                                                    : cell.text);
    }
    return types;
}

}  // namespace geodist
