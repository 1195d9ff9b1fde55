#include "kernels/space_kernels.hpp"

#include "kernels/isa.hpp"

namespace geodist::GEODIST_ISA {

constinit const kernels::SpaceKernels space_kernels = kernels::make_space_kernels<Vec, Pack>();

}  // namespace geodist::GEODIST_ISA
