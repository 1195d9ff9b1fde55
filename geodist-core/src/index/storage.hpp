// The bytes of an index: a header, leaves, boxes, keys of leaves, altitudes. In memory, or a file
// mapped into it.
#pragma once

#include <geodist/ellipsoid.hpp>
#include <geodist/point_index.hpp>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>

#include "index/tree.hpp"

namespace geodist::index {

// The first 256 bytes of a file. Numbers are little-endian.
struct Header {
    static constexpr char expected_magic[8] = {'G', 'E', 'O', 'D', 'I', 'D', 'X', '\n'};
    static constexpr std::uint32_t current_version = 1;
    static constexpr std::uint32_t native_order = 0x01020304;

    char magic[8];
    std::uint32_t version;
    std::uint32_t byte_order;
    double a, f;
    std::uint64_t rows;    // of the caller's columns
    std::uint64_t points;  // of them without NaN
    std::uint64_t has_altitudes;
    std::uint64_t bytes;  // of all
    double reach;         // largest magnitude of a coordinate in space
    std::uint64_t body_checksum;
    std::uint64_t unused[21];
    std::uint64_t header_checksum;  // of all before it
};
static_assert(sizeof(Header) == 256);

class Storage {
  public:
    // Room for an index; all of it is yet to be written.
    Storage(std::size_t rows, std::size_t points, bool has_altitudes, const Ellipsoid& ellipsoid);
    // Bytes in memory, or a file. Throws IndexFileError.
    static std::shared_ptr<const Storage> from_bytes(std::span<const std::byte> bytes);
    static std::shared_ptr<const Storage> from_file(const std::filesystem::path& path,
                                                    const LoadOptions& options);

    [[nodiscard]] const Header& header() const { return *reinterpret_cast<const Header*>(data_); }
    [[nodiscard]] const Tree& tree() const { return tree_; }
    [[nodiscard]] Ellipsoid ellipsoid() const { return {header().a, header().f}; }
    [[nodiscard]] bool has_altitudes() const { return header().has_altitudes != 0; }
    [[nodiscard]] std::span<const std::byte> bytes() const { return {data_, size_}; }

    // For the builder.
    [[nodiscard]] Leaf* leaves();
    [[nodiscard]] Boxes* boxes();
    [[nodiscard]] std::uint64_t* keys();
    [[nodiscard]] double* altitudes();
    void seal(double reach);  // the last step: checksums

  private:
    Storage() = default;
    void look(const char* name, bool verify);  // checks, and finds the parts
    void find_parts();
    [[nodiscard]] bool has_good_rows() const;

    std::shared_ptr<const void> owner_;
    const std::byte* data_ = nullptr;
    std::byte* writable_ = nullptr;
    std::size_t size_ = 0;
    Tree tree_;
};

}  // namespace geodist::index
