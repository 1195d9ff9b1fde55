#include "kernels/isa.hpp"
#include "simd/portable.hpp"

namespace geodist::kernels {

constinit const KernelTable portable_kernels =
    make_kernels<portable::Vec, simd::Pack4<portable::Vec>>("portable");

}  // namespace geodist::kernels
