// The places of directions on a Hilbert curve around the Earth: points next to each other on the
// curve are near each other on the ground.
//
// The curve runs over the six faces of a cube around the Earth, as in S2 (https://s2geometry.io).
// Each of 28 levels cuts a cell into quarters, and the state of the curve there, a swap of the axes
// and their inversion, says in which order it visits them. The quarter that a point is in changes
// the state for the next level, which would make of a key a chain of 28 steps; but modulo 2 each
// change is linear, and linear maps can be put together in any grouping: five steps do, each for
// all levels at once.
#pragma once

#include <cstddef>
#include <cstdint>

#include "simd/inline.hpp"

namespace geodist::kernels {

// Changes of a state (s, v), swapped and inverted, modulo 2:
//   s' = ss s + sv v + s0,  v' = vs s + vv v + v0
// A word holds a coefficient of all levels, the top one's in bit 27. Those above leave the state as
// it is: so the sign bits of ss and vv are 1 and the others 0, and shifts to the right repeat them.
struct CurveTurns {
    std::int32_t ss, sv, vs, vv, s0, v0;
};

// Each level's after those of so many levels from above it.
GEODIST_INLINE CurveTurns join_levels(const CurveTurns& t, int levels) {
    const CurveTurns up{t.ss >> levels, t.sv >> levels, t.vs >> levels,
                        t.vv >> levels, t.s0 >> levels, t.v0 >> levels};
    return {(t.ss & up.ss) ^ (t.sv & up.vs),        (t.ss & up.sv) ^ (t.sv & up.vv),
            (t.vs & up.ss) ^ (t.vv & up.vs),        (t.vs & up.sv) ^ (t.vv & up.vv),
            t.s0 ^ (t.ss & up.s0) ^ (t.sv & up.v0), t.v0 ^ (t.vs & up.s0) ^ (t.vv & up.v0)};
}

template <class V>
struct CurveKeys {
    // 59 bits for each point: columns of x, y, z, which are doubles or, if `are_bits`, the bits of
    // doubles. The centre of the Earth, and what is no number, have some key too.
    static void run(const std::int64_t* const* space, bool are_bits, std::size_t n,
                    std::uint64_t* keys) {
        for (std::size_t begin = 0; begin < n; begin += block) {
            const std::size_t count = n - begin < block ? n - begin : block;
            Cells cells;
            find_cells(space, are_bits, begin, count, cells);
            std::uint64_t found[block];
            follow(cells, found);
            __builtin_memcpy(keys + begin, found, count * sizeof found[0]);
        }
    }

  private:
    static constexpr std::size_t block = 64;
    static constexpr int levels = 28;

    // Faces, and columns and rows of cells on them.
    struct Cells {
        std::int32_t face[block], i[block], j[block];
    };

    // A coordinate on a face, -1 ... 1, by a map that makes cells of like area.
    GEODIST_INLINE static V cell(V u) {
        const V root = V(0.5) * sqrt(V(1.0) + V(3.0) * abs(u));
        constexpr double cells = 1 << levels;
        const V at = (V(0.5) + copysign(root - V(0.5), u)) * V(cells);  // root, or 1 - root
        return select(at > V(0.0), min(at, V(cells - 1)), V(0.0));
    }

    GEODIST_INLINE static void find_cells(const std::int64_t* const* space, bool are_bits,
                                          std::size_t begin, std::size_t n, Cells& cells) {
        alignas(64) double at[3][block] = {};
        for (std::size_t c = 0; c < 3; ++c) {
            if (are_bits) {
                __builtin_memcpy(at[c], space[c] + begin, n * sizeof at[c][0]);
            } else {
                for (std::size_t k = 0; k < n; ++k) {
                    at[c][k] = static_cast<double>(space[c][begin + k]);
                }
            }
        }
        alignas(64) double face[block], i[block], j[block];
        for (std::size_t k = 0; k < block; k += V::size) {
            const V x = V::load(at[0] + k), y = V::load(at[1] + k), z = V::load(at[2] + k);
            const V zero(0.0);
            const auto on_x = (abs(x) >= abs(y)) & (abs(x) >= abs(z));
            const auto on_y = abs(y) >= abs(z);
            const V w = select(on_x, x, select(on_y, y, z));
            const V p = select(on_x, y, -x), q = select(on_x | on_y, z, -y);
            const auto behind = w < zero;
            const V axis = select(on_x, zero, select(on_y, V(1.0), V(2.0)));
            const V scale = V(1.0) / select(w == zero, V(1.0), w);
            (axis + select(behind, V(3.0), zero)).store(face + k);
            cell(select(behind, q, p) * scale).store(i + k);
            cell(select(behind, p, q) * scale).store(j + k);
        }
        for (std::size_t k = 0; k < block; ++k) {
            cells.face[k] = static_cast<std::int32_t>(face[k]);
            cells.i[k] = static_cast<std::int32_t>(i[k]);
            cells.j[k] = static_cast<std::int32_t>(j[k]);
        }
    }

    // Plain loops, for the compiler to make vectors of.
    GEODIST_INLINE static void follow(const Cells& cells, std::uint64_t* keys) {
        constexpr std::int32_t all = (1 << levels) - 1;
        std::uint32_t high[block], low[block];
        for (std::size_t k = 0; k < block; ++k) {
            const std::int32_t i = cells.i[k], differ = i ^ cells.j[k], same = ~differ;
            // every second face begins with swapped axes
            CurveTurns turns{same, all, differ, same, (i ^ same) & all, differ & i};
            turns.s0 |= (cells.face[k] & 1) << levels;
            turns = join_levels(turns, 1);
            turns = join_levels(turns, 2);
            turns = join_levels(turns, 4);
            turns = join_levels(turns, 8);
            turns = join_levels(turns, 16);
            const std::int32_t swapped = turns.s0 >> 1, inverted = turns.v0 >> 1;
            high[k] = static_cast<std::uint32_t>(((swapped & differ) ^ i ^ inverted) & all);
            low[k] = static_cast<std::uint32_t>(differ);
        }
        for (std::size_t k = 0; k < block; ++k) {
            keys[k] = static_cast<std::uint64_t>(cells.face[k]) << 2 * levels |
                      spread(high[k]) << 1 | spread(low[k]);
        }
    }

    // Bits 0, 1, 2, ... to places 0, 2, 4, ...
    GEODIST_INLINE static std::uint64_t spread(std::uint64_t x) {
        x = (x | x << 16) & 0x0000FFFF0000FFFF;
        x = (x | x << 8) & 0x00FF00FF00FF00FF;
        x = (x | x << 4) & 0x0F0F0F0F0F0F0F0F;
        x = (x | x << 2) & 0x3333333333333333;
        return (x | x << 1) & 0x5555555555555555;
    }
};

}  // namespace geodist::kernels
