// Rows of text with new columns.
#include <geodist/error.hpp>
#include <geodist/text.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>

#include "runtime/float_environment.hpp"
#include "text/spans.hpp"

namespace geodist {

namespace {

// Long enough for the largest number and 15 decimals.
using NumberBuffer = std::array<char, 352>;

// Rounds as people do who see 17 digits: the product decides, ties to even.
std::string_view fixed_number(double value, int decimals, NumberBuffer& buffer) {
    constexpr std::array<double, 16> powers{1e0, 1e1, 1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                            1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};
    constexpr double exact = 0x1p53;
    const double scaled = std::nearbyint(value * powers[static_cast<std::size_t>(decimals)]);
    char* at = buffer.data();
    char* const end = at + buffer.size();
    if (!(std::abs(scaled) < exact)) {
        at = std::to_chars(at, end, value, std::chars_format::fixed, decimals).ptr;
        return {buffer.data(), at};
    }
    if (scaled < 0) {
        *at++ = '-';
    }
    char* const first = at;
    at = std::to_chars(at, end, static_cast<std::uint64_t>(std::abs(scaled))).ptr;
    const auto places = static_cast<std::ptrdiff_t>(decimals);
    if (at - first <= places) {  // zeros in front of the decimals
        const std::ptrdiff_t zeros = places + 1 - (at - first);
        std::copy_backward(first, at, at + zeros);
        std::fill_n(first, zeros, '0');
        at += zeros;
    }
    if (places != 0) {
        std::copy_backward(at - places, at, at + 1);
        at[-places] = '.';
        ++at;
    }
    return {buffer.data(), at};
}

std::string_view shortest_number(double value, NumberBuffer& buffer) {
    const double size = std::abs(value);
    char* const begin = buffer.data();
    char* const end = begin + buffer.size();
    if (value == 0 || (size >= 1e-6 && size < 1e10)) {
        return {begin, std::to_chars(begin, end, value, std::chars_format::fixed).ptr};
    }
    char* stop = std::to_chars(begin, end, value, std::chars_format::scientific).ptr;
    if (stop[-2] == '0' && (stop[-3] == '-' || stop[-3] == '+')) {  // 1e-7, not 1e-07
        stop[-2] = stop[-1];
        --stop;
    }
    return {begin, stop};
}

class RowWriter {
  public:
    explicit RowWriter(const NewRows& rows) : rows_(rows) {
        if (rows.rows) {
            text::check_spans(rows.block, *rows.rows);
            count_ = rows.rows->count;
        } else {
            count_ = rows.columns.empty() ? 0 : std::visit(Size{}, rows.columns[0]);
        }
        if (rows.tails) {
            text::check_spans(rows.block, *rows.tails);
            text::check_size(count_, *rows.tails);
        }
        for (const NewColumn& column : rows.columns) {
            check(column);
        }
        if (!rows.decimals.empty() && rows.decimals.size() != rows.columns.size()) {
            throw GeodistError("there must be decimals for each column");
        }
        for (const auto decimals : rows.decimals) {
            if (decimals && (*decimals < 0 || *decimals > 15)) {
                throw GeodistError("decimals must be from 0 to 15");
            }
        }
        std::size_t size = rows.line_end.size() * count_ + 24 * rows.columns.size() * count_;
        for (std::size_t i = 0; rows.rows && i < count_; ++i) {
            size += text::piece_of(rows.block, (*rows.rows)[i]).size();
        }
        out_.reserve(size);
    }

    std::string cells(char delimiter, bool in_front) {
        const std::array<char, 4> special{delimiter, '"', '\r', '\n'};
        special_ = {special.data(), special.size()};
        delimiter_ = delimiter;
        for (std::size_t i = 0; i < count_; ++i) {
            bool is_first = true;
            const auto separate = [&] {
                if (!is_first) {
                    out_.push_back(delimiter);
                }
                is_first = false;
            };
            if (rows_.rows && !in_front) {
                separate();
                out_.append(row(i));
            }
            for (column_ = 0; column_ < rows_.columns.size(); ++column_) {
                separate();
                std::visit([&](const auto& values) { cell(values, i); }, rows_.columns[column_]);
            }
            if (rows_.rows && in_front) {
                separate();
                out_.append(row(i));
            }
            end_row(i);
        }
        return std::move(out_);
    }

    std::string members(const std::optional<Spans>& objects, std::span<const std::string> names,
                        std::string_view inside) {
        if (names.size() != rows_.columns.size()) {
            throw GeodistError("there must be as many names as columns");
        }
        if (objects.has_value() != rows_.rows.has_value()) {
            throw GeodistError("rows and objects must be given together");
        }
        if (names.empty() && !objects) {
            throw GeodistError("there must be a member to write");
        }
        for (const std::string& name : names) {
            append_string(names_.emplace_back(), name);
            names_.back().push_back(':');
        }
        if (objects) {
            text::check_spans(rows_.block, *objects);
            text::check_size(count_, *objects);
        }
        for (std::size_t i = 0; i < count_; ++i) {
            if (names.empty()) {
                out_.append(row(i));
            } else if (!objects) {
                out_.push_back('{');
                add_members(i);
                out_.push_back('}');
            } else {
                add_object(i, row(i), text::piece_of(rows_.block, (*objects)[i]), inside);
            }
            end_row(i);
        }
        return std::move(out_);
    }

  private:
    struct Size {
        template <class T>
        std::size_t operator()(const std::span<const T>& values) const {
            return values.size();
        }
        std::size_t operator()(const NewTexts& texts) const {
            return texts.offsets.empty() ? 0 : texts.offsets.size() - 1;
        }
    };

    void check(const NewColumn& column) const {
        bool is_right = std::visit(Size{}, column) == count_;
        if (const auto* const texts = std::get_if<NewTexts>(&column)) {
            is_right = is_right && (texts->is_there.empty() || texts->is_there.size() == count_);
            const auto& offsets = texts->offsets;
            const auto size = static_cast<std::int64_t>(texts->bytes.size());
            if (!std::ranges::is_sorted(offsets) ||
                (!offsets.empty() && (offsets.front() < 0 || offsets.back() > size))) {
                throw GeodistError("offsets must ascend within the text");
            }
        }
        if (!is_right) {
            throw GeodistError("a new column must have a value for each row");
        }
    }

    [[nodiscard]] std::string_view row(std::size_t i) const {
        return text::piece_of(rows_.block, (*rows_.rows)[i]);
    }

    void end_row(std::size_t i) {
        const std::string_view tail =
            rows_.tails ? text::piece_of(rows_.block, (*rows_.tails)[i]) : std::string_view();
        out_.append(tail.empty() ? rows_.line_end : tail);
    }

    std::string_view number(double value) {
        const auto decimals = rows_.decimals.empty() ? std::nullopt : rows_.decimals[column_];
        return decimals ? fixed_number(value, *decimals, buffer_) : shortest_number(value, buffer_);
    }

    void cell(std::span<const double> values, std::size_t i) {
        if (std::isnan(values[i])) {
            return;
        }
        const std::string_view text = number(values[i]);
        const char mark = rows_.decimal_mark;
        if (mark == '.') {
            out_.append(text);
            return;
        }
        const bool is_quoted = mark == delimiter_ && text.find('.') != std::string_view::npos;
        out_.append(is_quoted ? "\"" : "");
        for (const char c : text) {
            out_.push_back(c == '.' ? mark : c);
        }
        out_.append(is_quoted ? "\"" : "");
    }

    void cell(std::span<const std::int64_t> values, std::size_t i) { integer(values[i]); }

    void cell(const NewTexts& texts, std::size_t i) {
        std::string_view text = text_of(texts, i).value_or("");
        if (texts.is_verbatim || text.find_first_of(special_) == std::string_view::npos) {
            out_.append(text);
            return;
        }
        out_.push_back('"');
        for (std::size_t quote; (quote = text.find('"')) != std::string_view::npos;) {
            out_.append(text.substr(0, quote + 1)).push_back('"');
            text.remove_prefix(quote + 1);
        }
        out_.append(text).push_back('"');
    }

    void value(std::span<const double> values, std::size_t i) {
        if (std::isnan(values[i])) {
            out_.append("null");
        } else if (std::isinf(values[i])) {
            out_.append(values[i] < 0 ? "\"-inf\"" : "\"inf\"");
        } else {
            out_.append(number(values[i]));
        }
    }

    void value(std::span<const std::int64_t> values, std::size_t i) { integer(values[i]); }

    void value(const NewTexts& texts, std::size_t i) {
        const auto text = text_of(texts, i);
        if (!text) {
            out_.append("null");
        } else if (texts.is_verbatim) {
            out_.append(*text);
        } else {
            append_string(out_, *text);
        }
    }

    void integer(std::int64_t value) {
        char* const begin = buffer_.data();
        out_.append(begin, std::to_chars(begin, begin + buffer_.size(), value).ptr);
    }

    static std::optional<std::string_view> text_of(const NewTexts& texts, std::size_t i) {
        if (!texts.is_there.empty() && texts.is_there[i] == 0) {
            return std::nullopt;
        }
        const auto begin = static_cast<std::size_t>(texts.offsets[i]);
        return texts.bytes.substr(begin, static_cast<std::size_t>(texts.offsets[i + 1]) - begin);
    }

    static void append_string(std::string& to, std::string_view text) {
        constexpr std::string_view digits = "0123456789abcdef";
        to.push_back('"');
        for (const char c : text) {
            const auto byte = static_cast<unsigned char>(c);
            if (byte >= 0x20 && c != '"' && c != '\\') {
                to.push_back(c);
                continue;
            }
            to.push_back('\\');
            const std::size_t plain = std::string_view("\b\f\n\r\t\"\\").find(c);
            if (plain != std::string_view::npos) {
                to.push_back("bfnrt\"\\"[plain]);
            } else {
                to.append("u00").push_back(digits[byte >> 4]);
                to.push_back(digits[byte & 0xf]);
            }
        }
        to.push_back('"');
    }

    void add_members(std::size_t i) {
        for (column_ = 0; column_ < names_.size(); ++column_) {
            if (column_ != 0) {
                out_.push_back(',');
            }
            out_.append(names_[column_]);
            std::visit([&](const auto& values) { value(values, i); }, rows_.columns[column_]);
        }
    }

    // The start of an object, up to its last brace, with a comma if it has members.
    void begin_members(std::string_view object, std::size_t i) {
        if (object.size() < 2 || object.front() != '{' || object.back() != '}') {
            throw GeodistError("there is no object to write members into", std::nullopt, i);
        }
        object.remove_suffix(1);
        out_.append(object);
        const auto last = std::ranges::find_if(object.rbegin(), object.rend(), [](char c) {
            return c != ' ' && c != '\t' && c != '\r' && c != '\n';
        });
        if (*last != '{') {
            out_.push_back(',');
        }
    }

    void add_object(std::size_t i, std::string_view row, std::string_view object,
                    std::string_view inside) {
        if (object.empty()) {
            begin_members(inside.empty() ? object : row, i);
            append_string(out_, inside);
            out_.append(":{");
            add_members(i);
            out_.append("}}");
            return;
        }
        if (object.data() < row.data() || object.data() + object.size() > row.data() + row.size()) {
            throw GeodistError("objects must be within their rows", std::nullopt, i);
        }
        const auto begin = static_cast<std::size_t>(object.data() - row.data());
        out_.append(row.substr(0, begin));
        if (object == "null") {
            out_.push_back('{');
        } else {
            begin_members(object, i);
        }
        add_members(i);
        out_.push_back('}');
        out_.append(row.substr(begin + object.size()));
    }

    const NewRows& rows_;
    std::size_t count_ = 0;
    std::size_t column_ = 0;
    char delimiter_ = ',';
    std::string_view special_;
    std::vector<std::string> names_;
    std::string out_;
    NumberBuffer buffer_;
};

}  // namespace

std::string write_cells(const NewRows& rows, char delimiter, bool in_front) {
    const runtime::FloatEnvironment environment;
    return RowWriter(rows).cells(delimiter, in_front);
}

std::string write_members(const NewRows& rows, const std::optional<Spans>& objects,
                          std::span<const std::string> names, std::string_view inside) {
    const runtime::FloatEnvironment environment;
    return RowWriter(rows).members(objects, names, inside);
}

}  // namespace geodist
