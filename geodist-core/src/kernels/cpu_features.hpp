// What the processor offers and the operating system saves on a context switch.
#pragma once

namespace geodist::kernels {

struct CpuFeatures {
    bool avx2 = false;    // AVX2 and FMA
    bool avx512 = false;  // AVX-512 F, DQ, VL
};

[[nodiscard]] CpuFeatures cpu_features() noexcept;

}  // namespace geodist::kernels
