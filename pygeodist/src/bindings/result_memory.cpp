#include "result_memory.hpp"

#include <pybind11/numpy.h>
#include <pybind11/stl.h>

#include <string>
#include <vector>

#include "bindings.hpp"

#if defined(__linux__)
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdint>
#include <cstring>
#include <utility>
#endif

namespace py = pybind11;

namespace geodist::bindings {

#if defined(__linux__)

namespace {

// From here on malloc() may take fresh pages from the system each time.
constexpr std::size_t smallest = std::size_t{128} << 10;
// To here it may keep what is freed for itself, of which it counts twice as much as its own.
constexpr std::size_t largest = std::size_t{32} << 20;
// What all kept blocks hold together at most. The documentation says it.
constexpr std::size_t most_kept = 2 * largest;
constexpr std::size_t huge_page = std::size_t{2} << 20;

// The start of a mapping, which holds one array. Behind the array's last page the mapping has no
// memory, so an array keeps no more than its own.
struct alignas(64) Block {
    std::size_t length;  // bytes mapped
};

std::size_t mapped_length(std::size_t bytes) {
    static const auto page = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
    return (sizeof(Block) + bytes + page - 1) / page * page;
}

void* data_of(Block* block) { return block + 1; }

Block* block_of(void* data) { return static_cast<Block*>(data) - 1; }

char* map(std::size_t length) {
    void* const start =
        mmap(nullptr, length, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return start == MAP_FAILED ? nullptr : static_cast<char*>(start);
}

void unmap(char* start, std::size_t length) {
    if (length > 0) {
        munmap(start, length);
    }
}

void unmap(Block* block) { unmap(reinterpret_cast<char*>(block), block->length); }

// Null if there is no memory.
Block* fresh_block(std::size_t length) {
    char* start = map(length < huge_page ? length : length + huge_page);
    if (start != nullptr && length >= huge_page) {
        const std::size_t before = -reinterpret_cast<std::uintptr_t>(start) % huge_page;
        unmap(start, before);
        start += before;
        unmap(start + length, huge_page - before);
        // Only pages that lie in the mapping as a whole are huge.
        madvise(start, length, MADV_HUGEPAGE);
    }
    return start == nullptr ? nullptr : new (start) Block{length};
}

// Blocks of dead arrays, for any thread. Who finds another thread at them does without: nobody ever
// waits, so a fork at that moment costs the child the reuse of blocks and nothing else.
class KeptBlocks {
  public:
    // The shortest block of at least that length, if it is not much longer, or null. The pages that
    // it has more are given back, though not their addresses: the next array may want them.
    Block* take(std::size_t length) noexcept {
        const Turn turn(busy_);
        if (!turn.mine()) {
            return nullptr;
        }
        const auto end = blocks_.begin() + count_;
        auto best = end;
        for (auto at = blocks_.begin(); at != end; ++at) {
            if (at->length >= length && at->length - length <= length / 4 &&
                (best == end || at->length < best->length)) {
                best = at;
            }
        }
        if (best == end) {
            return nullptr;
        }
        Block* const block = remove(best);
        if (block->length > length) {
            madvise(reinterpret_cast<char*>(block) + length, block->length - length, MADV_DONTNEED);
        }
        return block;
    }

    // In exchange for those kept longest where it would be too much.
    void put(Block* block) noexcept {
        const Turn turn(busy_);
        if (!turn.mine() || block->length > largest) {
            unmap(block);
            return;
        }
        while (count_ == blocks_.size() || bytes_ + block->length > most_kept) {
            unmap(remove(blocks_.begin()));
        }
        blocks_[count_++] = {block, block->length};
        bytes_ += block->length;
    }

  private:
    class Turn {
      public:
        explicit Turn(std::atomic_flag& busy) noexcept
            : busy_(busy), mine_(!busy.test_and_set(std::memory_order_acquire)) {}
        ~Turn() {
            if (mine_) {
                busy_.clear(std::memory_order_release);
            }
        }
        Turn(const Turn&) = delete;
        Turn& operator=(const Turn&) = delete;

        [[nodiscard]] bool mine() const noexcept { return mine_; }

      private:
        std::atomic_flag& busy_;
        bool mine_;
    };
    struct Kept {
        Block* block;
        std::size_t length;
    };
    using Blocks = std::array<Kept, 64>;

    Block* remove(Blocks::iterator at) noexcept {
        Block* const block = at->block;
        bytes_ -= at->length;
        std::move(at + 1, blocks_.begin() + count_, at);
        --count_;
        return block;
    }

    std::atomic_flag busy_;
    Blocks blocks_{};  // the first `count_`, the oldest first
    std::size_t count_ = 0;
    std::size_t bytes_ = 0;
};

constinit KeptBlocks kept;

void* allocate(void* /*context*/, std::size_t bytes) {
    const std::size_t length = mapped_length(bytes);
    Block* block = kept.take(length);
    if (block == nullptr) {
        block = fresh_block(length);
    }
    return block == nullptr ? nullptr : data_of(block);
}

void* allocate_zeros(void* context, std::size_t count, std::size_t size) {
    void* data = allocate(context, count * size);
    return data == nullptr ? nullptr : std::memset(data, 0, count * size);
}

void release(void* /*context*/, void* data, std::size_t /*bytes*/) {
    if (data != nullptr) {
        kept.put(block_of(data));
    }
}

void* reallocate(void* context, void* data, std::size_t bytes) {
    if (data == nullptr) {
        return allocate(context, bytes);
    }
    Block* const block = block_of(data);
    const std::size_t length = mapped_length(bytes);
    void* const moved = mremap(block, block->length, length, MREMAP_MAYMOVE);
    return moved == MAP_FAILED ? nullptr : data_of(new (moved) Block{length});
}

PyObject* handler() {
    // Arrays refer to it until the process ends.
    static PyDataMem_Handler functions = {
        "geodist", 1, {nullptr, &allocate, &allocate_zeros, &reallocate, &release}};
    static PyObject* const capsule = PyCapsule_New(&functions, "mem_handler", nullptr);
    return capsule;
}

}  // namespace

ResultMemory::ResultMemory(std::size_t bytes) {
    if (bytes < smallest || bytes > largest) {
        return;
    }
    before_ = PyDataMem_SetHandler(handler());
    if (before_ == nullptr) {
        throw py::error_already_set();
    }
    if (before_ != PyDataMem_DefaultHandler) {
        Py_XDECREF(PyDataMem_SetHandler(before_));
        Py_CLEAR(before_);
    }
}

ResultMemory::~ResultMemory() {
    if (before_ != nullptr) {
        Py_XDECREF(PyDataMem_SetHandler(before_));
        Py_DECREF(before_);
    }
}

#else

ResultMemory::ResultMemory(std::size_t /*bytes*/) {}
ResultMemory::~ResultMemory() = default;

#endif

namespace result_memory {

namespace {

py::array new_array(const std::vector<py::ssize_t>& shape, const py::dtype& dtype) {
    auto bytes = static_cast<std::size_t>(dtype.itemsize());
    for (const py::ssize_t length : shape) {
        bytes *= static_cast<std::size_t>(length);
    }
    const ResultMemory memory(bytes);
    return {dtype, shape};
}

}  // namespace

void bind(py::module_& m) {
    m.def("new_array", &new_array, py::arg("shape"), py::arg("dtype"),
          "new_array(shape, dtype)\n\nAn array for results, as numpy.empty makes it.");
}

}  // namespace result_memory

}  // namespace geodist::bindings
