/// \file
/// How a call runs: on how many threads, and whether it can be interrupted.
#pragma once

#include <chrono>
#include <exception>

namespace geodist {

/// Options of every call that may take long.
struct RunOptions {
    /// The most threads to use; 0: the default of threads.hpp. Results do not depend on it.
    int threads = 0;
    /// Asked now and then, on the calling thread only. When it returns true, the call throws
    /// Interrupted. Null: the call cannot be interrupted.
    bool (*interrupted)(void*) = nullptr;
    /// Handed to `interrupted`.
    void* interrupt_data = nullptr;
    /// The least time between two questions, and before the first. With zero the call asks at each
    /// opportunity: before a job starts and between its pieces.
    std::chrono::nanoseconds interrupt_interval = std::chrono::milliseconds(20);
};

/// Thrown by a call that RunOptions::interrupted stopped. What it wrote until then into the
/// caller's memory is unspecified.
///
/// It is no error about a value, so it does not derive from GeodistError; nor is it a failure, so
/// that handlers of std::runtime_error and std::logic_error let it pass.
class Interrupted : public std::exception {
  public:
    [[nodiscard]] const char* what() const noexcept override { return "interrupted"; }
};

}  // namespace geodist
