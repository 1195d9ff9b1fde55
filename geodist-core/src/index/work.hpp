// What the jobs of the index share: threads, interruption, and columns made ready for the kernels.
#pragma once

#include <geodist/point_index.hpp>

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <span>
#include <stdexcept>
#include <thread>

#include "kernels/kernels.hpp"
#include "runtime/interrupt.hpp"
#include "runtime/thread_pool.hpp"
#include "runtime/threads.hpp"

namespace geodist::index {

// A job whose pieces may take long: they ask now and then whether to go on.
class LongJob : public runtime::Job {
  public:
    explicit LongJob(const RunOptions& options)
        : clock_(options), caller_(std::this_thread::get_id()) {}

    bool interrupted() override { return stopped() || asked(); }

  protected:
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

    runtime::InterruptClock clock_;
    std::thread::id caller_;
    std::atomic<bool> stop_ = false;
};

// Queries that make the grain of runtime::useful_threads, where each finds little.
inline constexpr std::size_t grain = 500;

// Throws the error of the first invalid value, or of columns that do not fit.
void check_columns(const IndexPoints& points);

// Rows of the caller's columns with angles that the kernels take, and in space. NaN where missing.
class Block {
  public:
    static constexpr std::size_t capacity = 512;

    // Rows given by their numbers.
    template <class Row>
    void load(const IndexPoints& points, const Row* rows, std::size_t n,
              const geodesy::PreparedEllipsoid& e, const kernels::KernelTable& kernels) {
        for (std::size_t i = 0; i < n; ++i) {
            const auto row = static_cast<std::size_t>(rows[i]);
            lat[i] = points.lat[row];
            lon[i] = points.lon[row];
            altitude[i] = points.altitude ? (*points.altitude)[row] : 0;
        }
        finish(n, e, kernels);
    }
    void load(const IndexPoints& points, std::size_t begin, std::size_t n,
              const geodesy::PreparedEllipsoid& e, const kernels::KernelTable& kernels);

    alignas(64) double lat[capacity];
    alignas(64) double lon[capacity];
    alignas(64) double altitude[capacity];
    alignas(64) double space[3][capacity];

  private:
    void finish(std::size_t n, const geodesy::PreparedEllipsoid& e,
                const kernels::KernelTable& kernels);
};

}  // namespace geodist::index
