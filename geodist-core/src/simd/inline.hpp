// The one macro of the lane code: a kernel is fast only when every operation of it is inlined, and
// correct on every machine only when none of it is emitted as a shared (weak) function of one
// instruction set.
#pragma once

#if defined(_MSC_VER)
#define GEODIST_INLINE __forceinline
#else
#define GEODIST_INLINE [[gnu::always_inline]] inline
#endif
