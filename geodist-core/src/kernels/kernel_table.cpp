#include "kernels/isa.hpp"

namespace geodist::GEODIST_ISA {

constinit const kernels::KernelTable kernel_table = {
    Vec::name,    Vec::size,    pair_kernels,    matrix_kernels, space_kernels,
    tree_kernels, area_kernels, segment_kernels, elastic_kernels};

}  // namespace geodist::GEODIST_ISA
