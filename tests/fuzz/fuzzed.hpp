// What the fuzzers share: a target gets bytes, calls what reads them, and ends the process where a
// promise is broken. Errors in words are what bad bytes deserve.
#pragma once

#include <geodist/error.hpp>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <initializer_list>
#include <vector>

namespace geodist::fuzz {

inline void require(bool is_so) {
    if (!is_so) {
        std::abort();
    }
}

// Numbers and choices out of bytes; zeros where they end.
class Bytes {
  public:
    Bytes(const std::uint8_t* data, std::size_t size) : at_(data), end_(data + size) {}

    template <class T>
    T take() {
        T value{};
        const std::size_t n = sizeof value < left() ? sizeof value : left();
        std::memcpy(&value, at_, n);
        at_ += n;
        return value;
    }
    // One of a few numbers.
    double one_of(std::initializer_list<double> choices) {
        return choices.begin()[take<std::uint8_t>() % choices.size()];
    }
    [[nodiscard]] std::size_t left() const { return static_cast<std::size_t>(end_ - at_); }
    [[nodiscard]] const char* rest() const { return reinterpret_cast<const char*>(at_); }

  private:
    const std::uint8_t *at_, *end_;
};

// Calls f; false if it throws an error about its input.
template <class F>
bool accepted(F f) {
    try {
        f();
    } catch (const std::invalid_argument&) {
        return false;
    }
    return true;
}

}  // namespace geodist::fuzz
