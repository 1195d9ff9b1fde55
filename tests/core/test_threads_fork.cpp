// The pool in processes that fork.
#include <doctest/doctest.h>

#if defined(__SANITIZE_THREAD__)
#define GEODIST_TEST_TSAN 1
#elif defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define GEODIST_TEST_TSAN 1
#endif
#endif

// The thread sanitizer does not allow threads after a fork.
#if defined(__linux__) && !defined(GEODIST_TEST_TSAN)

#include <atomic>
#include <chrono>
#include <thread>
#include <vector>

#include <sys/wait.h>
#include <unistd.h>

#include "runtime/thread_pool.hpp"
#include "thread_jobs.hpp"

namespace {

using geodist::runtime::pool_size;
using geodist::runtime::run_job;
using geodist_test::Columns;
using geodist_test::Patient;
using std::chrono::milliseconds;

// Runs a function in a forked child; true if it returned true within ten seconds.
template <class Function>
bool in_child(Function function) {
    const pid_t child = fork();
    if (child == 0) {
        alarm(10);  // a hanging child kills itself
        _exit(function() ? 0 : 1);
    }
    REQUIRE(child > 0);
    int status = 0;
    REQUIRE(waitpid(child, &status, 0) == child);
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

}  // namespace

TEST_CASE("after a fork both processes compute, with threads of their own") {
    Columns columns;
    columns.run(3);
    const auto expected = columns.out;
    REQUIRE(pool_size() >= 2);
    for (int round = 0; round < 5; ++round) {
        CHECK(in_child([&] {
            if (pool_size() != 0) {
                return false;
            }
            Columns own;
            own.run(3);
            return own.out == expected && pool_size() == 2;
        }));
        columns.run(3);
        CHECK(columns.out == expected);
    }
}

TEST_CASE("a child's child computes too") {
    Columns columns;
    columns.run(2);
    CHECK(in_child([&] {
        Columns own;
        own.run(2);
        return in_child([&] {
            Columns inner;
            inner.run(2);
            return inner.out == columns.out;
        });
    }));
}

TEST_CASE("forks while other threads compute") {
    Columns reference;
    reference.run(1);
    std::atomic<bool> stop = false;
    std::atomic<int> wrong = 0;
    std::vector<std::thread> others;
    for (int k = 0; k < 2; ++k) {
        others.emplace_back([&] {
            Columns columns;
            while (!stop) {
                columns.run(3);
                wrong += columns.out == reference.out ? 0 : 1;
            }
        });
    }
    for (int round = 0; round < 15; ++round) {
        CHECK(in_child([&] {
            Columns own;
            own.run(2);
            return own.out == reference.out;
        }));
    }
    stop = true;
    for (std::thread& other : others) {
        other.join();
    }
    CHECK(wrong == 0);
}

TEST_CASE("a fork from the interruption callback leaves both with their results") {
    class Forking : public Patient {
      public:
        using Patient::Patient;
        bool interrupted() override {
            if (child < 0 && done[5].load() > 0) {
                child = fork();
            }
            return false;
        }
        pid_t child = -1;
    } job(400);
    job.pause = milliseconds(1);
    run_job(job, 400, 3);
    if (job.child == 0) {
        _exit(job.all_once() ? 0 : 1);
    }
    CHECK(job.all_once());
    int status = 0;
    REQUIRE(waitpid(job.child, &status, 0) == job.child);
    CHECK(WIFEXITED(status));
    CHECK(WEXITSTATUS(status) == 0);
}

#endif
