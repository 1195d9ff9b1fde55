// The pool: concurrent callers, errors, interruption.
#include <doctest/doctest.h>

#include <atomic>
#include <chrono>
#include <stdexcept>
#include <thread>
#include <vector>

#include <geodist/ecef.hpp>
#include <geodist/error.hpp>
#include <geodist/geodesic.hpp>
#include <geodist/rhumb.hpp>
#include <geodist/threads.hpp>
#include "runtime/thread_pool.hpp"
#include "thread_jobs.hpp"

namespace {

using geodist::runtime::Job;
using geodist::runtime::pool_size;
using geodist::runtime::run_job;
using geodist_test::Columns;
using geodist_test::Marks;
using geodist_test::Patient;
using std::chrono::milliseconds;

}  // namespace

TEST_CASE("every piece is done once, by at most the threads allowed") {
    for (const int threads : {1, 2, 3, 7}) {
        for (const std::size_t pieces : {0U, 1U, 2U, 100U, 5000U}) {
            Patient job(pieces);
            run_job(job, pieces, threads);
            CHECK(job.all_once());
        }
    }
    class Count : public Job {
      public:
        bool run(std::size_t) override {
            const int now = ++running;
            int before = most;
            while (now > before && !most.compare_exchange_weak(before, now)) {
            }
            std::this_thread::sleep_for(milliseconds(1));
            --running;
            return true;
        }
        std::atomic<int> running = 0, most = 0;
    };
    for (const int threads : {1, 2, 4}) {
        Count job;
        run_job(job, 60, threads);
        CHECK(job.most <= threads);
        CHECK(job.most > (threads > 1 ? 1 : 0));
    }
}

TEST_CASE("the lowest piece's exception is the caller's") {
    for (const int threads : {1, 2, 4}) {
        for (int round = 0; round < 20; ++round) {
            Patient job(1000);
            job.throw_from = 500;
            CHECK_THROWS_WITH_AS(run_job(job, 1000, threads), "500", std::runtime_error);
            for (std::size_t i = 0; i <= 500; ++i) {
                CHECK(job.done[i] == 1);
            }
            CHECK(job.count() <= 501 + 4);
        }
    }
}

TEST_CASE("a piece may stop those after it") {
    Patient job(100'000);
    job.stop_at = 3;
    run_job(job, 100'000, 2);
    CHECK(job.count() < 1000);
    CHECK(job.done[3] == 1);
}

TEST_CASE("interruption is asked for on the calling thread and ends the job") {
    for (const int threads : {1, 3}) {
        Marks job(100'000);
        job.pause = milliseconds(1);
        job.interrupt_after = 10;
        CHECK_THROWS_AS(run_job(job, 100'000, threads), geodist::Interrupted);
        CHECK(job.count() < 1000);
    }
}

// What a call asks its caller, and where from.
struct Asked {
    std::thread::id caller = std::this_thread::get_id();
    int times = 0;
    int stop_at = 0;
    bool elsewhere = false;

    static bool ask(void* data) {
        auto& asked = *static_cast<Asked*>(data);
        asked.elsewhere = asked.elsewhere || std::this_thread::get_id() != asked.caller;
        return ++asked.times == asked.stop_at;
    }
    void watch(geodist::RunOptions& options) {
        options.interrupted = ask;
        options.interrupt_data = this;
    }
};

TEST_CASE("an interrupted batch throws, and asks on the calling thread only") {
    Columns columns;
    std::vector<geodist::StridedInput> inputs;
    for (const auto* column : {&columns.lat1, &columns.lon1, &columns.lat2, &columns.lon2}) {
        inputs.push_back({column->data(), 0});
    }
    double out = 0;
    const std::vector<geodist::StridedOutput> outputs{{&out, 0}};
    for (const int threads : {1, 2}) {
        Asked asked;
        asked.stop_at = threads == 1 ? 3 : 1;  // with helpers the caller may find no work left
        geodist::BatchOptions options;
        asked.watch(options);
        options.interrupt_interval = {};
        options.threads = threads;
        const bool none = false;  // for two threads, which must not write to one place
        options.where = threads == 1 ? nullptr : &none;
        // Far more rows than any machine does in the life of a test.
        CHECK_THROWS_AS(geodist::run(geodist::Operation::distance, inputs, outputs,
                                     std::size_t{1} << 40, geodist::wgs84(), options),
                        geodist::Interrupted);
        CHECK(asked.times == asked.stop_at);
        CHECK_FALSE(asked.elsewhere);
    }
}

TEST_CASE("a batch asks once per interval at most") {
    Columns columns;
    Asked asked;
    geodist::BatchOptions options;
    asked.watch(options);
    options.threads = 1;
    options.interrupt_interval = std::chrono::hours(1);
    geodist::distance(columns.lat1, columns.lon1, columns.lat2, columns.lon2, columns.out,
                      geodist::wgs84(), options);
    CHECK(asked.times == 0);
}

TEST_CASE("functions of columns do not hide an interruption") {
    std::vector<double> a(100'000, 1), b = a, c = a, d = a, e = a, h = a;
    std::vector<double> r1 = a, r2 = a, r3 = a, r4 = a, r5 = a, r6 = a;
    const auto& earth = geodist::wgs84();
    geodist::BatchOptions o;
    o.interrupted = [](void*) { return true; };
    o.interrupt_interval = {};
    using geodist::Interrupted;
    CHECK_THROWS_AS(geodist::distance(a, b, c, d, r1, earth, o), Interrupted);
    CHECK_THROWS_AS(geodist::azimuth(a, b, c, d, r1, earth, o), Interrupted);
    CHECK_THROWS_AS(geodist::inverse(a, b, c, d, r1, r2, r3, earth, o), Interrupted);
    CHECK_THROWS_AS(geodist::inverse_full(a, b, c, d, r1, r2, r3, r4, r5, r6, earth, o),
                    Interrupted);
    CHECK_THROWS_AS(geodist::direct(a, b, c, d, r1, r2, r3, earth, o), Interrupted);
    CHECK_THROWS_AS(geodist::interpolate(a, b, c, d, e, r1, r2, earth, o), Interrupted);
    CHECK_THROWS_AS(geodist::rhumb_distance(a, b, c, d, r1, earth, o), Interrupted);
    CHECK_THROWS_AS(geodist::rhumb_inverse(a, b, c, d, r1, r2, earth, o), Interrupted);
    CHECK_THROWS_AS(geodist::rhumb_direct(a, b, c, d, r1, r2, earth, o), Interrupted);
    CHECK_THROWS_AS(geodist::to_ecef(a, b, c, r1, r2, r3, earth, o), Interrupted);
    CHECK_THROWS_AS(geodist::from_ecef(a, b, c, r1, r2, r3, earth, o), Interrupted);
    CHECK_THROWS_AS(geodist::chord(a, b, c, d, e, h, r1, earth, o), Interrupted);
}

TEST_CASE("helpers that nobody wants end, and are there again when they are wanted") {
    Patient first(100);
    first.pause = milliseconds(1);
    run_job(first, 100, 4);
    REQUIRE(pool_size() >= 3);
    geodist::runtime::set_pool_patience(milliseconds(1));
    for (int i = 0; i < 60'000 && pool_size() != 0; ++i) {
        std::this_thread::sleep_for(milliseconds(1));
    }
    CHECK(pool_size() == 0);
    geodist::runtime::set_pool_patience(std::chrono::seconds(30));
    Patient second(100);
    second.pause = milliseconds(1);
    run_job(second, 100, 4);
    CHECK(second.all_once());
    CHECK(pool_size() == 3);
}

TEST_CASE("small jobs keep no more helpers than they want") {
    Patient wide(64);
    wide.pause = milliseconds(1);
    run_job(wide, 64, 32);
    REQUIRE(pool_size() >= 31);
    geodist::runtime::set_pool_patience(milliseconds(100));
    const auto begin = std::chrono::steady_clock::now();
    while (pool_size() > 1 && std::chrono::steady_clock::now() - begin < std::chrono::seconds(10)) {
        Patient narrow(4);  // meanwhile each helper is woken some ten times
        narrow.pause = std::chrono::microseconds(100);
        run_job(narrow, 4, 2);
    }
    CHECK(pool_size() <= 1);
    geodist::runtime::set_pool_patience(std::chrono::seconds(30));
}

TEST_CASE("a job wakes no more helpers than it wants") {
    Patient wide(64);
    wide.pause = milliseconds(1);
    run_job(wide, 64, 32);
    REQUIRE(pool_size() >= 31);
    const std::size_t before = geodist::runtime::pool_wakes();
    constexpr std::size_t jobs = 200;
    for (std::size_t i = 0; i < jobs; ++i) {
        Patient narrow(2);
        run_job(narrow, 2, 2);
    }
    CHECK(geodist::runtime::pool_wakes() - before <= jobs + 31);
}

TEST_CASE("a job within a job runs on its own thread") {
    class Outer : public Job {
      public:
        bool run(std::size_t) override {
            Patient inner(50);
            run_job(inner, 50, 4);
            correct = correct && inner.all_once();
            return true;
        }
        std::atomic<bool> correct = true;
    } outer;
    run_job(outer, 200, 3);
    CHECK(outer.correct);
}

TEST_CASE("many callers share the pool, each with its own results and errors") {
    Columns reference;
    reference.run(1);
    std::atomic<int> wrong = 0;
    std::vector<std::thread> callers;
    for (int k = 0; k < 6; ++k) {
        callers.emplace_back([&, k] {
            Columns columns;
            if (k % 2 == 1) {
                columns.lat1[150'000] = 100;
            }
            for (int round = 0; round < 5; ++round) {
                try {
                    columns.run(3);
                    wrong += columns.out != reference.out || k % 2 == 1 ? 1 : 0;
                } catch (const geodist::InvalidLatitudeError& error) {
                    wrong += k % 2 == 0 || error.index() != 150'000 ? 1 : 0;
                }
            }
        });
    }
    for (std::thread& caller : callers) {
        caller.join();
    }
    CHECK(wrong == 0);
}

TEST_CASE("results do not depend on who sets the number of threads") {
    Columns columns;
    columns.run(1);
    const auto expected = columns.out;
    for (const int threads : {1, 2, 6}) {
        geodist::set_num_threads(threads);
        CHECK(geodist::num_threads() == threads);
        columns.run(0);
        CHECK(columns.out == expected);
    }
    geodist::set_num_threads(0);
}
