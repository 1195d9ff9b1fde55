#include "runtime/threads.hpp"

#include <algorithm>
#include <atomic>
#include <charconv>
#include <stdexcept>
#include <string>

#include <geodist/error.hpp>
#include <geodist/threads.hpp>
#include "environment.hpp"
#include "runtime/processors.hpp"

namespace geodist {

namespace {

constexpr int max_threads = 1024;

std::atomic<int> chosen = 0;  // 0: not by set_num_threads

}  // namespace

int runtime::parse_threads(std::string_view text) {
    if (text.empty()) {
        return 0;
    }
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || value < 1 ||
        value > max_threads) {
        throw GeodistError("GEODIST_NUM_THREADS must be a whole number from 1 to 1024, got \"" +
                           std::string(text) + "\"");
    }
    return value;
}

int runtime::useful_threads(std::size_t items, std::size_t grain, const RunOptions& options) {
    if (options.threads < 0) {
        throw std::invalid_argument("the number of threads must not be negative");
    }
    const std::size_t useful = items / grain;
    if (useful < 2 || options.threads == 1) {
        return 1;
    }
    const int allowed =
        options.threads > 0 ? std::min(options.threads, max_threads) : num_threads();
    return static_cast<int>(std::min(useful, static_cast<std::size_t>(allowed)));
}

int num_threads() {
    if (const int threads = chosen.load(std::memory_order_relaxed); threads != 0) {
        return threads;
    }
    if (const int threads = runtime::parse_threads(environment_variables().num_threads);
        threads != 0) {
        return threads;
    }
    return runtime::usable_processors();
}

void set_num_threads(int threads) {
    if (threads < 0 || threads > max_threads) {
        throw GeodistError(
            "the number of threads must be from 0 to 1024, got " + std::to_string(threads),
            threads);
    }
    chosen.store(threads, std::memory_order_relaxed);
}

}  // namespace geodist
