// The parts that an angle in text is made of.
//
// One text, many spellings: marks of degrees, minutes and seconds of ASCII, of Unicode and as words
// all become d ' and ", every kind of dash a minus sign, hemispheres their capital letter.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace geodist::text {

struct Token {
    enum class Kind : std::uint8_t { number, mark, sign, hemisphere, comma };

    Kind kind = Kind::number;
    // Of a mark d ' " or :, of a sign + or -, of a hemisphere N, S, E, W; O, which is west to some
    // and east to others; or s, which may be of seconds or of the south.
    char symbol = 0;
    bool after_blank = false;
    bool is_letter = false;        // a mark written as a letter or a word
    std::string_view digits = {};  // of a number, with at most one point
};

class Tokens {
  public:
    static constexpr std::size_t capacity = 24;
    static constexpr std::size_t longest = 100;  // bytes of a text

    // False for what no angle has in it. The tokens refer to the text.
    [[nodiscard]] bool split(std::string_view text);

    [[nodiscard]] std::span<const Token> all() const { return {tokens_.data(), size_}; }

  private:
    [[nodiscard]] bool add(const Token& token);
    [[nodiscard]] bool add_mark(char symbol, bool after_blank, bool is_letter);
    [[nodiscard]] bool add_word(std::string_view word, bool after_blank, bool at_end);

    std::array<Token, capacity> tokens_;
    std::size_t size_ = 0;
};

}  // namespace geodist::text
