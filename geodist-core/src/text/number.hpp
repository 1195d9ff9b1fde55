// Plain numbers in text.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace geodist::text {

[[nodiscard]] constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
[[nodiscard]] constexpr bool is_blank(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');  // as isspace() in the C locale
}
[[nodiscard]] constexpr bool is_letter(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}
[[nodiscard]] std::string_view trimmed(std::string_view text);

// Digits with at most one point among them, at the front of the text: how many characters.
[[nodiscard]] std::size_t digits_size(std::string_view text);
// The double nearest to what digits_size() found; infinity beyond the range of a double.
[[nodiscard]] double digits_value(std::string_view digits);

// The whole text as a number with or without sign, point and exponent.
[[nodiscard]] std::optional<double> plain_number(std::string_view text);

}  // namespace geodist::text
