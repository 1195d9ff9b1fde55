// XXH64, a checksum of 64 bits at the speed of memory.
//
// Reference: Y. Collet, xxHash fast digest algorithm, specification 0.1.1,
// https://github.com/Cyan4973/xxHash/blob/dev/doc/xxhash_spec.md
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace geodist::index {

[[nodiscard]] std::uint64_t xxh64(std::span<const std::byte> bytes);

}  // namespace geodist::index
