#include "peak.hpp"
#include "simd/sse2.hpp"

namespace geodist::roofline {

const Peak sse2_peak = {"sse2", sse2::Vec::size, loop<sse2::Vec>};

}  // namespace geodist::roofline
