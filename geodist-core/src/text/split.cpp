// Angles whose degrees, minutes, seconds and hemisphere are cells of their own.
#include <geodist/error.hpp>
#include <geodist/text.hpp>

#include <algorithm>
#include <cstddef>
#include <limits>
#include <string>
#include <string_view>

#include "runtime/float_environment.hpp"
#include "text/angle.hpp"
#include "text/cells.hpp"
#include "text/number.hpp"
#include "text/tokens.hpp"

namespace geodist {

namespace {

constexpr std::size_t MOST_PARTS = 4;

// A whole number as tables of decimals write it: 38.0.
std::string_view without_zeros(std::string_view number) {
    const std::size_t point = number.find('.');
    const bool is_whole = point != std::string_view::npos && point != 0 &&
                          number.find_first_not_of('0', point + 1) == std::string_view::npos;
    return is_whole ? number.substr(0, point) : number;
}

}  // namespace

std::string join_parts(std::span<const std::string_view> parts, bool has_hemisphere) {
    std::string joined;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const std::string_view part = text::trimmed(parts[i]);
        const bool is_last = i + 1 == parts.size();
        const bool is_letter = is_last && i > 0 &&
                               (has_hemisphere || (!part.empty() && text::is_letter(part.front())));
        if (part.empty()) {
            return "";
        }
        if (is_letter) {
            // Signs and hemispheres contradict each other, or say the same twice.
            if (!text::is_letter(part.front()) || joined.front() == '-' || joined.front() == '+') {
                return "";
            }
            // Degrees alone have three digits at most; more are NMEA's, whose letter is a field.
            const std::size_t whole =
                std::min(joined.find_first_not_of("0123456789"), joined.size());
            joined += i == 1 && whole > 3 ? ',' : ' ';
            joined += part;
            continue;
        }
        const bool is_number = text::digits_size(part) == part.size() ||
                               (i == 0 && text::plain_number(part).has_value());
        if (!is_number) {
            return "";
        }
        joined += i == 0 ? "" : ":";
        joined += is_last ? part : without_zeros(part);
    }
    return joined;
}

void read_split_cells(std::span<const TextColumn> columns, bool has_hemisphere, CellKind kind,
                      char decimal, std::span<double> values) {
    if (columns.size() < 2 || columns.size() > MOST_PARTS) {
        throw GeodistError("an angle has two to four columns");
    }
    for (const TextColumn& column : columns) {
        text::check_sizes(column, values.size());
    }
    const runtime::FloatEnvironment environment;
    text::Tokens tokens;
    std::string memory[MOST_PARTS];
    std::string_view parts[MOST_PARTS];
    for (std::size_t i = 0; i < values.size(); ++i) {
        bool is_readable = true;
        for (std::size_t k = 0; k < columns.size(); ++k) {
            const auto part = text::with_point(text::cell(columns[k], i), decimal, memory[k]);
            is_readable = is_readable && part.has_value();
            parts[k] = part.value_or("");
        }
        values[i] = std::numeric_limits<double>::quiet_NaN();
        if (is_readable) {
            const std::string joined = join_parts({parts, columns.size()}, has_hemisphere);
            if (!joined.empty()) {
                values[i] = text::parse_cell(joined, kind, tokens);
            }
        }
    }
}

}  // namespace geodist
