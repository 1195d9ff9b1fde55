#include "runtime/processors.hpp"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <limits>
#include <string>
#include <thread>

#if defined(__linux__)
#include <sched.h>
#endif

namespace geodist::runtime {

namespace {

constexpr int unlimited = std::numeric_limits<int>::max();

int round_up(double quota, double period) {
    if (!(quota > 0) || !(period > 0)) {
        return unlimited;
    }
    return static_cast<int>(std::min(std::ceil(quota / period), 1e6));
}

// cpu.max of version 2: "<quota or max> <period>".
int read_v2(const std::string& directory) {
    std::ifstream file(directory + "/cpu.max");
    std::string quota;
    double period = 0;
    if (!(file >> quota >> period) || quota == "max") {
        return unlimited;
    }
    char* end = nullptr;
    return round_up(std::strtod(quota.c_str(), &end), period);
}

int read_v1(const std::string& directory) {
    std::ifstream quota_file(directory + "/cpu.cfs_quota_us");
    std::ifstream period_file(directory + "/cpu.cfs_period_us");
    double quota = 0;
    double period = 0;
    if (!(quota_file >> quota) || !(period_file >> period)) {
        return unlimited;
    }
    return round_up(quota, period);  // -1: no limit
}

// The smallest limit of a group and all groups above it. Within a container the path may be that of
// the host and not exist here; then the root of the mount is the container's own group, and it is
// read in any case.
template <class Read>
int smallest(const std::string& mount, std::string group, Read read) {
    int limit = read(mount);
    while (!group.empty() && group != "/") {
        limit = std::min(limit, read(mount + group));
        group.resize(group.find_last_of('/'));
    }
    return limit;
}

bool lists_cpu(std::string controllers) {
    controllers = "," + controllers + ",";
    return controllers.find(",cpu,") != std::string::npos;
}

}  // namespace

int affinity_count() {
#if defined(__linux__)
    // The mask may be longer than cpu_set_t on very large machines: doubled until the kernel
    // accepts it.
    for (int size = CPU_SETSIZE; size <= 1 << 20; size *= 2) {
        cpu_set_t* set = CPU_ALLOC(static_cast<std::size_t>(size));
        if (set == nullptr) {
            break;
        }
        const std::size_t bytes = CPU_ALLOC_SIZE(static_cast<std::size_t>(size));
        const int count = sched_getaffinity(0, bytes, set) == 0 ? CPU_COUNT_S(bytes, set) : 0;
        CPU_FREE(set);
        if (count > 0) {
            return count;
        }
    }
#endif
    return std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
}

int cgroup_limit(const std::string& root) {
    // Lines "hierarchy:controllers:path"; version 2 is hierarchy 0 without controllers.
    std::ifstream groups(root + "/proc/self/cgroup");
    int limit = unlimited;
    for (std::string line; std::getline(groups, line);) {
        const std::size_t first = line.find(':');
        const std::size_t second = first == std::string::npos ? first : line.find(':', first + 1);
        if (second == std::string::npos) {
            continue;
        }
        const std::string controllers = line.substr(first + 1, second - first - 1);
        const std::string group = line.substr(second + 1);
        if (group.empty() || group.front() != '/') {
            continue;
        }
        const std::string mount = root + "/sys/fs/cgroup";
        if (controllers.empty()) {
            limit = std::min(limit, smallest(mount, group, read_v2));
        } else if (lists_cpu(controllers)) {
            limit = std::min(limit, smallest(mount + "/cpu", group, read_v1));
            limit = std::min(limit, smallest(mount + "/" + controllers, group, read_v1));
        }
    }
    return limit;
}

int usable_processors() {
    // The quota is in files, read once; the affinity is a quick call and may change.
    static std::atomic<int> quota = 0;
    if (quota.load(std::memory_order_relaxed) == 0) {
        quota.store(std::max(1, cgroup_limit()), std::memory_order_relaxed);
    }
    return std::max(1, std::min(affinity_count(), quota.load(std::memory_order_relaxed)));
}

}  // namespace geodist::runtime
