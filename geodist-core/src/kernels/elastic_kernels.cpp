#include "kernels/elastic_kernels.hpp"

#include "kernels/isa.hpp"

namespace geodist::GEODIST_ISA {

constinit const kernels::ElasticKernels elastic_kernels = kernels::make_elastic_kernels<Vec>();

}  // namespace geodist::GEODIST_ISA
