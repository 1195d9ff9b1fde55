// The interpreter lock, given away while the core computes.
#pragma once

#include <pybind11/pybind11.h>

#include <chrono>
#include <thread>

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

    // The same as the `interrupted` of options of the core; `unlocked` is one of these.
    static bool ask(void* unlocked) { return static_cast<Unlocked*>(unlocked)->interrupted(); }

  private:
    PyThreadState* state_;
};

}  // namespace geodist::bindings
