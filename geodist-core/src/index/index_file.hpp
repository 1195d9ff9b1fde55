// The bytes of an index: a header with a table of sections, then the sections. In memory, or a file
// mapped into it. What the sections mean is not known here.
#pragma once

#include <geodist/ellipsoid.hpp>
#include <geodist/point_index.hpp>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace geodist::index {

// Numbers in files: those of the past are not used again.
enum class Content : std::uint32_t { none = 0, points = 1, shapes = 2, tracks = 3 };
enum class SectionKind : std::uint32_t {
    none = 0,  // in the rest of a table
    point_leaves = 1,
    boxes = 2,
    altitudes = 4,
    missing_rows = 5,
    box_heads = 6,
    edge_leaves = 7,
    lat = 8,
    lon = 9,
    rings = 10,
    parts = 11,
    rows = 12,
    kinds = 13,
    numbers = 15,  // of pieces of planar edges
    note = 14      // text of the caller's: the last section, if there is one
};

struct Section {
    SectionKind kind;
    std::uint32_t unused;
    std::uint64_t offset;  // from the beginning of the file
    std::uint64_t bytes;   // a multiple of 64; what is too many is zero
    std::uint64_t checksum;
};
static_assert(sizeof(Section) == 32);

// The first 512 bytes of a file. Numbers are little-endian, or as `byte_order` says.
struct Header {
    static constexpr char expected_magic[8] = {'G', 'E', 'O', 'D', 'I', 'D', 'X', '\n'};
    static constexpr std::uint32_t current_version = 4;
    static constexpr std::uint32_t native_order = 0x01020304;
    static constexpr std::size_t most_sections = 12;

    // These four stand where they are in every version.
    char magic[8];
    std::uint32_t version;
    std::uint32_t byte_order;

    Content content;
    std::uint32_t section_count;
    double a, f;
    std::uint64_t rows;   // of the caller's
    std::uint64_t items;  // of these, how many are not missing
    double extent;        // largest magnitude of a coordinate in space
    std::uint64_t bytes;  // of all
    // Of shapes: how they are to be read, and how many of each there are.
    std::uint64_t flags, vertices, rings, parts, leaves;
    double sag;                       // how far edges may be from the geodesics of their pieces
    Section sections[most_sections];  // one behind the other without a gap
    std::uint64_t checksum;           // of all before it
};
static_assert(sizeof(Header) == 512);

// A section as it has to be.
struct SectionSize {
    SectionKind kind;
    std::uint64_t bytes;  // without what is too many
};

class IndexFile {
  public:
    // Room for an index. Of `header` the first four members, the table and the checksums are filled
    // in here.
    IndexFile(const Header& header, std::span<const SectionSize> sections);

    // Bytes in memory, or a file. Nothing is known of the sections but that they are there, and
    // with `verify` that they are as they were written. Throw IndexFileError.
    [[nodiscard]] static IndexFile from_bytes(std::span<const std::byte> bytes);
    [[nodiscard]] static IndexFile from_path(const std::filesystem::path& path,
                                             const LoadOptions& options);

    // A copy, made before it was checked: a mapped file may change.
    [[nodiscard]] const Header& header() const { return header_; }
    [[nodiscard]] std::span<const Section> sections() const {
        return {header_.sections, header_.section_count};
    }
    [[nodiscard]] std::span<const std::byte> bytes() const { return {data_, size_}; }
    [[nodiscard]] bool has(SectionKind kind) const { return find(kind) != nullptr; }

    // The numbers of a section; null if there is none.
    template <class T>
    [[nodiscard]] const T* data(SectionKind kind) const {
        const Section* const found = find(kind);
        return found == nullptr ? nullptr : reinterpret_cast<const T*>(data_ + found->offset);
    }
    // For the builder, until seal().
    template <class T>
    [[nodiscard]] T* writable(SectionKind kind) {
        const Section* const found = find(kind);
        return found == nullptr ? nullptr : reinterpret_cast<T*>(writable_ + found->offset);
    }
    // The last step: what was written gets its checksums.
    void seal(double extent);

    // Writes a file with another note, or with none where it is empty. Throws std::system_error.
    void save(const std::filesystem::path& path, std::string_view note) const;
    // A copy, as the header is.
    [[nodiscard]] const std::string& note() const { return note_; }
    // Of all but the note.
    [[nodiscard]] std::uint64_t size_without_note() const;

    // Throws IndexFileError about this file.
    [[noreturn]] void refuse(const std::string& why) const;

  private:
    explicit IndexFile(std::string name) : name_(std::move(name)) {}
    void check(bool verify);
    void check_sections(bool verify) const;
    void read_note();
    [[nodiscard]] const Section* find(SectionKind kind) const;

    std::string name_;
    std::string note_;
    std::shared_ptr<const void> owner_;
    const std::byte* data_ = nullptr;
    std::byte* writable_ = nullptr;
    std::size_t size_ = 0;
    Header header_{};
};

}  // namespace geodist::index
