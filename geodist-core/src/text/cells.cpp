// Columns of text as numbers.
#include <geodist/error.hpp>
#include <geodist/text.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

#include "runtime/float_environment.hpp"
#include "text/angle.hpp"
#include "text/number.hpp"

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
    if (const auto infinity = infinity_in(cell)) {
        return *infinity;
    }
    if (kind == CellKind::number) {
        return text::plain_number(cell).value_or(NONE);
    }
    const text::Angle angle = text::parse_angle(cell);
    const bool is_right =
        angle.fault.kind == text::AngleFault::Kind::none && is_wanted(angle.axis, kind);
    return is_right ? angle.degrees : NONE;
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
    std::string with_point;
    for (std::size_t i = 0; i < values.size(); ++i) {
        std::string_view cell(bytes.data() + offsets[i],
                              static_cast<std::size_t>(offsets[i + 1] - offsets[i]));
        if (decimal != '.' && cell.find('.') != std::string_view::npos) {
            values[i] = NONE;  // it may part thousands
            continue;
        }
        if (decimal != '.' && cell.find(decimal) != std::string_view::npos) {
            with_point.assign(cell);
            std::ranges::replace(with_point, decimal, '.');
            cell = with_point;
        }
        values[i] = read_cell(cell, kind);
    }
}

}  // namespace geodist
