// Where the rows and cells of delimited text are.
#include <geodist/error.hpp>
#include <geodist/text.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string_view>

#include "text/spans.hpp"
#include "text/words.hpp"

namespace geodist {

namespace {

bool ends_line(char c) { return c == '\n' || c == '\r'; }

const char* find_char(const char* at, const char* end, char c) {
    const void* const found = std::memchr(at, c, static_cast<std::size_t>(end - at));
    return found == nullptr ? end : static_cast<const char*>(found);
}

// Splits a block row by row. What cannot be told before more text is there is nothing (nullopt,
// nullptr), and then the row is not noted.
class CsvSplitter {
  public:
    CsvSplitter(std::string_view block, const CsvOptions& options)
        : block_(block),
          at_(block.data()),
          end_(block.data() + block.size()),
          options_(options),
          delimiters_(text::repeated(options.delimiter)),
          line_(options.line) {
        found_.next_line = line_;
    }

    CsvRows rows() {
        while (found_.rows.size() < options_.most_rows && skip_blank_lines() && at_ != end_ &&
               add_row()) {
            note_progress();
        }
        return std::move(found_);
    }

  private:
    void note_progress() {
        found_.consumed = static_cast<std::size_t>(at_ - block_.data());
        found_.next_line = line_;
    }

    // Steps over one line end, if it is whole.
    bool take_line_end() {
        if (*at_ == '\r') {
            if (at_ + 1 == end_ && !options_.is_last) {
                return false;
            }
            at_ += at_ + 1 != end_ && at_[1] == '\n' ? 1 : 0;
        }
        ++at_;
        ++line_;
        return true;
    }

    bool skip_blank_lines() {
        while (at_ != end_ && ends_line(*at_)) {
            if (!take_line_end()) {
                return false;
            }
            note_progress();
        }
        return true;
    }

    bool add_row() {
        const char* const start = at_;
        const std::int64_t line = line_;
        const std::size_t first = found_.cells.size();
        std::size_t fields = 0;
        fault_ = RowFault::none;
        for (;;) {
            const char* const begin = at_;
            if (!pass_field()) {
                found_.cells.resize(first);
                return false;
            }
            if (fields < options_.columns) {
                found_.cells.push_back(text::span_of(block_, begin, at_));
            }
            ++fields;
            if (at_ == end_ || *at_ != options_.delimiter) {
                break;
            }
            ++at_;
        }
        const char* const stop = at_;
        if (at_ != end_ && !take_line_end()) {
            found_.cells.resize(first);
            return false;
        }
        if (fault_ == RowFault::none && options_.columns != 0 && fields != options_.columns) {
            fault_ = fields < options_.columns ? RowFault::few_fields : RowFault::many_fields;
        }
        if (fault_ != RowFault::none) {
            found_.cells.resize(first);
        }
        found_.rows.push_back(text::span_of(block_, start, stop));
        found_.lines.push_back(line);
        found_.fields.push_back(static_cast<std::int32_t>(fields));
        found_.faults.push_back(fault_);
        return true;
    }

    // Steps over a field, to its delimiter or line end, if that is there.
    bool pass_field() {
        if (at_ != end_ && *at_ == '"') {
            if (!pass_quotes()) {
                return false;
            }
            if (at_ != end_ && *at_ != options_.delimiter && !ends_line(*at_)) {
                fault_ = RowFault::text_after_quote;
            }
        }
        at_ = text::find_byte(at_, end_, [this](std::uint64_t word) {
            return text::zeros(word ^ delimiters_) | text::zeros(word ^ text::repeated('\n')) |
                   text::zeros(word ^ text::repeated('\r'));
        });
        return at_ != end_ || options_.is_last;
    }

    // Steps over what is within quotes, and behind the last of them.
    bool pass_quotes() {
        const std::int64_t line = line_;
        for (;;) {
            const char* const close = find_char(at_ + 1, end_, '"');
            count_lines(at_ + 1, close);
            at_ = close;
            if (at_ == end_) {
                found_.open_quote = line;
                fault_ = RowFault::open_quote;
                return options_.is_last;
            }
            if (at_ + 1 == end_ &&
                !options_.is_last) {  // it may be the first half of a doubled one
                return false;
            }
            ++at_;
            if (at_ == end_ || *at_ != '"') {
                return true;
            }
        }
    }

    void count_lines(const char* at, const char* end) {
        for (const char* p = at; (p = find_char(p, end, '\n')) != end; ++p) {
            ++line_;
        }
        for (const char* p = at; (p = find_char(p, end, '\r')) != end; ++p) {
            line_ += p + 1 != end_ && p[1] == '\n' ? 0 : 1;
        }
    }

    std::string_view block_;
    const char* at_;
    const char* end_;
    const CsvOptions& options_;
    std::uint64_t delimiters_;
    std::int64_t line_;
    RowFault fault_ = RowFault::none;
    CsvRows found_;
};

}  // namespace

CsvRows split_csv(std::string_view block, const CsvOptions& options) {
    text::check_block(block);
    const char delimiter = options.delimiter;
    if (delimiter == '"' || ends_line(delimiter) || static_cast<unsigned char>(delimiter) > 0x7f) {
        throw GeodistError("the delimiter must be a character of ASCII, no quote and no line end");
    }
    return CsvSplitter(block, options).rows();
}

CsvRows split_lines(std::string_view block, std::int64_t line, bool is_last) {
    text::check_block(block);
    CsvRows found;
    const char* at = block.data();
    const char* const end = at + block.size();
    for (; at != end; ++line) {
        const char* stop = find_char(at, end, '\n');
        if (stop == end && !is_last) {
            break;
        }
        const char* const next = stop == end ? end : stop + 1;
        const auto is_space = [](char c) { return c == ' ' || c == '\t' || c == '\r'; };
        while (at != stop && is_space(*at)) {
            ++at;
        }
        while (at != stop && is_space(stop[-1])) {
            --stop;
        }
        if (at != stop) {
            found.rows.push_back(text::span_of(block, at, stop));
            found.lines.push_back(line);
            found.fields.push_back(1);
            found.faults.push_back(RowFault::none);
        }
        at = next;
    }
    found.consumed = static_cast<std::size_t>(at - block.data());
    found.next_line = line;
    return found;
}

}  // namespace geodist
