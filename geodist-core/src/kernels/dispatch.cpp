#include "kernels/dispatch.hpp"

#include <array>
#include <atomic>
#include <string>

#include <geodist/config.hpp>
#include <geodist/error.hpp>
#include "environment.hpp"
#include "kernels/cpu_features.hpp"

namespace geodist {

// kernel_table.cpp, once for each instruction set.
namespace portable {
extern const kernels::KernelTable kernel_table;
}
namespace sse2 {
extern const kernels::KernelTable kernel_table;
}
namespace avx2 {
extern const kernels::KernelTable kernel_table;
}
namespace avx512 {
extern const kernels::KernelTable kernel_table;
}
namespace neon {
extern const kernels::KernelTable kernel_table;
}

namespace kernels {

namespace {

constexpr auto tables = std::to_array<const KernelTable*>({
    &portable::kernel_table,
#ifdef GEODIST_HAVE_SSE2
    &sse2::kernel_table,
#endif
#ifdef GEODIST_HAVE_AVX2
    &avx2::kernel_table,
#endif
#ifdef GEODIST_HAVE_AVX512
    &avx512::kernel_table,
#endif
#ifdef GEODIST_HAVE_NEON
    &neon::kernel_table,
#endif
});

[[noreturn]] void throw_unusable_isa(std::string_view wanted) {
    std::string message = "GEODIST_ISA is \"";
    message.append(wanted).append("\", which ");
    bool known = false;
    std::string names;
    for (const KernelTable* table : tables) {
        known = known || wanted == table->name;
        if (can_run(table->name)) {
            names.append(names.empty() ? "" : ", ").append(table->name);
        }
    }
    message.append(known ? "this processor cannot run" : "this build does not have");
    throw GeodistError(message.append("; available: ").append(names));
}

}  // namespace

std::span<const KernelTable* const> compiled_kernels() noexcept { return tables; }

bool can_run(std::string_view name) noexcept {
    return name == "avx512" ? cpu_features().avx512 : name == "avx2" ? cpu_features().avx2 : true;
}

const KernelTable& choose_kernels(std::string_view wanted) {
    const KernelTable* best = nullptr;
    for (const KernelTable* table : tables) {
        if ((wanted.empty() || wanted == table->name) && can_run(table->name)) {
            best = table;
        }
    }
    if (best == nullptr) {
        throw_unusable_isa(wanted);
    }
    return *best;
}

const KernelTable& active_kernels() {
    // No lock: threads that meet here find the same table.
    static std::atomic<const KernelTable*> active = nullptr;
    const KernelTable* table = active.load(std::memory_order_acquire);
    if (table == nullptr) {
        table = &choose_kernels(environment_variables().isa);
        active.store(table, std::memory_order_release);
    }
    return *table;
}

}  // namespace kernels

namespace {

struct Names {
    std::array<std::string_view, std::size(kernels::tables)> names;
    std::size_t count = 0;
};

template <class Predicate>
Names collect(Predicate predicate) noexcept {
    Names result;
    for (const kernels::KernelTable* table : kernels::tables) {
        if (predicate(table->name)) {
            result.names[result.count++] = table->name;
        }
    }
    return result;
}

}  // namespace

std::span<const std::string_view> compiled_isas() noexcept {
    static const Names names = collect([](std::string_view) { return true; });
    return {names.names.data(), names.count};
}

std::span<const std::string_view> available_isas() noexcept {
    static const Names names = collect(kernels::can_run);
    return {names.names.data(), names.count};
}

std::string_view active_isa() { return kernels::active_kernels().name; }

}  // namespace geodist
