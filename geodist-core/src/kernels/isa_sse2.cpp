#include "kernels/isa.hpp"
#include "simd/sse2.hpp"

namespace geodist::kernels {

constinit const KernelTable sse2_kernels = make_kernels<sse2::Vec, simd::Pack4<sse2::Vec>>("sse2");

}  // namespace geodist::kernels
