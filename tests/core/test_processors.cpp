// How many threads there are to be: the environment, the affinity mask, control groups.
#include <doctest/doctest.h>

#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <fstream>
#include <limits>
#include <string>
#include <system_error>

#include <geodist/config.hpp>
#include <geodist/error.hpp>
#include <geodist/threads.hpp>
#include "runtime/processors.hpp"
#include "runtime/threads.hpp"

#if defined(__linux__)
#include <sched.h>
#endif

namespace {

using geodist::runtime::parse_threads;

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

}  // namespace

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

#endif
