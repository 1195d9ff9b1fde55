// Memory that is needed soon.
#pragma once

#include <cstddef>

namespace geodist::index {

// Asks for so many cache lines.
inline void prefetch(const void* from, std::size_t lines) {
#if defined(__GNUC__)
    for (std::size_t i = 0; i < lines; ++i) {
        __builtin_prefetch(static_cast<const char*>(from) + 64 * i);
    }
#else
    static_cast<void>(from);
    static_cast<void>(lines);
#endif
}

}  // namespace geodist::index
