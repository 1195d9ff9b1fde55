#include "simd/neon.hpp"

#include "simd_lanes.hpp"

namespace geodist_test {

constinit const SimdTable neon_table = Lanes<geodist::neon::Vec>::table("neon");

}  // namespace geodist_test
