#include "kernels/isa.hpp"
#include "simd/avx2.hpp"

namespace geodist::kernels {

constinit const KernelTable avx2_kernels = make_kernels<avx2::Vec, simd::Pack4<avx2::Vec>>("avx2");

}  // namespace geodist::kernels
