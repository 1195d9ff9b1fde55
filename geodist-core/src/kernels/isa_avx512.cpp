#include "kernels/isa.hpp"
#include "simd/avx512.hpp"

namespace geodist::kernels {

constinit const KernelTable avx512_kernels =
    make_kernels<avx512::Vec, simd::Pack4<avx512::Vec>>("avx512");

}  // namespace geodist::kernels
