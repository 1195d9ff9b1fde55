#include "simd/avx512.hpp"

#include "simd_lanes.hpp"

namespace geodist_test {

constinit const SimdTable avx512_table = Lanes<geodist::avx512::Vec>::table("avx512");

}  // namespace geodist_test
