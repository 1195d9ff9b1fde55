#include "isa.hpp"
#include "simd/portable.hpp"

namespace geodist::batch {

constinit const KernelTable portable_kernels =
    make_kernels<portable::Vec, simd::Pack4<portable::Vec>>("portable");

}  // namespace geodist::batch
