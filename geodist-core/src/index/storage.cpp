#include "index/storage.hpp"

#include <bit>
#include <cmath>
#include <cstring>
#include <string>

#include "index/checksum.hpp"
#include "index/mapped_file.hpp"

namespace geodist::index {

namespace {

constexpr std::size_t header_end = offsetof(Header, header_checksum);

std::size_t total_bytes(const Shape& shape, bool has_altitudes) {
    return sizeof(Header) + shape.leaves * sizeof(Leaf) + shape.boxes * sizeof(Boxes) +
           shape.leaves * sizeof(std::uint64_t) +
           (has_altitudes ? shape.leaves * leaf_points * sizeof(double) : 0);
}

[[noreturn]] void refuse(const std::string& name, const std::string& why) {
    throw IndexFileError(name + " " + why);
}

}  // namespace

Storage::Storage(std::size_t rows, std::size_t points, bool has_altitudes,
                 const Ellipsoid& ellipsoid) {
    size_ = total_bytes(Shape(points), has_altitudes);
    auto memory = allocate(size_);
    writable_ = memory.get();
    data_ = writable_;
    owner_ = std::move(memory);
    Header header{};
    std::memcpy(header.magic, Header::expected_magic, sizeof header.magic);
    header.version = Header::current_version;
    header.byte_order = Header::native_order;
    header.a = ellipsoid.a();
    header.f = ellipsoid.f();
    header.rows = rows;
    header.points = points;
    header.has_altitudes = has_altitudes ? 1 : 0;
    header.bytes = size_;
    std::memcpy(writable_, &header, sizeof header);
    find_parts();
}

void Storage::find_parts() {
    tree_.shape = Shape(header().points);
    const std::byte* at = data_ + sizeof(Header);
    tree_.leaves = reinterpret_cast<const Leaf*>(at);
    at += tree_.shape.leaves * sizeof(Leaf);
    tree_.boxes = reinterpret_cast<const Boxes*>(at);
    at += tree_.shape.boxes * sizeof(Boxes);
    tree_.keys = reinterpret_cast<const std::uint64_t*>(at);
    at += tree_.shape.leaves * sizeof(std::uint64_t);
    tree_.altitudes = has_altitudes() ? reinterpret_cast<const double*>(at) : nullptr;
}

Leaf* Storage::leaves() { return reinterpret_cast<Leaf*>(writable_ + sizeof(Header)); }

Boxes* Storage::boxes() {
    return reinterpret_cast<Boxes*>(writable_ + sizeof(Header) + tree_.shape.leaves * sizeof(Leaf));
}

std::uint64_t* Storage::keys() {
    return reinterpret_cast<std::uint64_t*>(boxes() + tree_.shape.boxes);
}

double* Storage::altitudes() { return reinterpret_cast<double*>(keys() + tree_.shape.leaves); }

void Storage::seal(double reach) {
    Header header = this->header();
    header.reach = reach;
    header.body_checksum = xxh64(bytes().subspan(sizeof(Header)));
    std::memcpy(writable_, &header, sizeof header);
    header.header_checksum = xxh64(bytes().first(header_end));
    std::memcpy(writable_, &header, sizeof header);
    writable_ = nullptr;
}

// Whatever the bytes are, afterwards no access through tree() is out of their range.
void Storage::look(const char* name, bool verify) {
    if (size_ < sizeof(Header)) {
        refuse(name, "is too short to be a geodist index");
    }
    const Header& header = this->header();
    if (std::memcmp(header.magic, Header::expected_magic, sizeof header.magic) != 0) {
        refuse(name, "is not a geodist index");
    }
    if (header.byte_order != Header::native_order) {
        refuse(name, "is an index of a machine with another byte order");
    }
    if (header.version != Header::current_version) {
        refuse(name, "is an index of version " + std::to_string(header.version) +
                         "; this geodist reads version " + std::to_string(Header::current_version) +
                         ": build it anew");
    }
    if (header.header_checksum != xxh64(bytes().first(header_end))) {
        refuse(name, "is damaged: its header has another checksum");
    }
    // What follows holds for every header that geodist wrote: only one made by hand fails.
    const bool sane = header.points <= header.rows && header.rows < std::uint64_t{1} << 32 &&
                      header.has_altitudes <= 1 && header.reach >= 0 && std::isfinite(header.reach);
    if (!sane || header.bytes != total_bytes(Shape(header.points), header.has_altitudes != 0)) {
        refuse(name, "has a header that contradicts itself");
    }
    try {
        static_cast<void>(ellipsoid());
    } catch (const InvalidEllipsoidError&) {
        refuse(name, "has a header that contradicts itself");
    }
    if (header.bytes != size_) {
        refuse(name, "has " + std::to_string(size_) + " bytes, not " +
                         std::to_string(header.bytes) + ": it was cut off or added to");
    }
    if (verify && header.body_checksum != xxh64(bytes().subspan(sizeof(Header)))) {
        refuse(name, "is damaged: its points have another checksum");
    }
    find_parts();
    if (verify && !has_good_rows()) {
        refuse(name, "has rows that contradict its header");
    }
}

// A row out of range would lead others astray, such as those who make a sparse matrix of it.
bool Storage::has_good_rows() const {
    const Shape& shape = tree_.shape;
    for (std::size_t place = 0; place < shape.leaves * leaf_points; ++place) {
        const Leaf& leaf = tree_.leaves[place / leaf_points];
        const std::size_t i = place % leaf_points;
        // What a last leaf has too many is not to be found.
        if (place < shape.points ? leaf.row[i] >= header().rows : !std::isinf(leaf.space[0][i])) {
            return false;
        }
    }
    return true;
}

std::shared_ptr<const Storage> Storage::from_bytes(std::span<const std::byte> bytes) {
    std::shared_ptr<Storage> storage(new Storage);
    auto memory = allocate(bytes.size());
    std::memcpy(memory.get(), bytes.data(), bytes.size());
    storage->data_ = memory.get();
    storage->size_ = bytes.size();
    storage->owner_ = std::move(memory);
    storage->look("this row of bytes", true);
    return storage;
}

std::shared_ptr<const Storage> Storage::from_file(const std::filesystem::path& path,
                                                  const LoadOptions& options) {
    std::shared_ptr<Storage> storage(new Storage);
    FileBytes file = open_file(path, options.map);
    storage->data_ = file.bytes.data();
    storage->size_ = file.bytes.size();
    storage->owner_ = std::move(file.owner);
    storage->look(path.string().c_str(), options.verify);
    return storage;
}

}  // namespace geodist::index
