// The grammar of angles. It takes what GeographicLib's tools take (C. F. F. Karney, GeographicLib,
// class DMS, https://geographiclib.sourceforge.io/C++/doc/classGeographicLib_1_1DMS.html) but for
// two things: what has a minus sign and S or W, which they turn north or east, and dashes between
// numbers, which they subtract. Both are written by people who mean something else.
//
//   angle  = number | term { term }           each term but the first begins with a sign
//   term   = [hemisphere] [sign] parts [hemisphere]
//   parts  = { number mark } [number]         marks d ' " say degrees, minutes, seconds; a colon,
//                                             or a blank where a letter or a mark tells, what
//                                             comes next
//   dashed = D-M[-S] with a hemisphere, M and S of two digits before the point
//   packed = DDMM[SS] N or S, DDDMM[SS] E or W, with or without decimals
#include "text/angle.hpp"

#include <geodist/error.hpp>

#include <algorithm>
#include <cstddef>
#include <span>
#include <string>

#include "runtime/float_environment.hpp"
#include "text/number.hpp"
#include "text/tokens.hpp"

namespace geodist::text {

namespace {

using Fault = AngleFault::Kind;
using TokenKind = Token::Kind;
using Parts = std::span<const Token>;

Angle fail(Fault kind) { return {.fault = {.kind = kind}}; }
Angle two_readings(double one, double other) {
    return {.fault = {.kind = Fault::two_readings, .readings = {one, other}}};
}

Axis axis_of(char letter) {
    return letter == 'N' || letter == 'S' ? Axis::latitude : Axis::longitude;
}
double sign_of(char letter) { return letter == 'S' || letter == 'W' ? -1 : 1; }

// Each operation is rounded as in Python or by hand; the last division is the only one.
double degrees_of(const double (&parts)[3]) {
    if (parts[2] != 0) {
        return (60 * (60 * parts[0] + parts[1]) + parts[2]) / 3600;
    }
    return parts[1] != 0 ? (60 * parts[0] + parts[1]) / 60 : parts[0];
}

bool has_point(std::string_view digits) { return digits.find('.') != std::string_view::npos; }
std::size_t whole_digits(std::string_view digits) {
    return std::min(digits.find('.'), digits.size());
}

// 60.0 is allowed, to which 59.99... may have been rounded.
bool is_below_60(std::string_view digits, double value) {
    return value < 60 || (value == 60 && has_point(digits));
}

// Numbers and marks, in the order of degrees, minutes and seconds.
Angle parse_parts(Parts parts, bool has_letter) {
    double values[3] = {0, 0, 0};
    int place = 0;
    bool must_be_place = false;  // what had no mark is fixed by the next mark, or a letter
    if (parts.empty() || parts.front().kind != TokenKind::number) {
        return fail(parts.empty() ? Fault::not_a_number : Fault::not_components);
    }
    for (std::size_t i = 0; i < parts.size();) {
        const Token& number = parts[i++];
        if (number.kind != TokenKind::number) {
            return fail(number.kind == TokenKind::comma ? Fault::not_a_number
                                                        : Fault::not_components);
        }
        const bool has_mark = i < parts.size() && parts[i].kind == TokenKind::mark;
        const char mark = has_mark ? parts[i++].symbol : '\0';
        if (mark == ':' && i == parts.size()) {
            return fail(Fault::ends_with_colon);
        }
        const int at = mark == 'd' ? 0 : mark == '\'' ? 1 : mark == '"' ? 2 : place;
        if (at < place || at > 2) {
            return fail(Fault::wrong_order);
        }
        if (must_be_place && at != place) {
            return fail(Fault::not_components);
        }
        if (i < parts.size() && has_point(number.digits)) {
            return fail(Fault::early_point);
        }
        const double value = digits_value(number.digits);
        if (at != 0 && !is_below_60(number.digits, value)) {
            return {.fault = {.kind = Fault::too_large, .digits = number.digits, .place = at}};
        }
        values[at] = value;
        place = at + 1;
        must_be_place = false;
        if (!has_mark && i < parts.size()) {  // a blank tells them apart, if anything does
            if (parts[i].kind != TokenKind::number) {
                return fail(parts[i].kind == TokenKind::comma ? Fault::not_a_number
                                                              : Fault::not_components);
            }
            const bool is_fixed = i + 1 < parts.size() && parts[i + 1].symbol != ':' &&
                                  parts[i + 1].kind == TokenKind::mark;
            if (!has_letter && !is_fixed) {
                return fail(Fault::not_components);
            }
            must_be_place = is_fixed;
        }
    }
    return {.degrees = degrees_of(values)};
}

double packed_minutes(std::string_view digits, std::size_t degree_digits) {
    return digits_value(digits.substr(0, degree_digits)) +
           digits_value(digits.substr(degree_digits)) / 60;
}

// Digits that stand for degrees, minutes and perhaps seconds without anything between them.
// With a comma before the letter they stand for nothing else.
Angle parse_packed(const Token& number, char letter, bool has_comma) {
    const bool is_latitude = axis_of(letter) == Axis::latitude;
    const std::size_t degree_digits = is_latitude ? 2 : 3;
    const std::string_view digits = number.digits;
    const std::size_t size = whole_digits(digits);
    const double plain = digits_value(digits);
    const bool has_minutes = size == degree_digits + 2, has_seconds = size == degree_digits + 4;
    if (!has_minutes && !has_seconds) {
        // one zero fewer than a longitude has
        const bool may_be_packed = !is_latitude && size == 4 && digits.starts_with('0');
        return may_be_packed ? two_readings(sign_of(letter) * plain,
                                            sign_of(letter) * packed_minutes(digits, 2))
                             : Angle{.degrees = plain};
    }
    const std::string_view last = digits.substr(has_minutes ? degree_digits : degree_digits + 2);
    const std::string_view minutes = digits.substr(degree_digits, 2);
    const double parts[3] = {digits_value(digits.substr(0, degree_digits)),
                             has_minutes ? digits_value(last) : digits_value(minutes),
                             has_minutes ? 0 : digits_value(last)};
    if (!has_comma && plain <= (is_latitude ? 90 : 180)) {
        return two_readings(sign_of(letter) * plain, sign_of(letter) * degrees_of(parts));
    }
    for (const int place : {1, 2}) {
        if (!(parts[place] < 60)) {
            return {.fault = {.kind = Fault::too_large,
                              .digits = place == 1 && !has_minutes ? minutes : last,
                              .place = place}};
        }
    }
    return {.degrees = degrees_of(parts)};
}

bool is_packed(Parts parts) {
    return parts.size() == 1 && parts.front().kind == TokenKind::number &&
           whole_digits(parts.front().digits) > 3;
}

bool is_hemisphere(const Token& token) { return token.kind == TokenKind::hemisphere; }

// A term with its sign; `is_first` may begin with a hemisphere, `is_only` be packed.
Angle parse_term(Parts parts, bool is_first, bool is_only) {
    char letter = '\0';
    bool has_comma = false;
    if (is_first && !parts.empty() && is_hemisphere(parts.front())) {
        letter = parts.front().symbol;
        parts = parts.subspan(1);
    }
    if (!parts.empty() && is_hemisphere(parts.back())) {
        if (letter != '\0') {
            return fail(Fault::two_hemispheres);
        }
        letter = parts.back().symbol;
        parts = parts.first(parts.size() - 1);
        // as receivers of satellite navigation write it (NMEA 0183): 4807.038,N
        if (is_only && parts.size() == 2 && parts.back().kind == TokenKind::comma) {
            parts = parts.first(1);
            has_comma = true;
            if (!is_packed(parts)) {
                return fail(Fault::not_components);
            }
        }
    }
    bool negative = false, has_sign = false;
    if (!parts.empty() && parts.front().kind == TokenKind::sign) {
        has_sign = true;
        negative = parts.front().symbol == '-';
        parts = parts.subspan(1);
    }
    if (letter == 's') {
        return fail(Fault::letter_s);
    }
    if (is_only && negative && letter != '\0' && sign_of(letter) < 0) {
        return fail(Fault::minus_and_letter);
    }
    Angle angle = letter != '\0' && is_only && !has_sign && is_packed(parts)
                      ? parse_packed(parts.front(), letter, has_comma)
                      : parse_parts(parts, letter != '\0');
    if (letter == 'O') {
        const double east = is_only && angle.fault.kind == Fault::none ? angle.degrees : 0;
        return {.fault = {.kind = Fault::letter_o, .readings = {-east, east}}};
    }
    if (letter != '\0') {
        angle.axis = axis_of(letter);
        angle.degrees *= sign_of(letter);
    }
    angle.degrees = negative ? -angle.degrees : angle.degrees;
    return angle;
}

// Numbers with dashes between: where they stand, and a hemisphere before or behind.
bool is_dashed(Parts parts) {
    if (parts.size() != 3 && parts.size() != 5) {
        return false;
    }
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const bool is_right = i % 2 == 0
                                  ? parts[i].kind == TokenKind::number
                                  : parts[i].kind == TokenKind::sign && parts[i].symbol == '-' &&
                                        parts[i].after_blank == parts[i + 1].after_blank;
        if (!is_right) {
            return false;
        }
    }
    return true;
}

Angle parse_dashed(Parts parts, char letter) {
    double values[3] = {0, 0, 0}, difference = 0;
    bool is_canonical = letter != '\0';
    for (std::size_t i = 0; i < parts.size(); i += 2) {
        const std::string_view digits = parts[i].digits;
        values[i / 2] = digits_value(digits);
        difference += i == 0 ? values[0] : -values[i / 2];
        is_canonical = is_canonical && (i + 1 == parts.size() || !has_point(digits)) &&
                       whole_digits(digits) <= 3 &&
                       (i == 0 || (whole_digits(digits) == 2 && values[i / 2] < 60));
    }
    const double sign = letter == '\0' ? 1 : sign_of(letter);
    if (!is_canonical) {
        return two_readings(sign * degrees_of(values), sign * difference);
    }
    return {.degrees = sign * degrees_of(values), .axis = axis_of(letter)};
}

Angle parse_tokens(Parts tokens) {
    const bool leads = is_hemisphere(tokens.front()), ends = is_hemisphere(tokens.back());
    Parts bare = tokens.subspan(leads ? 1 : 0);
    bare = bare.first(bare.size() - (ends && !bare.empty() ? 1 : 0));
    const char letter = leads ? tokens.front().symbol : ends ? tokens.back().symbol : '\0';
    if (is_dashed(bare) && !(leads && ends) && letter != 'O' && letter != 's') {
        return parse_dashed(bare, letter);
    }
    Angle sum;
    std::size_t first = 0;
    for (std::size_t i = 1; i <= tokens.size(); ++i) {
        const bool is_end = i == tokens.size();
        // the sign of the first term stands behind its hemisphere
        if (!is_end && (tokens[i].kind != TokenKind::sign || (i == 1 && leads))) {
            continue;
        }
        if (!is_end &&
            (tokens[i].after_blank || tokens[i + 1 == tokens.size() ? i : i + 1].after_blank)) {
            return fail(Fault::not_components);
        }
        const Angle term =
            parse_term(tokens.subspan(first, i - first), first == 0, first == 0 && is_end);
        if (term.fault.kind != Fault::none) {
            return term;
        }
        if (sum.axis != Axis::none && term.axis != Axis::none && sum.axis != term.axis) {
            return fail(Fault::two_axes);
        }
        sum.degrees += term.degrees;
        sum.axis = sum.axis == Axis::none ? term.axis : sum.axis;
        first = i;
    }
    return sum;
}

}  // namespace

Angle parse_angle(std::string_view text) {
    Tokens tokens;
    return parse_angle(text, tokens);
}

Angle parse_angle(std::string_view text, Tokens& tokens) {
    text = trimmed(text);
    if (text.empty()) {
        return fail(Fault::empty);
    }
    if (const auto number = plain_number(text)) {
        return {.degrees = *number};
    }
    if (text.size() > Tokens::longest) {
        return fail(Fault::too_long);
    }
    const bool has_digit = text.find_first_of("0123456789") != std::string_view::npos;
    if (!has_digit || !tokens.split(text) || tokens.all().empty()) {
        return fail(Fault::not_a_number);
    }
    return parse_tokens(tokens.all());
}

std::string describe(const AngleFault& fault) {
    constexpr const char* PLACES[] = {"degrees", "minutes", "seconds"};
    constexpr const char* MARKED = "40d38'24\" or 40:38:24 or 40.64";
    switch (fault.kind) {
        case Fault::none:
            return "";
        case Fault::empty:
            return "is empty";
        case Fault::not_a_number:
            return "is not a number";
        case Fault::too_long:
            return "is not a number: it is longer than " + std::to_string(Tokens::longest) +
                   " bytes";
        case Fault::not_components:
            return std::string("is not made of degrees, minutes and seconds, as ") + MARKED;
        case Fault::ends_with_colon:
            return "ends with a colon";
        case Fault::wrong_order:
            return "has its degrees, minutes and seconds in the wrong order";
        case Fault::early_point:
            return "has a decimal point before its last part";
        case Fault::too_large:
            return "has " + std::string(fault.digits) + ' ' + PLACES[fault.place] +
                   ", which must be below 60";
        case Fault::two_hemispheres:
            return "has two hemispheres";
        case Fault::two_axes:
            return "mixes a latitude and a longitude";
        case Fault::minus_and_letter:
            return "has a minus sign and S or W: leave one of them out";
        case Fault::letter_o:
            return "has an O, which is west in some languages and east in others: " +
                   (fault.readings[1] == 0
                        ? std::string()
                        : "it may be " + format_number(fault.readings[0]) + " or " +
                              format_number(fault.readings[1]) + " degrees; ") +
                   "write W or E";
        case Fault::letter_s:
            return "has an S that may mean seconds or south: write sec, or south";
        case Fault::two_readings:
            return "may be " + format_number(fault.readings[0]) + " or " +
                   format_number(fault.readings[1]) + " degrees: write it as " + MARKED;
    }
    return "";
}

}  // namespace geodist::text

namespace geodist {

AngleText read_angle(std::string_view text) {
    const runtime::FloatEnvironment environment;
    const text::Angle angle = text::parse_angle(text);
    return {angle.degrees, angle.axis, text::describe(angle.fault)};
}

}  // namespace geodist
