#include "text/number.hpp"

#include <geodist/text.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <system_error>

#include "runtime/float_environment.hpp"

namespace geodist::text {

namespace {

// The powers of ten that are doubles.
constexpr std::array POWERS{1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                            1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};

// from_chars leaves its result alone beyond the range of a double. Where the first digit that is
// not 0 stands, the exponent added, tells on which side that is.
double beyond_range(std::string_view digits) {
    const std::size_t e = std::min(digits.find_first_of("eE"), digits.size());
    const std::string_view mantissa = digits.substr(0, e);
    const std::size_t first = mantissa.find_first_of("123456789");
    if (first == std::string_view::npos) {
        return 0.0;
    }
    const std::size_t point = std::min(mantissa.find('.'), e);
    const auto place = static_cast<std::int64_t>(point) - static_cast<std::int64_t>(first);
    std::int64_t exponent = 0;
    if (e + 1 < digits.size()) {
        std::string_view text = digits.substr(e + 1);
        const bool negative = text.starts_with('-');
        if (negative || text.starts_with('+')) {
            text.remove_prefix(1);
        }
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), exponent);
        constexpr std::int64_t most = std::numeric_limits<std::int32_t>::max();
        exponent = error == std::errc{} ? std::min(exponent, most) : most;
        exponent = negative ? -exponent : exponent;
    }
    return place + exponent > 0 ? std::numeric_limits<double>::infinity() : 0.0;
}

double value_of(std::string_view digits, std::chars_format format) {
    double value = 0;
    const auto [end, error] =
        std::from_chars(digits.data(), digits.data() + digits.size(), value, format);
    return error == std::errc::result_out_of_range ? beyond_range(digits) : value;
}

}  // namespace

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && is_blank(text.front())) {
        text.remove_prefix(1);
    }
    while (!text.empty() && is_blank(text.back())) {
        text.remove_suffix(1);
    }
    return text;
}

std::size_t digits_size(std::string_view text) {
    std::size_t size = 0, digits = 0;
    bool has_point = false;
    for (; size < text.size(); ++size) {
        if (is_digit(text[size])) {
            ++digits;
        } else if (text[size] == '.' && !has_point) {
            has_point = true;
        } else {
            break;
        }
    }
    return digits == 0 ? 0 : size;
}

double digits_value(std::string_view digits) {
    // Up to here the digits and the power of ten are doubles, and their quotient is rounded once.
    constexpr std::size_t exact = 15;
    constexpr double powers[] = {1e0, 1e1, 1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};
    if (digits.size() > exact) {
        return value_of(digits, std::chars_format::fixed);
    }
    std::int64_t number = 0;
    std::size_t decimals = 0;
    bool has_point = false;
    for (const char c : digits) {
        if (c == '.') {
            has_point = true;
            continue;
        }
        number = 10 * number + (c - '0');
        decimals += has_point ? 1 : 0;
    }
    return static_cast<double>(number) / powers[decimals];
}

std::optional<double> plain_number(std::string_view text) {
    const bool negative = text.starts_with('-');
    if (negative || text.starts_with('+')) {
        text.remove_prefix(1);
    }
    // Most numbers: their digits and the power of ten are exact as doubles, so one division gives
    // the nearest double.
    constexpr std::uint64_t exact = std::uint64_t{1} << 53;
    std::uint64_t whole = 0;
    std::size_t size = 0, digits = 0, decimals = 0;
    bool has_point = false;
    for (; size < text.size(); ++size) {
        if (is_digit(text[size])) {
            whole = 10 * whole + static_cast<std::uint64_t>(text[size] - '0');
            ++digits;
            decimals += has_point ? 1 : 0;
        } else if (text[size] == '.' && !has_point) {
            has_point = true;
        } else {
            break;
        }
    }
    if (digits == 0) {
        return std::nullopt;
    }
    if (size == text.size() && digits < 20 && whole <= exact && decimals < POWERS.size()) {
        const double value = static_cast<double>(whole) / POWERS[decimals];
        return negative ? -value : value;
    }
    std::string_view rest = text.substr(size);
    if (!rest.empty()) {  // an exponent, whole
        if (rest.front() != 'e' && rest.front() != 'E') {
            return std::nullopt;
        }
        rest.remove_prefix(1);
        if (rest.starts_with('-') || rest.starts_with('+')) {
            rest.remove_prefix(1);
        }
        if (rest.empty() || rest.find_first_not_of("0123456789") != std::string_view::npos) {
            return std::nullopt;
        }
    }
    const double value = value_of(text, std::chars_format::general);
    return negative ? -value : value;
}

}  // namespace geodist::text

namespace geodist {

std::optional<double> read_number(std::string_view text) {
    const runtime::FloatEnvironment environment;
    return text::plain_number(text::trimmed(text));
}

}  // namespace geodist
