// The text of one cell.
#pragma once

#include <geodist/text.hpp>

#include <string>
#include <string_view>

namespace geodist::text {

struct Cell {
    std::string_view text;
    TextStatus status = TextStatus::text;
    bool is_string = true;  // not a number or another value of JSON
};

// The cell as it is written, and what it says: in the text itself or in the buffer.
[[nodiscard]] Cell read_csv(std::string_view written, std::string& buffer);
[[nodiscard]] Cell read_json(std::string_view written, std::string& buffer);
[[nodiscard]] inline Cell read_text(std::string_view written, CellSyntax syntax,
                                    std::string& buffer) {
    return syntax == CellSyntax::csv ? read_csv(written, buffer) : read_json(written, buffer);
}

}  // namespace geodist::text
