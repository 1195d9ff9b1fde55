#include "text/json_reader.hpp"

#include <charconv>
#include <cstdint>

#include "text/number.hpp"
#include "text/words.hpp"

namespace geodist::text {

namespace {

constexpr int DEEPEST = 200;

bool is_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

void append_utf8(std::string& to, std::uint32_t code) {
    const auto add = [&to](std::uint32_t byte) { to.push_back(static_cast<char>(byte)); };
    if (code < 0x80) {
        add(code);
        return;
    }
    if (code < 0x800) {
        add(0xc0 | code >> 6);
    } else if (code < 0x10000) {
        add(0xe0 | code >> 12);
        add(0x80 | (code >> 6 & 0x3f));
    } else {
        add(0xf0 | code >> 18);
        add(0x80 | (code >> 12 & 0x3f));
        add(0x80 | (code >> 6 & 0x3f));
    }
    add(0x80 | (code & 0x3f));
}

// The code unit of an escape such as \u20ac at the front of text, 0 where there is none.
std::uint32_t code_unit(std::string_view text) {
    std::uint32_t unit = 0;
    if (text.size() >= 6 && text.starts_with("\\u")) {
        std::from_chars(text.data() + 2, text.data() + 6, unit, 16);
    }
    return unit;
}

char plain_escape(char letter) {
    switch (letter) {
        case 'b':
            return '\b';
        case 'f':
            return '\f';
        case 'n':
            return '\n';
        case 'r':
            return '\r';
        case 't':
            return '\t';
        default:
            return letter;
    }
}

}  // namespace

bool JsonReader::fail(JsonFault fault) {
    const bool is_cut = fault == JsonFault::unexpected && at_ == end_;
    fault_ = is_cut ? JsonFault::unfinished : fault;
    return false;
}

bool JsonReader::open(int depth) {
    if (depth >= DEEPEST) {
        return fail(JsonFault::too_deep);
    }
    ++at_;
    skip_space();
    return true;
}

bool JsonReader::close(char bracket) { return take(bracket) || fail(JsonFault::unexpected); }

bool JsonReader::value(int depth) {
    if (at_ == end_) {
        return fail(JsonFault::unfinished);
    }
    switch (*at_) {
        case '{':
            return object(depth, [this](std::string_view, int inner) { return value(inner); });
        case '[':
            if (!open(depth)) {
                return false;
            }
            if (take(']')) {
                return true;
            }
            do {
                skip_space();
                if (!value(depth + 1)) {
                    return false;
                }
                skip_space();
            } while (take(','));
            return close(']');
        case '"':
            return string();
        case 't':
            return word("true");
        case 'f':
            return word("false");
        case 'n':
            return word("null");
        default:
            return number();
    }
}

bool JsonReader::string() {
    for (++at_;;) {
        at_ = find_byte(at_, end_, [](std::uint64_t word) {
            return zeros(word ^ repeated('"')) | zeros(word ^ repeated('\\')) | below(word, 0x20) |
                   (word & HIGH);
        });
        if (at_ == end_) {
            return fail(JsonFault::unfinished);
        }
        if (*at_ == '"') {
            ++at_;
            return true;
        }
        const auto byte = static_cast<unsigned char>(*at_);
        if (byte < 0x20) {
            return fail(JsonFault::control_character);
        }
        if (!(byte == '\\' ? escape() : utf8())) {
            return false;
        }
    }
}

bool JsonReader::escape() {
    ++at_;
    if (at_ == end_) {
        return fail(JsonFault::unfinished);
    }
    if (std::string_view("\"\\/bfnrt").find(*at_) != std::string_view::npos) {
        ++at_;
        return true;
    }
    if (*at_ != 'u') {
        return fail(JsonFault::wrong_escape);
    }
    ++at_;
    for (int i = 0; i < 4; ++i, ++at_) {
        if (at_ == end_) {
            return fail(JsonFault::unfinished);
        }
        if (!is_hex(*at_)) {
            return fail(JsonFault::wrong_escape);
        }
    }
    return true;
}

// Steps over a character of two to four bytes: neither written longer than it must be, nor a
// surrogate, nor above U+10FFFF.
bool JsonReader::utf8() {
    const auto lead = static_cast<unsigned char>(*at_);
    if (lead < 0xc2 || lead > 0xf4) {
        return fail(JsonFault::not_utf8);
    }
    const int size = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    unsigned char least = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
    unsigned char most = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
    for (int i = 1; i < size; ++i) {
        if (end_ - at_ <= i) {
            return fail(JsonFault::unfinished);
        }
        const auto byte = static_cast<unsigned char>(at_[i]);
        if (byte < least || byte > most) {
            return fail(JsonFault::not_utf8);
        }
        least = 0x80;
        most = 0xbf;
    }
    at_ += size;
    return true;
}

bool JsonReader::digits() {
    const char* const begin = at_;
    while (at_ != end_ && is_digit(*at_)) {
        ++at_;
    }
    return at_ != begin || fail(at_ == end_ ? JsonFault::unfinished : JsonFault::wrong_number);
}

bool JsonReader::number() {
    if (!is_digit(*at_) && *at_ != '-') {
        return fail(JsonFault::unexpected);
    }
    take('-');
    if (!take('0') && !digits()) {
        return false;
    }
    if (take('.') && !digits()) {
        return false;
    }
    if (!take('e') && !take('E')) {
        return true;
    }
    if (!take('+')) {
        take('-');
    }
    return digits();
}

bool JsonReader::word(std::string_view text) {
    for (const char c : text) {
        if (!take(c)) {
            return fail(JsonFault::unexpected);
        }
    }
    return true;
}

bool append_unescaped(std::string& to, std::string_view text) {
    bool is_whole = true;
    for (;;) {
        const std::size_t plain = text.find('\\');
        to.append(text.substr(0, plain));
        if (plain >= text.size() - 1 || plain == std::string_view::npos) {
            return is_whole;
        }
        text.remove_prefix(plain);
        if (text[1] != 'u') {
            to.push_back(plain_escape(text[1]));
            text.remove_prefix(2);
            continue;
        }
        std::uint32_t code = code_unit(text);
        text.remove_prefix(text.size() < 6 ? text.size() : 6);
        const std::uint32_t next = code >= 0xd800 && code < 0xdc00 ? code_unit(text) : 0;
        if (next >= 0xdc00 && next < 0xe000) {
            code = 0x10000 + ((code - 0xd800) << 10) + (next - 0xdc00);
            text.remove_prefix(6);
        } else if (code >= 0xd800 && code < 0xe000) {
            code = 0xfffd;
            is_whole = false;
        }
        append_utf8(to, code);
    }
}

std::string_view plain_name(std::string_view written, std::string& buffer) {
    if (written.find('\\') == std::string_view::npos) {
        return written;
    }
    buffer.clear();
    append_unescaped(buffer, written);
    return buffer;
}

}  // namespace geodist::text
