#define DOCTEST_CONFIG_IMPLEMENT
#include <doctest/doctest.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string_view>

#include <geodist/config.hpp>

int main(int argc, char** argv) {
    // Meson's exit status for a skipped test: every instruction set is asked for on every machine.
    constexpr int skipped = 77;
    const char* const asked = std::getenv("GEODIST_ISA");
    if (asked != nullptr && std::ranges::find(geodist::available_isas(), std::string_view(asked)) ==
                                geodist::available_isas().end()) {
        std::printf("this processor lacks the instruction set %s\n", asked);
        return skipped;
    }
    return doctest::Context(argc, argv).run();
}
