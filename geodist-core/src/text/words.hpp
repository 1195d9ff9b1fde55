// Text, eight bytes at a time.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace geodist::text {

constexpr std::uint64_t EACH = 0x0101010101010101;
constexpr std::uint64_t HIGH = 0x8080808080808080;

// A byte eight times.
[[nodiscard]] constexpr std::uint64_t repeated(char byte) {
    return EACH * static_cast<unsigned char>(byte);
}

// The high bit of the bytes that are 0, and of those that are less than `bound`, at most 128. Right
// up to the first such byte; bytes behind it may be marked too.
[[nodiscard]] constexpr std::uint64_t zeros(std::uint64_t word) {
    return (word - EACH) & ~word & HIGH;
}
[[nodiscard]] constexpr std::uint64_t below(std::uint64_t word, std::uint64_t bound) {
    return (word - EACH * bound) & ~word & HIGH;
}

// At most eight bytes, the first in the lowest place, then zeros.
[[nodiscard]] inline std::uint64_t word_at(const char* at, std::size_t size) {
    std::uint64_t word = 0;
    if constexpr (std::endian::native == std::endian::little) {
        std::memcpy(&word, at, size);
    } else {
        for (std::size_t i = 0; i < size; ++i) {
            word |= std::uint64_t{static_cast<unsigned char>(at[i])} << (8 * i);
        }
    }
    return word;
}

// The first byte that matches, or the end. `matches` marks bytes of a word as zeros() does.
template <class Matches>
[[nodiscard]] const char* find_byte(const char* at, const char* end, Matches matches) {
    for (; end - at >= 8; at += 8) {
        if (const std::uint64_t found = matches(word_at(at, 8)); found != 0) {
            return at + std::countr_zero(found) / 8;
        }
    }
    const auto left = static_cast<std::size_t>(end - at);
    if (left == 0) {
        return end;
    }
    const std::uint64_t found = matches(word_at(at, left));
    const auto place = found == 0 ? left : static_cast<std::size_t>(std::countr_zero(found)) / 8;
    return place < left ? at + place : end;
}

}  // namespace geodist::text
