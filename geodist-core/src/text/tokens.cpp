#include "text/tokens.hpp"

#include <algorithm>

#include "text/number.hpp"

namespace geodist::text {

namespace {

constexpr char BLANK = ' ';
constexpr char UNKNOWN = '?';
constexpr char NOTHING = '\x80';  // of characters without width; no symbol is beyond ASCII

struct Spelling {
    std::string_view text;
    char symbol;
};

// In UTF-8. Degree signs, primes, quotation marks and dashes that stand for d ' " + and -.
constexpr Spelling CHARACTERS[] = {
    {"\xC2\xB0", 'd'},         {"\xC2\xBA", 'd'},         {"\xE2\x81\xB0", 'd'},
    {"\xCB\x9A", 'd'},         {"\xE2\x88\x98", 'd'},     {"\xE2\x80\xB2", '\''},
    {"\xE2\x80\xB5", '\''},    {"\xC2\xB4", '\''},        {"\xE2\x80\x98", '\''},
    {"\xE2\x80\x99", '\''},    {"\xE2\x80\x9B", '\''},    {"\xCA\xB9", '\''},
    {"\xCB\x8A", '\''},        {"\xCB\x8B", '\''},        {"\xE2\x80\xB3", '"'},
    {"\xE2\x80\xB6", '"'},     {"\xCB\x9D", '"'},         {"\xE2\x80\x9C", '"'},
    {"\xE2\x80\x9D", '"'},     {"\xE2\x80\x9F", '"'},     {"\xCA\xBA", '"'},
    {"\xE2\x9E\x95", '+'},     {"\xE2\x81\xA4", '+'},     {"\xE2\x80\x90", '-'},
    {"\xE2\x80\x91", '-'},     {"\xE2\x80\x93", '-'},     {"\xE2\x80\x94", '-'},
    {"\xE2\x88\x92", '-'},     {"\xE2\x9E\x96", '-'},     {"\xC2\xA0", BLANK},
    {"\xE2\x80\x87", BLANK},   {"\xE2\x80\x89", BLANK},   {"\xE2\x80\x8A", BLANK},
    {"\xE2\x80\xAF", BLANK},   {"\xE3\x80\x80", BLANK},   {"\xE2\x80\x8B", NOTHING},
    {"\xE2\x81\xA3", NOTHING}, {"\xEF\xBB\xBF", NOTHING},
};

// In capital letters.
constexpr Spelling MARKS[] = {
    {"D", 'd'},   {"DEG", 'd'},  {"DEGS", 'd'},   {"DEGREE", 'd'},  {"DEGREES", 'd'},
    {"M", '\''},  {"MIN", '\''}, {"MINS", '\''},  {"MINUTE", '\''}, {"MINUTES", '\''},
    {"SEC", '"'}, {"SECS", '"'}, {"SECOND", '"'}, {"SECONDS", '"'},
};
constexpr Spelling HEMISPHERES[] = {
    {"N", 'N'},     {"S", 'S'},     {"E", 'E'},    {"W", 'W'},    {"O", 'O'},
    {"NORTH", 'N'}, {"SOUTH", 'S'}, {"EAST", 'E'}, {"WEST", 'W'},
};

// The symbol of the spelling that the text is, UNKNOWN if it is none.
char symbol_of(std::span<const Spelling> spellings, std::string_view text) {
    const auto found = std::ranges::find(spellings, text, &Spelling::text);
    return found == spellings.end() ? UNKNOWN : found->symbol;
}

struct Character {
    char symbol;
    std::size_t size;
};

Character character(std::string_view text) {
    const char c = text.front();
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x80) {
        return {is_blank(c) ? BLANK : c == '*' ? 'd' : c == '`' ? '\'' : c, 1};
    }
    if (byte < 0xC0) {  // no UTF-8 begins so: Latin-1
        return {byte == 0xB0 || byte == 0xBA ? 'd'
                : byte == 0xB4               ? '\''
                : byte == 0xA0               ? BLANK
                                             : UNKNOWN,
                1};
    }
    const std::size_t size = byte < 0xE0 ? 2 : 3;
    return {symbol_of(CHARACTERS, text.substr(0, size)), size};
}

}  // namespace

bool Tokens::split(std::string_view text) {
    size_ = 0;
    if (text.size() > longest) {
        return false;
    }
    bool after_blank = false;
    while (!text.empty()) {
        if (const std::size_t size = digits_size(text); size != 0) {
            const bool continues = size_ != 0 && !after_blank &&
                                   tokens_[size_ - 1].kind == Token::Kind::number;  // 4.0.5
            if (continues || !add({.after_blank = after_blank, .digits = text.substr(0, size)})) {
                return false;
            }
            after_blank = false;
            text.remove_prefix(size);
            continue;
        }
        if (is_letter(text.front())) {
            const auto size =
                static_cast<std::size_t>(std::ranges::find_if_not(text, is_letter) - text.begin());
            if (!add_word(text.substr(0, size), after_blank, size == text.size())) {
                return false;
            }
            after_blank = false;
            text.remove_prefix(size);
            continue;
        }
        const auto [symbol, size] = character(text);
        text.remove_prefix(std::min(size, text.size()));
        if (symbol == NOTHING) {
            continue;
        }
        if (symbol == BLANK) {
            after_blank = size_ != 0;
            continue;
        }
        const bool added = symbol == '+' || symbol == '-'
                               ? add({Token::Kind::sign, symbol, after_blank})
                           : symbol == ',' ? add({Token::Kind::comma, symbol, after_blank})
                           : symbol == 'd' || symbol == '\'' || symbol == '"' || symbol == ':'
                               ? add_mark(symbol, after_blank, false)
                               : false;
        if (!added) {
            return false;
        }
        after_blank = false;
    }
    return true;
}

bool Tokens::add(const Token& token) {
    if (size_ == capacity) {
        return false;
    }
    tokens_[size_++] = token;
    return true;
}

bool Tokens::add_mark(char symbol, bool after_blank, bool is_letter) {
    // Two signs of minutes side by side are one of seconds.
    if (symbol == '\'' && !is_letter && !after_blank && size_ != 0 &&
        tokens_[size_ - 1].kind == Token::Kind::mark && tokens_[size_ - 1].symbol == '\'' &&
        !tokens_[size_ - 1].is_letter) {
        tokens_[size_ - 1].symbol = '"';
        return true;
    }
    return add({Token::Kind::mark, symbol, after_blank, is_letter});
}

bool Tokens::add_word(std::string_view word, bool after_blank, bool at_end) {
    if (const char capital = static_cast<char>(word.front() & ~0x20);
        word.size() == 1 && (capital == 'N' || capital == 'E' || capital == 'W')) {
        return add({Token::Kind::hemisphere, capital, after_blank});
    }
    std::array<char, 8> capitals{};
    if (word.size() > capitals.size()) {
        return false;
    }
    std::ranges::transform(word, capitals.begin(),
                           [](char c) { return c >= 'a' ? static_cast<char>(c - 'a' + 'A') : c; });
    const std::string_view text(capitals.data(), word.size());
    const bool after_number = size_ != 0 && tokens_[size_ - 1].kind == Token::Kind::number;
    if (const char symbol = symbol_of(MARKS, text); symbol != UNKNOWN) {
        return after_number && add_mark(symbol, after_blank, true);
    }
    // Behind minutes that are written as M, S is of seconds, as in 33d56m46s; at the end, behind a
    // blank, it may be of the south as well.
    const bool may_be_seconds = after_number && size_ >= 2 && tokens_[size_ - 2].is_letter &&
                                tokens_[size_ - 2].symbol == '\'';
    if (text == "S" && may_be_seconds) {
        return after_blank && at_end ? add({Token::Kind::hemisphere, 's', after_blank})
                                     : add_mark('"', after_blank, true);
    }
    if (const char symbol = symbol_of(HEMISPHERES, text); symbol != UNKNOWN) {
        return add({Token::Kind::hemisphere, symbol, after_blank});
    }
    // A mark and a hemisphere, as in 33d56mN.
    if (text.size() != 2 || !after_number) {
        return false;
    }
    const char mark = text[0] == 'S' && may_be_seconds ? '"' : symbol_of(MARKS, text.substr(0, 1));
    const char letter = symbol_of(HEMISPHERES, text.substr(1));
    return mark != UNKNOWN && letter != UNKNOWN && add_mark(mark, after_blank, true) &&
           add({Token::Kind::hemisphere, letter, false});
}

}  // namespace geodist::text
