// Where the items of an array of JSON are.
#include <geodist/text.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "text/json_reader.hpp"
#include "text/spans.hpp"
#include "text/words.hpp"

namespace geodist {

namespace {

constexpr bool is_json_space(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

class ItemSplitter {
  public:
    ItemSplitter(std::string_view block, ItemState state, bool is_last)
        : block_(block), at_(block.data()), end_(block.data() + block.size()), is_last_(is_last) {
        found_.state = state;
    }

    JsonItems items() {
        while (found_.state != ItemState::ended && found_.fault == JsonFault::none) {
            while (at_ != end_ && is_json_space(*at_)) {
                ++at_;
            }
            if (at_ == end_ || !step()) {
                if (is_last_) {
                    fail(JsonFault::unfinished, end_);
                }
                break;
            }
            found_.consumed = static_cast<std::size_t>(at_ - block_.data());
        }
        return std::move(found_);
    }

  private:
    void fail(JsonFault fault, const char* where) {
        found_.fault = fault;
        found_.where = static_cast<std::size_t>(where - block_.data());
    }

    // Steps over a comma, an item or the closing bracket; false where it is not complete.
    bool step() {
        const ItemState state = found_.state;
        if (*at_ == ']' && state != ItemState::after_comma) {
            found_.state = ItemState::ended;
            ++at_;
        } else if (*at_ == ',' && state == ItemState::after_item) {
            found_.state = ItemState::after_comma;
            ++at_;
        } else if (*at_ == ']' || *at_ == ',' || state == ItemState::after_item) {
            fail(JsonFault::unexpected, at_);
        } else {
            const char* const begin = at_;
            if (!pass_item()) {
                return false;
            }
            found_.items.push_back(text::span_of(block_, begin, at_));
            found_.state = ItemState::after_item;
        }
        return true;
    }

    bool pass_item() {
        if (*at_ == '"') {
            return pass_string();
        }
        if (*at_ == '{' || *at_ == '[') {
            return pass_brackets();
        }
        while (at_ != end_ && *at_ != ',' && *at_ != ']' && !is_json_space(*at_)) {
            ++at_;
        }
        return at_ != end_;
    }

    bool pass_brackets() {
        std::ptrdiff_t depth = 0;
        do {
            at_ = text::find_byte(at_, end_, [](std::uint64_t word) {
                // Both kinds of brackets differ in this bit alone.
                const std::uint64_t folded = word | text::repeated(' ');
                return text::zeros(folded ^ text::repeated('{')) |
                       text::zeros(folded ^ text::repeated('}')) |
                       text::zeros(word ^ text::repeated('"'));
            });
            if (at_ == end_) {
                return false;
            }
            if (*at_ == '"') {
                if (!pass_string()) {
                    return false;
                }
                continue;
            }
            depth += *at_ == '{' || *at_ == '[' ? 1 : -1;
            ++at_;
        } while (depth != 0);
        return true;
    }

    bool pass_string() {
        for (++at_;;) {
            at_ = text::find_byte(at_, end_, [](std::uint64_t word) {
                return text::zeros(word ^ text::repeated('"')) |
                       text::zeros(word ^ text::repeated('\\'));
            });
            if (end_ - at_ < 2) {
                const bool is_closed = at_ != end_ && *at_ == '"';
                at_ = end_;
                return is_closed;
            }
            if (*at_++ == '"') {
                return true;
            }
            ++at_;  // what is escaped
        }
    }

    std::string_view block_;
    const char* at_;
    const char* end_;
    bool is_last_;
    JsonItems found_;
};

}  // namespace

JsonItems split_items(std::string_view block, ItemState state, bool is_last) {
    text::check_block(block);
    return ItemSplitter(block, state, is_last).items();
}

JsonArray find_array(std::string_view text, std::string_view name) {
    JsonArray found;
    text::JsonReader reader(text);
    reader.skip_space();
    std::string buffer;
    if (!reader.is_at('{')) {
        reader.fail(reader.is_at_end() ? JsonFault::unfinished : JsonFault::not_an_object);
    } else {
        reader.object(0, [&](std::string_view written, int depth) {
            if (text::plain_name(written, buffer) != name) {
                return reader.value(depth);
            }
            if (!reader.take('[')) {
                return reader.fail(JsonFault::unexpected);
            }
            found.begin = static_cast<std::size_t>(reader.at() - text.data());
            return false;  // that is all
        });
    }
    found.fault = reader.fault();
    found.where = static_cast<std::size_t>(reader.at() - text.data());
    return found;
}

}  // namespace geodist
