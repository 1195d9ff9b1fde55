#include "kernels/tree_kernels.hpp"

#include "kernels/isa.hpp"

namespace geodist::GEODIST_ISA {

constinit const kernels::TreeKernels tree_kernels = kernels::make_tree_kernels<Vec, Float>();

}  // namespace geodist::GEODIST_ISA
