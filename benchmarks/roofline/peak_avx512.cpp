#include "peak.hpp"
#include "simd/avx512.hpp"

namespace geodist::roofline {

const Peak avx512_peak = {"avx512", avx512::Vec::size, loop<avx512::Vec>};

}  // namespace geodist::roofline
