#include "isa.hpp"
#include "simd/neon.hpp"

namespace geodist::batch {

constinit const KernelTable neon_kernels = make_kernels<neon::Vec, simd::Pack4<neon::Vec>>("neon");

}  // namespace geodist::batch
