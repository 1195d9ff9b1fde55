// The lane operations of each instruction set as plain functions over arrays, so that the tests
// themselves are compiled for every machine. Each simd_<name>.cpp makes one table, with the flags
// of its instruction set.
#pragma once

#include <cstddef>

namespace geodist_test {

// c, if an operation has a third operand, or a and b alone. Every array has `count` numbers, a
// multiple of 32.
using LaneFunction = void (*)(const double* a, const double* b, const double* c, double* out,
                              std::size_t count);

struct NamedLaneFunction {
    const char* name;
    LaneFunction narrow;  // one vector at a time
    LaneFunction wide;    // four vectors interleaved
};

struct SimdTable {
    const char* name;
    int lanes;
    bool has_fma;
    const NamedLaneFunction* functions;
    std::size_t function_count;
};

// The tables of the instruction sets that are compiled; which can run is for the caller to ask.
extern const SimdTable portable_table;
extern const SimdTable sse2_table;
extern const SimdTable avx2_table;
extern const SimdTable avx512_table;
extern const SimdTable neon_table;

}  // namespace geodist_test
