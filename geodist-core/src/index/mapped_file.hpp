// A file as bytes in memory.
#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <span>

namespace geodist::index {

struct FileBytes {
    std::shared_ptr<const void> owner;
    std::span<const std::byte> bytes;
};

// Aligned to a cache line at least; not written yet.
[[nodiscard]] std::shared_ptr<std::byte> allocate(std::size_t size);

// Maps the file where the system can, if asked to, else reads it. Throws std::system_error.
[[nodiscard]] FileBytes open_file(const std::filesystem::path& path, bool map);

// Writes next to `path` first, and to the disk, so that no half-written file bears its name, and
// indexes that map the old one keep it; then the disk gets the name too. A file that is replaced
// hands on its permissions. Throws std::system_error.
void write_file(const std::filesystem::path& path,
                std::span<const std::span<const std::byte>> pieces);

}  // namespace geodist::index
