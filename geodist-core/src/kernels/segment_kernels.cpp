#include "kernels/segment_kernels.hpp"

#include "kernels/isa.hpp"

namespace geodist::GEODIST_ISA {

constinit const kernels::SegmentKernels segment_kernels =
    kernels::make_segment_kernels<Vec, simd::Pair<Vec>>();

}  // namespace geodist::GEODIST_ISA
