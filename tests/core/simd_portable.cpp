#include "simd/portable.hpp"

#include "simd_lanes.hpp"

namespace geodist_test {

constinit const SimdTable portable_table = Lanes<geodist::portable::Vec>::table("portable");

}  // namespace geodist_test
