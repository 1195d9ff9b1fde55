#include "simd/avx2.hpp"

#include "simd_lanes.hpp"

namespace geodist_test {

constinit const SimdTable avx2_table = Lanes<geodist::avx2::Vec>::table("avx2");

}  // namespace geodist_test
