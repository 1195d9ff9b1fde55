#include "environment.hpp"

#include <cstdlib>

namespace geodist {

namespace {

std::string read_variable(const char* name) {
    const char* const value = std::getenv(name);
    return value == nullptr ? "" : value;
}

[[maybe_unused]] const EnvironmentVariables& read_when_loaded = environment_variables();

}  // namespace

const EnvironmentVariables& environment_variables() {
    static const EnvironmentVariables& read = *new EnvironmentVariables{
        read_variable("GEODIST_ISA"), read_variable("GEODIST_NUM_THREADS")};
    return read;
}

}  // namespace geodist
