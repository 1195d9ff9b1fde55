// A job whose pieces may take long: they ask now and then whether to go on.
#pragma once

#include <geodist/run_options.hpp>

#include <atomic>
#include <thread>

#include "runtime/interrupt.hpp"
#include "runtime/thread_pool.hpp"

namespace geodist::runtime {

class LongJob : public Job {
  public:
    explicit LongJob(const RunOptions& options)
        : clock_(options), caller_(std::this_thread::get_id()) {}

    bool interrupted() override { return stopped() || asked(); }

    // To be called every some microseconds of work; true: give up.
    [[nodiscard]] bool should_stop() {
        if (stopped()) {
            return true;
        }
        return std::this_thread::get_id() == caller_ && asked();
    }

  private:
    [[nodiscard]] bool stopped() const { return stop_.load(std::memory_order_relaxed); }
    [[nodiscard]] bool asked() {
        const bool stop = clock_.ask();
        if (stop) {
            stop_.store(true, std::memory_order_relaxed);
        }
        return stop;
    }

    InterruptClock clock_;
    std::thread::id caller_;
    std::atomic<bool> stop_ = false;
};

}  // namespace geodist::runtime
