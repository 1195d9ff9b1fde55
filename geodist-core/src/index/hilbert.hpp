// The place of a direction on a Hilbert curve around the Earth: points next to each other on the
// curve are near each other on the ground.
//
// The curve runs over the six faces of a cube around the Earth, as in S2 (https://s2geometry.io).
#pragma once

#include <array>
#include <cmath>
#include <cstdint>

namespace geodist::index {

namespace detail {

inline constexpr unsigned swap_axes = 1, invert_axes = 2;

struct HilbertTable {
    // For a state of the curve and 4 + 4 bits of position: 8 bits of the curve, then the next
    // state.
    std::array<std::uint16_t, 1024> next{};

    constexpr HilbertTable() {
        constexpr unsigned place[4][4] = {{0, 1, 3, 2}, {0, 3, 1, 2}, {2, 3, 1, 0}, {2, 1, 3, 0}};
        constexpr unsigned turn[4] = {swap_axes, 0, 0, invert_axes | swap_axes};
        for (unsigned state = 0; state < 4; ++state) {
            for (unsigned both = 0; both < 256; ++both) {
                unsigned curve = 0, now = state;
                for (unsigned bit = 4; bit-- > 0;) {
                    const unsigned i = both >> (4 + bit) & 1U, j = both >> bit & 1U;
                    const unsigned step = place[now][2 * i + j];
                    curve = curve << 2 | step;
                    now ^= turn[step];
                }
                next[state << 8 | both] = static_cast<std::uint16_t>(curve << 2 | now);
            }
        }
    }
};

inline constexpr HilbertTable hilbert_table;

// A coordinate on a face, -1 ... 1, in 28 bits, by a map that makes cells of like area.
inline std::uint32_t cell(double u) {
    const double s = u >= 0 ? 0.5 * std::sqrt(1 + 3 * u) : 1 - 0.5 * std::sqrt(1 - 3 * u);
    constexpr double cells = 1 << 28;
    const double at = s * cells;
    return at >= cells ? (1U << 28) - 1 : static_cast<std::uint32_t>(at > 0 ? at : 0);
}

}  // namespace detail

// 59 bits. The centre of the Earth has some key too.
inline std::uint64_t hilbert_key(double x, double y, double z) {
    const double ax = std::abs(x), ay = std::abs(y), az = std::abs(z);
    unsigned face = 0;
    double u = 0, v = 0, w = 1;
    if (ax >= ay && ax >= az) {
        face = x < 0 ? 3 : 0;
        w = x;
        u = x < 0 ? z : y;
        v = x < 0 ? y : z;
    } else if (ay >= az) {
        face = y < 0 ? 4 : 1;
        w = y;
        u = y < 0 ? z : -x;
        v = y < 0 ? -x : z;
    } else {
        face = z < 0 ? 5 : 2;
        w = z;
        u = z < 0 ? -y : -x;
        v = z < 0 ? -x : -y;
    }
    const double scale = w != 0 ? 1 / w : 0;
    const std::uint32_t i = detail::cell(u * scale), j = detail::cell(v * scale);
    unsigned state = face & detail::swap_axes;
    std::uint64_t key = face;
    for (unsigned shift = 28; shift > 0;) {
        shift -= 4;
        const unsigned both = (i >> shift & 15U) << 4 | (j >> shift & 15U);
        const unsigned found = detail::hilbert_table.next[state << 8 | both];
        key = key << 8 | found >> 2;
        state = found & 3U;
    }
    return key;
}

}  // namespace geodist::index
