// How often a job asks its caller whether to go on.
#pragma once

#include <chrono>

namespace geodist::runtime {

class InterruptClock {
  public:
    // `interrupted` may be null: then nobody is asked, nor the time.
    InterruptClock(bool (*interrupted)(void*), void* data)
        : interrupted_(interrupted), data_(data) {
        if (interrupted != nullptr) {
            asked_ = std::chrono::steady_clock::now();
        }
    }

    // True if some time has passed since the caller was last asked, and it says stop.
    [[nodiscard]] bool ask() {
        if (interrupted_ == nullptr) {
            return false;
        }
        const auto now = std::chrono::steady_clock::now();
        if (now - asked_ < interval) {
            return false;
        }
        asked_ = now;
        return interrupted_(data_);
    }

  private:
    static constexpr auto interval = std::chrono::milliseconds(20);

    bool (*interrupted_)(void*);
    void* data_;
    std::chrono::steady_clock::time_point asked_;
};

}  // namespace geodist::runtime
