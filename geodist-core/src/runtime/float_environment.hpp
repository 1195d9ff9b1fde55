// The caller's floating-point environment, kept from the computations and the computations from it.
#pragma once

#if defined(__x86_64__)
#include <immintrin.h>
#else
#include <cfenv>
#endif

namespace geodist::runtime {

// While it lives: rounding to nearest, no traps, subnormal numbers kept. Afterwards all is as it
// was before, the exception flags included, so that no warning of a kernel's inner workings reaches
// the caller.
#if defined(__x86_64__)

// The control register of SSE alone: fenv.h would also save and restore the x87 unit, at ten times
// the cost.
class FloatEnvironment {
  public:
    FloatEnvironment() noexcept : saved_(_mm_getcsr()) {
        if ((saved_ & ~flags) != standard) {
            _mm_setcsr(standard);
        }
    }
    ~FloatEnvironment() {
        if (_mm_getcsr() != saved_) {
            _mm_setcsr(saved_);
        }
    }
    FloatEnvironment(const FloatEnvironment&) = delete;
    FloatEnvironment& operator=(const FloatEnvironment&) = delete;

  private:
    static constexpr unsigned flags = 0x3f;
    static constexpr unsigned standard = 0x1f80;  // the state after a reset

    unsigned saved_;
};

#else

class FloatEnvironment {
  public:
    FloatEnvironment() noexcept {
        std::fegetenv(&saved_);
        std::fesetenv(FE_DFL_ENV);
    }
    ~FloatEnvironment() { std::fesetenv(&saved_); }
    FloatEnvironment(const FloatEnvironment&) = delete;
    FloatEnvironment& operator=(const FloatEnvironment&) = delete;

  private:
    std::fenv_t saved_;
};

#endif

}  // namespace geodist::runtime
