// The environment variables that the library reads.
#pragma once

#include <string>

namespace geodist {

struct EnvironmentVariables {
    std::string isa;          // GEODIST_ISA; empty if not set
    std::string num_threads;  // GEODIST_NUM_THREADS; empty if not set
};

// As they were when the library was loaded: later on, another thread may be changing the
// environment. Never freed: static objects of the program may call the library as they end.
[[nodiscard]] const EnvironmentVariables& environment_variables();

}  // namespace geodist
