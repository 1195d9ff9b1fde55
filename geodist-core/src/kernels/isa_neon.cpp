#include "kernels/isa.hpp"
#include "simd/neon.hpp"

namespace geodist::kernels {

constinit const KernelTable neon_kernels = make_kernels<neon::Vec, simd::Pack4<neon::Vec>>("neon");

}  // namespace geodist::kernels
