#include "index/mapped_file.hpp"

#include <cerrno>
#include <cstdio>
#include <new>
#include <random>
#include <string>
#include <system_error>
#include <utility>

#if defined(__unix__) || defined(__APPLE__)
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#define GEODIST_HAS_MMAP 1
#endif

namespace geodist::index {

namespace {

namespace fs = std::filesystem;

constexpr std::align_val_t cache_line{64};
constexpr std::size_t huge_page = std::size_t{2} << 20;

[[noreturn]] void throw_errno(const fs::path& path) {
    throw std::system_error(errno, std::generic_category(), path.string());
}

struct CloseFile {
    void operator()(std::FILE* file) const { std::fclose(file); }
};
using File = std::unique_ptr<std::FILE, CloseFile>;

File open(const fs::path& path, const char* mode) {
    errno = 0;
    File file(std::fopen(path.string().c_str(), mode));
    if (!file) {
        throw_errno(path);
    }
    return file;
}

// Of the file that is open: another may have its path by now.
std::size_t size_of(std::FILE* file, const fs::path& path) {
#ifdef GEODIST_HAS_MMAP
    struct stat facts{};
    if (::fstat(::fileno(file), &facts) != 0) {
        throw_errno(path);
    }
    return static_cast<std::size_t>(facts.st_size);
#else
    static_cast<void>(file);
    return static_cast<std::size_t>(fs::file_size(path));
#endif
}

FileBytes read_file(const fs::path& path) {
    const File file = open(path, "rb");
    const std::size_t size = size_of(file.get(), path);
    auto memory = allocate(size);
    const std::size_t got = std::fread(memory.get(), 1, size, file.get());
    if (std::ferror(file.get()) != 0) {
        throw_errno(path);
    }
    const std::byte* const data = memory.get();
    return {std::move(memory), {data, got}};
}

using Pieces = std::span<const std::span<const std::byte>>;

void write_all(std::FILE* file, const fs::path& path, Pieces pieces) {
    errno = 0;
    bool written = true;
    for (const auto piece : pieces) {
        // An empty piece may have no address, which fwrite must not be given.
        written = written && (piece.empty() ||
                              std::fwrite(piece.data(), 1, piece.size(), file) == piece.size());
    }
    if (!written || std::fflush(file) != 0) {
        throw_errno(path);
    }
}

// Some file systems say only now that there is no room.
void close(File file, const fs::path& path) {
    errno = 0;
    if (std::fclose(file.release()) != 0) {
        throw_errno(path);
    }
}

// What the disk has not seen yet does not survive a loss of power; the new name might.
void write_through(std::FILE* file, const fs::path& path) {
#ifdef GEODIST_HAS_MMAP
    if (::fsync(::fileno(file)) != 0) {
        throw_errno(path);
    }
#else
    static_cast<void>(file);
    static_cast<void>(path);
#endif
}

#ifdef GEODIST_HAS_MMAP

class Descriptor {
  public:
    explicit Descriptor(const fs::path& path)
        : number_(::open(path.c_str(), O_RDONLY | O_CLOEXEC)) {
        if (number_ < 0) {
            throw_errno(path);
        }
    }
    ~Descriptor() { ::close(number_); }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;

    [[nodiscard]] int number() const { return number_; }

  private:
    int number_;
};

// The names in a folder, as write_through() does what is in a file. The new file is there and whole
// already, and some file systems cannot do this or let nobody read the folder: no error, then.
void write_names_through(const fs::path& folder) {
    const int number = ::open(folder.c_str(), O_RDONLY | O_CLOEXEC);
    if (number >= 0) {
        static_cast<void>(::fsync(number));
        ::close(number);
    }
}

FileBytes map_file(const fs::path& path) {
    const Descriptor file(path);
    struct stat facts{};
    if (::fstat(file.number(), &facts) != 0) {
        throw_errno(path);
    }
    const auto size = static_cast<std::size_t>(facts.st_size);
    if (!S_ISREG(facts.st_mode) || size == 0) {
        return read_file(path);
    }
    void* const at = ::mmap(nullptr, size, PROT_READ, MAP_SHARED, file.number(), 0);
    if (at == MAP_FAILED) {
        throw_errno(path);
    }
    const auto unmap = [size](const void* data) { ::munmap(const_cast<void*>(data), size); };
    return {std::shared_ptr<const void>(at, unmap), {static_cast<const std::byte*>(at), size}};
}

#else

void write_names_through(const fs::path&) {}

FileBytes map_file(const fs::path& path) { return read_file(path); }

#endif

}  // namespace

// Searches jump about in what is large: with small pages a processor would look for most addresses
// in memory first.
std::shared_ptr<std::byte> allocate(std::size_t size) {
    const std::align_val_t boundary = size < huge_page ? cache_line : std::align_val_t{huge_page};
    auto* const data = static_cast<std::byte*>(::operator new(size, boundary));
#ifdef MADV_HUGEPAGE
    if (size >= huge_page) {
        // whole pages only, which takes no more memory; a system without them goes on as before
        static_cast<void>(::madvise(data, size / huge_page * huge_page, MADV_HUGEPAGE));
    }
#endif
    return {data, [boundary](std::byte* at) { ::operator delete(at, boundary); }};
}

FileBytes open_file(const fs::path& path, bool map) {
    return map ? map_file(path) : read_file(path);
}

void write_file(const fs::path& path, Pieces pieces) {
    std::error_code ignored;
    const fs::file_status facts = fs::status(path, ignored);
    // A pipe or a device must not be replaced, and a link is to stay one.
    if (fs::exists(facts) && !fs::is_regular_file(facts)) {
        File file = open(path, "wb");
        write_all(file.get(), path, pieces);
        return close(std::move(file), path);
    }
    const fs::path target = fs::exists(facts) ? fs::canonical(path) : path;
    fs::path draft = target;
    draft += std::to_string(std::random_device()());
    draft += ".part";
    try {
        File file = open(draft, "wb");
        if (fs::exists(facts)) {
            fs::permissions(draft, facts.permissions());
        }
        write_all(file.get(), draft, pieces);
        write_through(file.get(), draft);
        close(std::move(file), draft);
        fs::rename(draft, target);
    } catch (...) {
        fs::remove(draft, ignored);
        throw;
    }
    write_names_through(target.has_parent_path() ? target.parent_path() : fs::path("."));
}

}  // namespace geodist::index
