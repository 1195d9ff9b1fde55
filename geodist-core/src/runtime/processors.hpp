// How many processors this process may use.
#pragma once

#include <string>

#if defined(__linux__)
#include <sched.h>
#endif

namespace geodist::runtime {

// The processors that a thread may use; where the system does not tell, all are equal.
class Affinity {
  public:
#if defined(__linux__)
    // The calling thread's. On machines beyond the 1024 processors of this type it is not known.
    static Affinity current() noexcept {
        Affinity result;
        if (sched_getaffinity(0, sizeof result.set_, &result.set_) != 0) {
            CPU_ZERO(&result.set_);
        }
        return result;
    }
    // Makes it the calling thread's, if the system allows it.
    void apply() const noexcept { sched_setaffinity(0, sizeof set_, &set_); }
    bool operator==(const Affinity& other) const noexcept { return CPU_EQUAL(&set_, &other.set_); }

  private:
    cpu_set_t set_;
#else
    static Affinity current() noexcept { return {}; }
    void apply() const noexcept {}
    bool operator==(const Affinity&) const noexcept { return true; }
#endif
};

// The number of processors in the affinity mask.
[[nodiscard]] int affinity_count();

// The processors' worth of time per wall-clock time that control groups (version 1 or 2) allow,
// rounded up; a large number if they do not limit it. `root` is the directory that holds proc/ and
// sys/.
[[nodiscard]] int cgroup_limit(const std::string& root = "/");

// The smaller of the two, at least 1.
[[nodiscard]] int usable_processors();

}  // namespace geodist::runtime
