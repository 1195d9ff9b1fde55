#include "index/index_file.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <utility>
#include <vector>

#include "index/checksum.hpp"
#include "index/mapped_file.hpp"

namespace geodist::index {

namespace {

constexpr std::uint64_t alignment = 64;
constexpr std::size_t every_version = offsetof(Header, content);

std::uint64_t round_up(std::uint64_t bytes) {
    return (bytes + alignment - 1) / alignment * alignment;
}

std::uint64_t checksum_of(const Header& header) {
    return xxh64(std::as_bytes(std::span(&header, 1)).first(offsetof(Header, checksum)));
}

}  // namespace

IndexFile::IndexFile(const Header& header, std::span<const SectionSize> sections)
    : header_(header) {
    std::memcpy(header_.magic, Header::expected_magic, sizeof header_.magic);
    header_.version = Header::current_version;
    header_.byte_order = Header::native_order;
    header_.section_count = static_cast<std::uint32_t>(sections.size());
    std::uint64_t end = sizeof(Header);
    for (std::size_t i = 0; i < sections.size(); ++i) {
        const std::uint64_t bytes = round_up(sections[i].bytes);
        header_.sections[i] = {sections[i].kind, 0, end, bytes, 0};
        end += bytes;
    }
    header_.bytes = end;
    size_ = static_cast<std::size_t>(end);
    auto memory = allocate(size_);
    writable_ = memory.get();
    data_ = writable_;
    owner_ = std::move(memory);
    for (const Section& section : this->sections()) {
        std::fill_n(writable_ + section.offset + section.bytes - std::min(section.bytes, alignment),
                    std::min(section.bytes, alignment), std::byte{0});
    }
}

void IndexFile::seal(double extent) {
    header_.extent = extent;
    for (std::size_t i = 0; i < header_.section_count; ++i) {
        Section& section = header_.sections[i];
        section.checksum = xxh64(bytes().subspan(section.offset, section.bytes));
    }
    header_.checksum = checksum_of(header_);
    std::memcpy(writable_, &header_, sizeof header_);
    writable_ = nullptr;
}

std::uint64_t IndexFile::size_without_note() const {
    const Section* const old = find(SectionKind::note);
    return old == nullptr ? size_ : old->offset;
}

void IndexFile::save(const std::filesystem::path& path, std::string_view note) const {
    Header header = header_;
    const std::uint64_t end = size_without_note();
    header.section_count -= find(SectionKind::note) == nullptr ? 0 : 1;
    std::vector<std::byte> padded(static_cast<std::size_t>(round_up(note.size())), std::byte{0});
    std::copy_n(std::as_bytes(std::span(note)).begin(), note.size(), padded.begin());
    Section& last = header.sections[header.section_count];
    last =
        note.empty() ? Section{} : Section{SectionKind::note, 0, end, padded.size(), xxh64(padded)};
    header.section_count += note.empty() ? 0 : 1;
    header.bytes = end + padded.size();
    header.checksum = checksum_of(header);
    const std::span<const std::byte> head = std::as_bytes(std::span(&header, 1));
    const std::span<const std::byte> pieces[] = {
        head, bytes().first(static_cast<std::size_t>(end)).subspan(head.size()), padded};
    write_file(path, pieces);
}

void IndexFile::refuse(const std::string& why) const { throw IndexFileError(name_ + " " + why); }

const Section* IndexFile::find(SectionKind kind) const {
    const auto found = std::find_if(sections().begin(), sections().end(),
                                    [kind](const Section& s) { return s.kind == kind; });
    return found == sections().end() ? nullptr : &*found;
}

// Whatever the bytes are, afterwards all sections are within them.
void IndexFile::check(bool verify) {
    std::memcpy(&header_, data_, std::min(size_, sizeof header_));
    if (size_ < every_version) {
        refuse("is too short to be a geodist index");
    }
    if (std::memcmp(header_.magic, Header::expected_magic, sizeof header_.magic) != 0) {
        refuse("is not a geodist index");
    }
    if (header_.byte_order != Header::native_order) {
        refuse("is an index of a machine with another byte order");
    }
    if (header_.version != Header::current_version) {
        refuse("is an index of version " + std::to_string(header_.version) +
               ", this geodist reads version " + std::to_string(Header::current_version) +
               ": build the index again and save it");
    }
    if (size_ < sizeof(Header)) {
        refuse("is too short to be a geodist index");
    }
    if (header_.checksum != checksum_of(header_)) {
        refuse("is damaged: its header has another checksum");
    }
    // What follows holds for every header that geodist wrote: only one made by hand fails.
    if (header_.items > header_.rows || header_.rows >= std::uint64_t{1} << 32 ||
        !(header_.extent >= 0) || !std::isfinite(header_.extent) ||
        header_.section_count > Header::most_sections) {
        refuse("has a header that contradicts itself");
    }
    try {
        static_cast<void>(Ellipsoid(header_.a, header_.f));
    } catch (const InvalidEllipsoidError&) {
        refuse("has a header that contradicts itself");
    }
    if (header_.bytes != size_) {
        refuse("has " + std::to_string(size_) + " bytes, not " + std::to_string(header_.bytes) +
               ": it was cut off or added to");
    }
    check_sections(verify);
    read_note();
}

void IndexFile::read_note() {
    const Section* const found = find(SectionKind::note);
    if (found == nullptr) {
        return;
    }
    if (found != &sections().back()) {
        refuse("has a header that contradicts itself");
    }
    note_.assign(data<char>(SectionKind::note), static_cast<std::size_t>(found->bytes));
    note_.resize(note_.find_last_not_of('\0') + 1);
}

void IndexFile::check_sections(bool verify) const {
    std::uint64_t end = sizeof(Header);
    for (const Section& section : sections()) {
        if (section.offset != end || section.bytes % alignment != 0 ||
            section.bytes > size_ - end || find(section.kind) != &section) {
            refuse("has a header that contradicts itself");
        }
        end += section.bytes;
    }
    if (end != size_) {
        refuse("has a header that contradicts itself");
    }
    for (const Section& section : sections()) {
        if (verify && section.checksum != xxh64(bytes().subspan(section.offset, section.bytes))) {
            refuse("is damaged: its content has another checksum");
        }
    }
}

IndexFile IndexFile::from_bytes(std::span<const std::byte> bytes) {
    IndexFile file("this row of bytes");
    auto memory = allocate(bytes.size());
    std::copy(bytes.begin(), bytes.end(), memory.get());
    file.data_ = memory.get();
    file.size_ = bytes.size();
    file.owner_ = std::move(memory);
    file.check(true);
    return file;
}

IndexFile IndexFile::from_path(const std::filesystem::path& path, const LoadOptions& options) {
    IndexFile file(path.string());
    FileBytes content = open_file(path, options.map);
    file.data_ = content.bytes.data();
    file.size_ = content.bytes.size();
    file.owner_ = std::move(content.owner);
    file.check(options.verify);
    return file;
}

}  // namespace geodist::index
