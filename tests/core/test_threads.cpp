// The pool: forks, concurrent callers, errors, interruption, and how many threads there are to be.
#include <doctest/doctest.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <fstream>
#include <limits>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include <geodist/config.hpp>
#include <geodist/ecef.hpp>
#include <geodist/error.hpp>
#include <geodist/geodesic.hpp>
#include <geodist/rhumb.hpp>
#include <geodist/threads.hpp>
#include "runtime/processors.hpp"
#include "runtime/thread_pool.hpp"
#include "runtime/threads.hpp"

#if defined(__linux__)
#include <sched.h>
#include <sys/wait.h>
#include <unistd.h>
#endif

#if defined(__SANITIZE_THREAD__)
#define GEODIST_TEST_TSAN 1
#elif defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define GEODIST_TEST_TSAN 1
#endif
#endif

namespace {

using geodist::runtime::Job;
using geodist::runtime::parse_threads;
using geodist::runtime::pool_size;
using geodist::runtime::run_job;
using std::chrono::milliseconds;

// Marks each piece done; on the way it may throw, stop or ask to be interrupted.
class Marks : public Job {
  public:
    explicit Marks(std::size_t pieces) : done(pieces) {}

    bool run(std::size_t piece) override {
        done[piece].fetch_add(1);
        if (pause.count() > 0) {
            std::this_thread::sleep_for(pause);
        }
        if (piece >= throw_from) {
            throw std::runtime_error(std::to_string(piece));
        }
        return piece < stop_at;
    }
    bool interrupted() override { return done[interrupt_after].load() > 0; }

    [[nodiscard]] bool all_once() const {
        return std::all_of(done.begin(), done.end(), [](const auto& n) { return n.load() == 1; });
    }
    [[nodiscard]] std::size_t count() const {
        return static_cast<std::size_t>(
            std::count_if(done.begin(), done.end(), [](const auto& n) { return n.load() > 0; }));
    }

    std::vector<std::atomic<int>> done;
    std::chrono::microseconds pause{0};
    std::size_t throw_from = std::numeric_limits<std::size_t>::max();
    std::size_t stop_at = std::numeric_limits<std::size_t>::max();
    std::size_t interrupt_after = 0;
};

// Never interrupted.
class Patient : public Marks {
  public:
    using Marks::Marks;
    bool interrupted() override { return false; }
};

// Sets an environment variable for the length of a test.
class Environment {
  public:
    Environment(const char* name, const char* value) : name_(name) {
        if (const char* before = std::getenv(name)) {
            before_ = before;
            had_ = true;
        }
        setenv(name, value, 1);
    }
    ~Environment() { had_ ? setenv(name_, before_.c_str(), 1) : unsetenv(name_); }
    Environment(const Environment&) = delete;
    Environment& operator=(const Environment&) = delete;

  private:
    const char* name_;
    std::string before_;
    bool had_ = false;
};

#if defined(__linux__)

// Asks the library when its own static objects have ended.
struct CalledAtExit {
    int expected = 0;  // 0: no question

    ~CalledAtExit() {
        if (expected != 0 && !is_answered()) {
            std::fputs("num_threads() fails as the program ends\n", stderr);
            std::_Exit(EXIT_FAILURE);
        }
    }

  private:
    [[nodiscard]] bool is_answered() const {
        try {
            return geodist::num_threads() == expected;
        } catch (const std::exception&) {
            return false;
        }
    }
};

// Before all others, so that it ends after them.
[[gnu::init_priority(101)]] CalledAtExit called_at_exit;

#endif

struct Columns {
    static constexpr std::size_t n = 200'000;

    std::vector<double> lat1 = fill(90), lon1 = fill(180), lat2 = fill(77), lon2 = fill(171);
    std::vector<double> out = std::vector<double>(n);

    static std::vector<double> fill(double range) {
        std::vector<double> values(n);
        for (std::size_t i = 0; i < n; ++i) {
            values[i] = range * (static_cast<double>(i * 7919 % 20011) / 10006 - 1);
        }
        return values;
    }
    void run(int threads) {
        geodist::BatchOptions options;
        options.threads = threads;
        geodist::distance(lat1, lon1, lat2, lon2, out, geodist::wgs84(), options);
    }
};

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

TEST_CASE("the environment sets the number of threads, and must make sense") {
    for (const char* const bad : {"0", "-2", "two", "1.5", "2 ", "99999999999", "1025"}) {
        CHECK_THROWS_WITH_AS(static_cast<void>(parse_threads(bad)),
                             doctest::Contains("GEODIST_NUM_THREADS"), geodist::GeodistError);
    }
    CHECK(parse_threads("5") == 5);
    CHECK(parse_threads("") == 0);
    const int before = geodist::num_threads();
    geodist::set_num_threads(3);
    CHECK(geodist::num_threads() == 3);
    geodist::set_num_threads(0);
    CHECK(geodist::num_threads() == before);
    CHECK_THROWS_AS(geodist::set_num_threads(-1), geodist::GeodistError);
    CHECK_THROWS_AS(geodist::set_num_threads(1025), geodist::GeodistError);
}

TEST_CASE("the environment is read when the library is loaded, and not again") {
    const int before = geodist::num_threads();
    const Environment environment("GEODIST_NUM_THREADS", std::to_string(before + 1).c_str());
    CHECK(geodist::num_threads() == before);
    const Environment unusable("GEODIST_ISA", "unknown");
    CHECK_NOTHROW(static_cast<void>(geodist::active_isa()));
}

#if defined(__linux__)

TEST_CASE("the number of threads can be asked for as the program ends") {
    called_at_exit.expected = geodist::num_threads();
}

TEST_CASE("the affinity mask limits the threads") {
    cpu_set_t before;
    REQUIRE(sched_getaffinity(0, sizeof before, &before) == 0);
    CHECK(geodist::runtime::affinity_count() == CPU_COUNT(&before));
    cpu_set_t one;
    CPU_ZERO(&one);
    for (std::size_t k = 0; k < CPU_SETSIZE; ++k) {
        if (CPU_ISSET(k, &before)) {
            CPU_SET(k, &one);
            break;
        }
    }
    REQUIRE(sched_setaffinity(0, sizeof one, &one) == 0);
    CHECK(geodist::runtime::affinity_count() == 1);
    CHECK(geodist::runtime::usable_processors() == 1);
    REQUIRE(sched_setaffinity(0, sizeof before, &before) == 0);
    CHECK(geodist::runtime::usable_processors() <= CPU_COUNT(&before));
}

namespace {

// A directory with files of /proc and /sys as control groups show them.
class FakeRoot {
  public:
    FakeRoot() {
        std::string name = (std::filesystem::temp_directory_path() / "geodist-XXXXXX").string();
        REQUIRE(mkdtemp(name.data()) != nullptr);
        path_ = name;
    }
    ~FakeRoot() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    FakeRoot(const FakeRoot&) = delete;
    FakeRoot& operator=(const FakeRoot&) = delete;

    void write(const std::string& file, const std::string& text) const {
        const auto full = path_ / file;
        std::filesystem::create_directories(full.parent_path());
        std::ofstream(full) << text << '\n';
    }
    [[nodiscard]] int limit() const { return geodist::runtime::cgroup_limit(path_.string()); }

  private:
    std::filesystem::path path_;
};

constexpr int UNLIMITED = std::numeric_limits<int>::max();

}  // namespace

TEST_CASE("control groups, version 2: the tightest level counts") {
    const FakeRoot root;
    CHECK(root.limit() == UNLIMITED);
    root.write("proc/self/cgroup", "0::/a/b");
    CHECK(root.limit() == UNLIMITED);
    root.write("sys/fs/cgroup/a/b/cpu.max", "max 100000");
    CHECK(root.limit() == UNLIMITED);
    root.write("sys/fs/cgroup/a/b/cpu.max", "350000 100000");
    CHECK(root.limit() == 4);
    root.write("sys/fs/cgroup/a/cpu.max", "200000 100000");
    CHECK(root.limit() == 2);
    root.write("sys/fs/cgroup/a/cpu.max", "800000 100000");
    CHECK(root.limit() == 4);
    root.write("sys/fs/cgroup/cpu.max", "5000 100000");
    CHECK(root.limit() == 1);
    root.write("sys/fs/cgroup/cpu.max", "nonsense");
    CHECK(root.limit() == 4);
}

TEST_CASE("control groups, version 1") {
    const FakeRoot root;
    root.write("proc/self/cgroup", "12:memory:/x\n4:cpu,cpuacct:/docker/c\n0::/\n1:cpuset:/");
    CHECK(root.limit() == UNLIMITED);
    root.write("sys/fs/cgroup/cpu,cpuacct/docker/c/cpu.cfs_quota_us", "-1");
    root.write("sys/fs/cgroup/cpu,cpuacct/docker/c/cpu.cfs_period_us", "100000");
    CHECK(root.limit() == UNLIMITED);
    root.write("sys/fs/cgroup/cpu,cpuacct/docker/c/cpu.cfs_quota_us", "150000");
    CHECK(root.limit() == 2);
    // In a container the group's own directory is the root of the mount.
    root.write("sys/fs/cgroup/cpu/cpu.cfs_quota_us", "100000");
    root.write("sys/fs/cgroup/cpu/cpu.cfs_period_us", "100000");
    CHECK(root.limit() == 1);
}

#ifndef GEODIST_TEST_TSAN  // which does not allow threads after a fork

namespace {

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
#endif
