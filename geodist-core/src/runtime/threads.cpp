#include <geodist/threads.hpp>

#include <atomic>
#include <charconv>
#include <cstdlib>
#include <string>
#include <string_view>

#include <geodist/error.hpp>
#include "runtime/processors.hpp"

namespace geodist {

namespace {

constexpr int max_threads = 1024;

std::atomic<int> chosen = 0;  // 0: not by set_num_threads

int from_environment() {
    const char* text = std::getenv("GEODIST_NUM_THREADS");
    if (text == nullptr || *text == '\0') {
        return 0;
    }
    const std::string_view view(text);
    int value = 0;
    const auto [end, error] = std::from_chars(view.data(), view.data() + view.size(), value);
    if (error != std::errc() || end != view.data() + view.size() || value < 1 ||
        value > max_threads) {
        throw GeodistError("GEODIST_NUM_THREADS must be a whole number from 1 to 1024, got \"" +
                           std::string(view) + "\"");
    }
    return value;
}

}  // namespace

int num_threads() {
    if (const int threads = chosen.load(std::memory_order_relaxed); threads != 0) {
        return threads;
    }
    if (const int threads = from_environment(); threads != 0) {
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
