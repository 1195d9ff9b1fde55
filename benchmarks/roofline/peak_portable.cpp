#include "peak.hpp"
#include "simd/portable.hpp"

namespace geodist::roofline {

const Peak portable_peak = {"portable", portable::Vec::size, loop<portable::Vec>};

}  // namespace geodist::roofline
