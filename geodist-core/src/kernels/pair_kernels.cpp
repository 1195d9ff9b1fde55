#include "kernels/pair_kernels.hpp"

#include "kernels/isa.hpp"

namespace geodist::GEODIST_ISA {

constinit const kernels::PairKernels pair_kernels = kernels::make_pair_kernels<Vec, Pack>();

}  // namespace geodist::GEODIST_ISA
