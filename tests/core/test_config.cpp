#include <doctest/doctest.h>

#include <algorithm>

#include <geodist/config.hpp>

TEST_CASE("config names the version and an active instruction set that was compiled") {
    const geodist::BuildConfig config = geodist::config();
    CHECK(config.version == GEODIST_EXPECTED_VERSION);
    CHECK(geodist::version() == GEODIST_EXPECTED_VERSION);
    CHECK_FALSE(config.compiler.empty());
    CHECK(config.simd_compiled.front() == "portable");
    CHECK(std::ranges::find(config.simd_compiled, config.simd_active) !=
          config.simd_compiled.end());
}
