#include "kernels/matrix_kernels.hpp"

#include "kernels/isa.hpp"

namespace geodist::GEODIST_ISA {

constinit const kernels::MatrixKernels matrix_kernels = kernels::make_matrix_kernels<Vec, Pack>();

}  // namespace geodist::GEODIST_ISA
