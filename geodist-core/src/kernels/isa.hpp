// The instruction set that a file is compiled for, once for each. The build defines GEODIST_ISA,
// the namespace of its lanes; GEODIST_LANES, their header; and GEODIST_PACK, how many vectors are
// interleaved. What is emitted there must not serve another instruction set: every name has the
// lane type in it, or the namespace.
#pragma once

#include GEODIST_LANES

#include "kernels/kernels.hpp"
#include "simd/pack.hpp"

namespace geodist::GEODIST_ISA {

using Pack = simd::Pack<Vec, GEODIST_PACK>;

// One source each.
extern const kernels::PairKernels pair_kernels;
extern const kernels::MatrixKernels matrix_kernels;
extern const kernels::SpaceKernels space_kernels;
extern const kernels::TreeKernels tree_kernels;
extern const kernels::AreaKernels area_kernels;
extern const kernels::SegmentKernels segment_kernels;
extern const kernels::ElasticKernels elastic_kernels;
extern const kernels::KernelTable kernel_table;

}  // namespace geodist::GEODIST_ISA
