#include "peak.hpp"
#include "simd/neon.hpp"

namespace geodist::roofline {

const Peak neon_peak = {"neon", neon::Vec::size, loop<neon::Vec>};

}  // namespace geodist::roofline
