#include "isa.hpp"
#include "simd/sse2.hpp"

namespace geodist::batch {

constinit const KernelTable sse2_kernels = make_kernels<sse2::Vec, simd::Pack4<sse2::Vec>>("sse2");

}  // namespace geodist::batch
