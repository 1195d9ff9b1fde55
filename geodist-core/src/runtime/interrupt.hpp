// How often a call asks its caller whether to go on.
#pragma once

#include <geodist/run_options.hpp>

#include <chrono>

namespace geodist::runtime {

// One for each call of the library, however many jobs the call runs.
class InterruptClock {
  public:
    explicit InterruptClock(const RunOptions& options) : options_(options) {
        if (tells_time()) {
            asked_ = std::chrono::steady_clock::now();
        }
    }
    InterruptClock(const InterruptClock&) = delete;
    InterruptClock& operator=(const InterruptClock&) = delete;

    // True if the interval has passed since the caller was last asked, and it says stop. On the
    // calling thread only.
    [[nodiscard]] bool ask() {
        if (options_.interrupted == nullptr) {
            return false;
        }
        if (tells_time()) {
            const auto now = std::chrono::steady_clock::now();
            if (now - asked_ < options_.interrupt_interval) {
                return false;
            }
            asked_ = now;
        }
        return options_.interrupted(options_.interrupt_data);
    }

    void throw_if_interrupted() {
        if (ask()) {
            throw Interrupted();
        }
    }

    // The options for the jobs and calls that this call is made of: they all ask this clock.
    [[nodiscard]] RunOptions shared() {
        RunOptions options = options_;
        if (options.interrupted != nullptr) {
            options.interrupted = [](void* clock) {
                return static_cast<InterruptClock*>(clock)->ask();
            };
            options.interrupt_data = this;
            options.interrupt_interval = {};
        }
        return options;
    }

  private:
    [[nodiscard]] bool tells_time() const {
        return options_.interrupted != nullptr && options_.interrupt_interval.count() > 0;
    }

    RunOptions options_;
    std::chrono::steady_clock::time_point asked_;
};

}  // namespace geodist::runtime
