#include "runtime/environment.hpp"

#include <cstdlib>

namespace geodist::runtime {

namespace {

std::string read_variable(const char* name) {
    const char* const value = std::getenv(name);
    return value == nullptr ? "" : value;
}

}  // namespace

const EnvironmentVariables& environment() {
    static const EnvironmentVariables& read = *new EnvironmentVariables{
        read_variable("GEODIST_ISA"), read_variable("GEODIST_NUM_THREADS")};
    return read;
}

namespace {

[[maybe_unused]] const EnvironmentVariables& read_when_loaded = environment();

}  // namespace

}  // namespace geodist::runtime
