// Pieces of a block of text.
#pragma once

#include <geodist/error.hpp>
#include <geodist/text.hpp>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string_view>

namespace geodist::text {

inline void check_block(std::string_view block) {
    if (block.size() > static_cast<std::size_t>(std::numeric_limits<std::int32_t>::max())) {
        throw GeodistError("a block of text must be below 2 GiB");
    }
}

inline void check_spans(std::string_view block, const Spans& spans) {
    check_block(block);
    const auto size = static_cast<std::int32_t>(block.size());
    for (std::size_t i = 0; i < spans.count; ++i) {
        const Span span = spans[i];
        if (span.begin < 0 || span.end < span.begin || span.end > size) {
            throw GeodistError("spans must ascend within the text", std::nullopt, i);
        }
    }
}

inline void check_size(std::size_t size, const Spans& spans) {
    if (size != spans.count) {
        throw GeodistError("there must be as many results as spans");
    }
}

[[nodiscard]] inline std::string_view piece_of(std::string_view block, Span span) {
    return {block.data() + span.begin, static_cast<std::size_t>(span.end - span.begin)};
}

// Where a piece from `begin` to `end` is in the block.
[[nodiscard]] inline Span span_of(std::string_view block, const char* begin, const char* end) {
    return {static_cast<std::int32_t>(begin - block.data()),
            static_cast<std::int32_t>(end - block.data())};
}

}  // namespace geodist::text
