// Compiled once for each instruction set; see kernels/isa.hpp.
#include GEODIST_LANES

#include "simd_lanes.hpp"

namespace geodist_test::GEODIST_ISA {

constinit const SimdTable table = Lanes<geodist::GEODIST_ISA::Vec>::table();

}  // namespace geodist_test::GEODIST_ISA
