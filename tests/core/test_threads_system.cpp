// The pool's threads and the rest of the process: signals, affinity, forks in the middle of a job.
#include <doctest/doctest.h>

#if defined(__linux__)

#include <atomic>
#include <chrono>
#include <csignal>
#include <ctime>
#include <mutex>
#include <set>
#include <thread>

#include <sched.h>
#include <sys/wait.h>
#include <unistd.h>

#include "runtime/thread_pool.hpp"

#if defined(__SANITIZE_THREAD__)
#define GEODIST_TEST_TSAN 1
#elif defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define GEODIST_TEST_TSAN 1
#endif
#endif

namespace {

using geodist::runtime::Job;
using geodist::runtime::pool_size;
using geodist::runtime::run_job;

// The caller waits in its pieces for a helper to come, for so long as only a fault takes.
class Slow : public Job {
  public:
    bool run(std::size_t /*piece*/) override {
        if (std::this_thread::get_id() != caller) {
            helped = true;
            on_helper();
        }
        do {
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        } while (!helped && std::chrono::steady_clock::now() < patience);
        return true;
    }
    virtual void on_helper() {}

    const std::thread::id caller = std::this_thread::get_id();
    const std::chrono::steady_clock::time_point patience =
        std::chrono::steady_clock::now() + std::chrono::seconds(60);
    std::atomic<bool> helped = false;
};

// The processors that the helpers of a job may use, as numbers.
class Masks : public Slow {
  public:
    void on_helper() override {
        cpu_set_t mask;
        sched_getaffinity(0, sizeof mask, &mask);
        const std::lock_guard lock(mutex);
        for (int k = 0; k < CPU_SETSIZE; ++k) {
            if (CPU_ISSET(static_cast<std::size_t>(k), &mask)) {
                seen.insert(k);
            }
        }
    }

    std::mutex mutex;
    std::set<int> seen;
};

std::set<int> helpers_mask() {
    Masks job;
    run_job(job, 40, 2);
    REQUIRE(job.helped);
    return job.seen;
}

}  // namespace

TEST_CASE("helpers run where their caller may, also if that has changed") {
    cpu_set_t before;
    REQUIRE(sched_getaffinity(0, sizeof before, &before) == 0);
    std::set<int> all;
    for (int k = 0; k < CPU_SETSIZE; ++k) {
        if (CPU_ISSET(static_cast<std::size_t>(k), &before)) {
            all.insert(k);
        }
    }
    CHECK(helpers_mask() == all);
    for (const int k : {*all.begin(), *all.rbegin()}) {
        cpu_set_t one;
        CPU_ZERO(&one);
        CPU_SET(static_cast<std::size_t>(k), &one);
        REQUIRE(sched_setaffinity(0, sizeof one, &one) == 0);
        CHECK(helpers_mask() == std::set<int>{k});
    }
    REQUIRE(sched_setaffinity(0, sizeof before, &before) == 0);
    CHECK(helpers_mask() == all);
}

#ifndef GEODIST_TEST_TSAN  // which does not allow threads after a fork

TEST_CASE("signals of the process are not the helpers'") {
    const pid_t child = fork();
    if (child == 0) {
        Slow job;
        run_job(job, 40, 3);
        // As by programs that let one thread of their own wait for signals.
        sigset_t signals;
        sigemptyset(&signals);
        sigaddset(&signals, SIGUSR1);
        pthread_sigmask(SIG_BLOCK, &signals, nullptr);
        kill(getpid(), SIGUSR1);
        const timespec patience{10, 0};
        const bool mine = sigtimedwait(&signals, nullptr, &patience) == SIGUSR1;
        _exit(mine && pool_size() == 2 ? 0 : 1);
    }
    int status = 0;
    REQUIRE(waitpid(child, &status, 0) == child);
    CHECK(WIFEXITED(status));
    CHECK(WEXITSTATUS(status) == 0);
}

TEST_CASE("a job has its helpers again after a fork") {
    class Forking : public Slow {
      public:
        bool interrupted() override {
            if (!forked && helped) {
                forked = true;
                const pid_t child = fork();
                if (child == 0) {
                    _exit(0);
                }
                waitpid(child, nullptr, 0);
                helped = false;
            }
            return false;
        }
        bool forked = false;
    } job;
    run_job(job, 200, 3);
    CHECK(job.forked);
    CHECK(job.helped);
}

#endif
#endif
