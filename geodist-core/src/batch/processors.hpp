// How many processors this process may use.
#pragma once

#include <string>

namespace geodist::batch {

// The number of processors in the affinity mask.
[[nodiscard]] int affinity_count();

// The processors' worth of time per wall-clock time that control groups (version 1 or 2) allow,
// rounded up; a large number if they do not limit it. `root` is the directory that holds proc/ and
// sys/.
[[nodiscard]] int cgroup_limit(const std::string& root = "/");

// The smaller of the two, at least 1.
[[nodiscard]] int usable_processors();

}  // namespace geodist::batch
