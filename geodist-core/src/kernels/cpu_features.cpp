#include "kernels/cpu_features.hpp"

#if defined(__x86_64__) || defined(__i386__)
#include <cpuid.h>

#include <cstdint>
#endif

namespace geodist::kernels {

#if defined(__x86_64__) || defined(__i386__)

namespace {

// Extended control register 0: the register sets that the operating system saves.
std::uint64_t saved_state() noexcept {
    std::uint32_t low = 0;
    std::uint32_t high = 0;
    asm volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
    return std::uint64_t{high} << 32 | low;
}

constexpr bool has_bit(unsigned bits, int i) noexcept { return (bits >> i & 1U) != 0; }

}  // namespace

// Bits as in Intel's Software Developer's Manual, volume 2, CPUID, and volume 1, 13.3 and 15.2.
CpuFeatures cpu_features() noexcept {
    CpuFeatures features;
    unsigned a = 0;
    unsigned b = 0;
    unsigned c = 0;
    unsigned d = 0;
    if (__get_cpuid(1, &a, &b, &c, &d) == 0) {
        return features;
    }
    const bool os_saves = has_bit(c, 27);
    const bool avx = has_bit(c, 28);
    const bool fma = has_bit(c, 12);
    if (!os_saves || !avx || !fma || __get_cpuid_count(7, 0, &a, &b, &c, &d) == 0) {
        return features;
    }
    constexpr std::uint64_t ymm = 0x06;        // SSE, AVX
    constexpr std::uint64_t zmm = ymm | 0xe0;  // opmask, upper halves, upper sixteen
    const std::uint64_t saved = saved_state();
    features.avx2 = (saved & ymm) == ymm && has_bit(b, 5);
    features.avx512 =
        features.avx2 && (saved & zmm) == zmm && has_bit(b, 16) && has_bit(b, 17) && has_bit(b, 31);
    return features;
}

#else

CpuFeatures cpu_features() noexcept { return {}; }

#endif

}  // namespace geodist::kernels
