// The library's own threads.
#pragma once

#include <chrono>
#include <cstddef>

namespace geodist::runtime {

// A job cut into pieces 0, 1, ... count - 1. The threads take pieces in rising order, each piece
// once.
class Job {
  public:
    virtual ~Job() = default;

    // Does one piece, on any thread. Returns false if no later piece need be taken.
    // What it throws reaches the caller of run_job; the lowest piece's exception if there are
    // several.
    virtual bool run(std::size_t piece) = 0;

    // Asked on the calling thread before each of its pieces and at the end; true stops the job.
    virtual bool interrupted() { return false; }
};

// Runs a job on at most `threads` threads, the calling one included. Any number of threads may call
// this at once and share the pool; a call from within a piece of another job runs on its own thread
// alone. The pool is made on first use. Before a fork it is shut down; both processes make it anew
// when they need it. Throws Interrupted if job.interrupted() stopped the job.
void run_job(Job& job, std::size_t pieces, int threads);

// How many threads of the pool live now, and how often one of them was woken; for tests.
[[nodiscard]] std::size_t pool_size();
[[nodiscard]] std::size_t pool_wakes();
// After how long helpers end that no job has wanted; for tests too.
void set_pool_patience(std::chrono::nanoseconds patience);

}  // namespace geodist::runtime
