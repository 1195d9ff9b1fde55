#include "simd/sse2.hpp"

#include "simd_lanes.hpp"

namespace geodist_test {

constinit const SimdTable sse2_table = Lanes<geodist::sse2::Vec>::table("sse2");

}  // namespace geodist_test
