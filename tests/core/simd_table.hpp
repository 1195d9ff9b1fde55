// The lane operations of each instruction set as plain functions over arrays, so that the tests
// themselves are compiled for every machine. simd.cpp makes them, compiled once for each
// instruction set with its flags.
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
namespace portable {
extern const SimdTable table;
}
namespace sse2 {
extern const SimdTable table;
}
namespace avx2 {
extern const SimdTable table;
}
namespace avx512 {
extern const SimdTable table;
}
namespace neon {
extern const SimdTable table;
}

}  // namespace geodist_test
