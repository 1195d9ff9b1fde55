// Compiled once for each instruction set; see kernels/isa.hpp.
#include "peak.hpp"
#include GEODIST_LANES

namespace geodist::roofline::GEODIST_ISA {

const Peak peak = {geodist::GEODIST_ISA::Vec::name, geodist::GEODIST_ISA::Vec::size,
                   loop<geodist::GEODIST_ISA::Vec>};

}  // namespace geodist::roofline::GEODIST_ISA
