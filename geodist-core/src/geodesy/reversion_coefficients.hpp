// Made by tools/derive_reversion.py; do not edit.
#pragma once

namespace geodist::geodesy {

inline constexpr int reversion_order = 8;

// C1'_l / eps^l = sum_j reversion[l - 1][j] eps^(2 j)   (Karney 2013, eq. 21, to a higher order)
inline constexpr double reversion[8][4] = {
    {1.0 / 2, -9.0 / 32, 205.0 / 1536, -4879.0 / 73728},
    {5.0 / 16, -37.0 / 96, 1335.0 / 4096, -86171.0 / 368640},
    {29.0 / 96, -75.0 / 128, 2901.0 / 4096, 0.0},
    {539.0 / 1536, -2391.0 / 2560, 1082857.0 / 737280, 0.0},
    {3467.0 / 7680, -28223.0 / 18432, 0.0, 0.0},
    {38081.0 / 61440, -733437.0 / 286720, 0.0, 0.0},
    {459485.0 / 516096, 0.0, 0.0, 0.0},
    {109167851.0 / 82575360, 0.0, 0.0, 0.0},
};

}  // namespace geodist::geodesy
