// Columns of text, cell by cell.
#pragma once

#include <geodist/text.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace geodist::text {

class Tokens;

// Refuses offsets that do not fit a number of cells, or leave the bytes.
void check_sizes(const TextColumn& column, std::size_t cells);

[[nodiscard]] inline std::string_view cell(const TextColumn& column, std::size_t i) {
    return {column.bytes.data() + column.offsets[i],
            static_cast<std::size_t>(column.offsets[i + 1] - column.offsets[i])};
}

// A number or an angle of the axis, NaN for all else.
[[nodiscard]] double parse_cell(std::string_view cell, CellKind kind, Tokens& tokens);

// A cell with its decimal mark as a point, perhaps kept in `memory`. Where the mark is a comma, a
// point may part thousands: none.
[[nodiscard]] std::optional<std::string_view> with_point(std::string_view cell, char decimal,
                                                         std::string& memory);

}  // namespace geodist::text
