#include "peak.hpp"
#include "simd/avx2.hpp"

namespace geodist::roofline {

const Peak avx2_peak = {"avx2", avx2::Vec::size, loop<avx2::Vec>};

}  // namespace geodist::roofline
