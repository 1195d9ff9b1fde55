// The interpreter lock, given away while the core computes.
#pragma once

#include <geodist/run_options.hpp>

#include <pybind11/pybind11.h>

#include <chrono>
#include <thread>
#include <utility>

namespace geodist::bindings {

// Takes the interpreter lock back. While the interpreter shuts down, Python before 3.14 ends other
// threads than the main one here, by unwinding their stack, which the destructors that it would
// meet cannot bear. So such a thread waits for the end of the process, as in later versions.
inline void lock_again(PyThreadState* state) {
    try {
        PyEval_RestoreThread(state);
    } catch (...) {
        for (;;) {
            std::this_thread::sleep_for(std::chrono::hours(1));
        }
    }
}

// Gives the interpreter lock away for its lifetime, if asked to.
class Unlocked {
  public:
    explicit Unlocked(bool unlock) : state_(unlock ? PyEval_SaveThread() : nullptr) {}
    ~Unlocked() {
        if (state_ != nullptr) {
            lock_again(state_);
        }
    }
    Unlocked(const Unlocked&) = delete;
    Unlocked& operator=(const Unlocked&) = delete;

    [[nodiscard]] bool unlocked() const { return state_ != nullptr; }

    // True if a signal handler (Ctrl-C) raised; the Python error is then set.
    bool interrupted() {
        if (state_ == nullptr) {
            return false;
        }
        lock_again(state_);
        const bool raised = PyErr_CheckSignals() != 0;
        state_ = PyEval_SaveThread();
        return raised;
    }

    // Lets Ctrl-C interrupt the core's call with these options.
    void watch(RunOptions& options) {
        if (state_ != nullptr) {
            options.interrupted = [](void* self) {
                return static_cast<Unlocked*>(self)->interrupted();
            };
            options.interrupt_data = this;
        }
    }

  private:
    PyThreadState* state_;
};

// Calls compute(options) without the interpreter lock. Where Ctrl-C interrupts it, what the
// signal's handler raised is thrown.
template <class Options, class Compute>
auto run_unlocked(Options options, Compute compute) {
    try {
        Unlocked unlocked(true);
        unlocked.watch(options);
        return compute(std::as_const(options));
    } catch (const Interrupted&) {
        throw pybind11::error_already_set();
    }
}

}  // namespace geodist::bindings
