// One angle in text: its value, or what is wrong with it.
#pragma once

#include <geodist/text.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace geodist::text {

class Tokens;

struct AngleFault {
    enum class Kind : std::uint8_t {
        none,
        empty,
        not_a_number,
        too_long,
        not_components,  // not made of degrees, minutes and seconds
        ends_with_colon,
        wrong_order,
        early_point,  // a decimal point before the last part
        too_large,    // minutes or seconds: `digits` of `place`
        two_hemispheres,
        two_axes,
        minus_and_letter,
        letter_o,  // readings as below, unless both are 0
        letter_s,
        two_readings,  // readings[0] or readings[1] degrees
    };

    Kind kind = Kind::none;
    std::string_view digits = {};  // a part of the text
    int place = 0;
    double readings[2] = {0, 0};
};

struct Angle {
    double degrees = 0;
    Axis axis = Axis::none;
    AngleFault fault{};
};

[[nodiscard]] Angle parse_angle(std::string_view text);
// The same, with memory that is used for many texts.
[[nodiscard]] Angle parse_angle(std::string_view text, Tokens& tokens);

// In words, to be put behind the text.
[[nodiscard]] std::string describe(const AngleFault& fault);

}  // namespace geodist::text
