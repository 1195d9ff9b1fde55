// The grammar of JSON (RFC 8259). No value is built.
#pragma once

#include <geodist/text.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace geodist::text {

// Reads values of JSON one after the other. After a fault it is where the fault is.
class JsonReader {
  public:
    explicit JsonReader(std::string_view text)
        : at_(text.data()), end_(text.data() + text.size()) {}

    [[nodiscard]] const char* at() const { return at_; }
    [[nodiscard]] bool is_at_end() const { return at_ == end_; }
    [[nodiscard]] bool is_at(char c) const { return at_ != end_ && *at_ == c; }
    [[nodiscard]] JsonFault fault() const { return fault_; }

    void skip_space() {
        while (at_ != end_ && (*at_ == ' ' || *at_ == '\n' || *at_ == '\r' || *at_ == '\t')) {
            ++at_;
        }
    }
    bool take(char c) {
        const bool is_there = is_at(c);
        at_ += is_there ? 1 : 0;
        return is_there;
    }
    bool fail(JsonFault fault);

    // Steps over a value that `depth` arrays and objects are around; false: there is a fault.
    bool value(int depth);

    // The same for an object, at whose brace it is. For each member, member(name, depth) is called,
    // which must step over the value: the name is as it is written, between its quotes.
    template <class Member>
    bool object(int depth, Member member);

  private:
    bool open(int depth);
    bool close(char bracket);
    bool string();
    bool escape();
    bool utf8();
    bool digits();
    bool number();
    bool word(std::string_view text);

    const char* at_;
    const char* end_;
    JsonFault fault_ = JsonFault::none;
};

template <class Member>
bool JsonReader::object(int depth, Member member) {
    if (!open(depth)) {
        return false;
    }
    if (take('}')) {
        return true;
    }
    do {
        skip_space();
        const char* const begin = at_;
        if (!is_at('"')) {
            return fail(JsonFault::unexpected);
        }
        if (!string()) {
            return false;
        }
        const std::string_view name(begin + 1, static_cast<std::size_t>(at_ - begin) - 2);
        skip_space();
        if (!take(':')) {
            return fail(JsonFault::unexpected);
        }
        skip_space();
        if (!member(name, depth + 1)) {
            return false;
        }
        skip_space();
    } while (take(','));
    return close('}');
}

// Adds the text of a JSON string, what is between its quotes, without its escapes. False where
// there is half of a surrogate pair, for which U+FFFD is added. The string must be right.
bool append_unescaped(std::string& to, std::string_view text);

// The name of a member without its escapes, in the text itself or in the buffer.
[[nodiscard]] std::string_view plain_name(std::string_view written, std::string& buffer);

}  // namespace geodist::text
