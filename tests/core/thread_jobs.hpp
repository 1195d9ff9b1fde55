// What the tests of the pool run: jobs that say what was done of them, and columns of distances.
#pragma once

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <limits>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include <geodist/geodesic.hpp>
#include "runtime/thread_pool.hpp"

namespace geodist_test {

// Marks each piece done; on the way it may throw, stop or ask to be interrupted.
class Marks : public geodist::runtime::Job {
  public:
    explicit Marks(std::size_t pieces) : done(pieces) {}

    bool run(std::size_t piece) override {
        done[piece].fetch_add(1);
        if (pause.count() > 0) {
            std::this_thread::sleep_for(pause);
        }
        if (piece >= throw_from) {
            throw std::runtime_error(std::to_string(piece));
        }
        return piece < stop_at;
    }
    bool interrupted() override { return done[interrupt_after].load() > 0; }

    [[nodiscard]] bool all_once() const {
        return std::all_of(done.begin(), done.end(), [](const auto& n) { return n.load() == 1; });
    }
    [[nodiscard]] std::size_t count() const {
        return static_cast<std::size_t>(
            std::count_if(done.begin(), done.end(), [](const auto& n) { return n.load() > 0; }));
    }

    std::vector<std::atomic<int>> done;
    std::chrono::microseconds pause{0};
    std::size_t throw_from = std::numeric_limits<std::size_t>::max();
    std::size_t stop_at = std::numeric_limits<std::size_t>::max();
    std::size_t interrupt_after = 0;
};

// Never interrupted.
class Patient : public Marks {
  public:
    using Marks::Marks;
    bool interrupted() override { return false; }
};

struct Columns {
    static constexpr std::size_t n = 200'000;

    std::vector<double> lat1 = fill(90), lon1 = fill(180), lat2 = fill(77), lon2 = fill(171);
    std::vector<double> out = std::vector<double>(n);

    static std::vector<double> fill(double range) {
        std::vector<double> values(n);
        for (std::size_t i = 0; i < n; ++i) {
            values[i] = range * (static_cast<double>(i * 7919 % 20011) / 10006 - 1);
        }
        return values;
    }
    void run(int threads) {
        geodist::BatchOptions options;
        options.threads = threads;
        geodist::distance(lat1, lon1, lat2, lon2, out, geodist::wgs84(), options);
    }
};

}  // namespace geodist_test
