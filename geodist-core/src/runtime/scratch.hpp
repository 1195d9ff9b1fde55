// Working memory of a piece of work.
#pragma once

#include <memory>
#include <utility>

namespace geodist::runtime {

// A T, uninitialised, for the lifetime of this object; kept for the thread's next one. Not on the
// stack, of which threads may have as little as 64 kB.
template <class T>
class Scratch {
  public:
    Scratch() : held_(kept ? std::move(kept) : std::unique_ptr<T>(new T)) {}
    ~Scratch() { kept = std::move(held_); }
    Scratch(const Scratch&) = delete;
    Scratch& operator=(const Scratch&) = delete;

    T& operator*() const { return *held_; }

  private:
    static inline thread_local std::unique_ptr<T> kept;

    std::unique_ptr<T> held_;
};

}  // namespace geodist::runtime
