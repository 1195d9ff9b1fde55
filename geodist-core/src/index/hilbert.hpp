// The place of a direction on a Hilbert curve around the Earth: points next to each other on the
// curve are near each other on the ground.
//
// The curve runs over the six faces of a cube around the Earth, as in S2 (https://s2geometry.io).
#pragma once

#include <algorithm>
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
    const double root = 0.5 * std::sqrt(1 + 3 * std::abs(u));
    constexpr double cells = 1 << 28;
    const double at = (0.5 + std::copysign(root - 0.5, u)) * cells;  // root, or 1 - root
    return static_cast<std::uint32_t>(
        static_cast<std::int32_t>(std::min(std::max(at, 0.0), cells - 1)));
}

}  // namespace detail

// 59 bits. The centre of the Earth has some key too. Tables instead of branches: no processor could
// guess which face a point is on.
inline std::uint64_t hilbert_key(double x, double y, double z) {
    constexpr unsigned u_of[6] = {1, 3, 3, 2, 2, 4}, v_of[6] = {2, 2, 4, 1, 3, 3};
    const double at[6] = {x, y, z, -x, -y, -z};
    const double ax = std::abs(x), ay = std::abs(y), az = std::abs(z);
    const unsigned on_x = static_cast<unsigned>(ax >= ay) & static_cast<unsigned>(ax >= az);
    const unsigned axis = (1 - on_x) * (2 - static_cast<unsigned>(ay >= az));
    const double w = at[axis];
    const unsigned face = axis + 3 * static_cast<unsigned>(w < 0);
    const double scale = 1 / (w + static_cast<double>(w == 0));
    const std::uint32_t i = detail::cell(at[u_of[face]] * scale),
                        j = detail::cell(at[v_of[face]] * scale);
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
