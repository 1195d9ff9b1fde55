#include "kernels/area_kernels.hpp"

#include "kernels/isa.hpp"

namespace geodist::GEODIST_ISA {

constinit const kernels::AreaKernels area_kernels = kernels::make_area_kernels<Vec>();

}  // namespace geodist::GEODIST_ISA
