// Of one query that finds much: its loops ask now and then whether to go on.
#pragma once

#include <geodist/run_options.hpp>

#include <algorithm>
#include <cstddef>
#include <vector>

#include "runtime/long_job.hpp"

namespace geodist::index {

class Pace {
  public:
    explicit Pace(runtime::LongJob& job) : job_(job) {}

    // To be called for every step of at most some microseconds. Throws Interrupted.
    void step() {
        if (++steps_ % 256 == 0 && job_.should_stop()) {
            throw Interrupted();
        }
    }

    // Throws Interrupted, and leaves the items in any order then.
    template <class T, class Less>
    void sort(std::vector<T>& items, Less less) {
        if (items.size() < many) {
            std::sort(items.begin(), items.end(), less);
            return;
        }
        std::sort(items.begin(), items.end(), [&](const T& x, const T& y) {
            step();
            return less(x, y);
        });
    }

    static constexpr std::size_t many = 1 << 14;  // items, for a loop to be long

  private:
    runtime::LongJob& job_;
    std::size_t steps_ = 0;
};

}  // namespace geodist::index
