// The choice of the instruction set.
#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <string>
#include <string_view>

#include <geodist/config.hpp>
#include <geodist/error.hpp>
#include "kernels/dispatch.hpp"

using geodist::kernels::can_run;
using geodist::kernels::choose_kernels;
using geodist::kernels::compiled_kernels;

TEST_CASE("the widest set that can run is chosen") {
    std::string_view widest;
    for (const auto* table : compiled_kernels()) {
        if (can_run(table->name)) {
            widest = table->name;
        }
    }
    CHECK(choose_kernels("").name == widest);
    CHECK(geodist::available_isas().back() == widest);
}

TEST_CASE("every set that can run can be forced") {
    for (const std::string_view name : geodist::available_isas()) {
        CHECK(choose_kernels(name).name == name);
    }
}

TEST_CASE("sets are listed from the plainest to the widest") {
    CHECK(geodist::compiled_isas().front() == "portable");
    CHECK(geodist::compiled_isas().size() == compiled_kernels().size());
    CHECK(std::is_sorted(compiled_kernels().begin(), compiled_kernels().end(),
                         [](const auto* x, const auto* y) { return x->lanes < y->lanes; }));
    for (const std::string_view name : geodist::available_isas()) {
        const auto all = geodist::compiled_isas();
        CHECK(std::find(all.begin(), all.end(), name) != all.end());
    }
}

TEST_CASE("an unknown or unusable set is refused, naming those available") {
    for (const char* const name : {"avx9", "AVX2", "neon and more"}) {
        CHECK_THROWS_WITH_AS(static_cast<void>(choose_kernels(name)), doctest::Contains("portable"),
                             geodist::GeodistError);
        CHECK_THROWS_WITH_AS(static_cast<void>(choose_kernels(name)), doctest::Contains(name),
                             geodist::GeodistError);
    }
    for (const std::string_view name : geodist::compiled_isas()) {
        if (!can_run(name)) {
            CHECK_THROWS_WITH_AS(static_cast<void>(choose_kernels(name)),
                                 doctest::Contains("cannot run"), geodist::GeodistError);
        }
    }
}

TEST_CASE("the environment variable decides") {
    if (const char* wanted = std::getenv("GEODIST_ISA"); wanted != nullptr && *wanted != '\0') {
        CHECK(geodist::active_isa() == wanted);
    } else {
        CHECK(geodist::active_isa() == geodist::available_isas().back());
    }
    CHECK(geodist::config().simd_active == geodist::active_isa());
}

TEST_CASE("every table is complete") {
    for (const auto* table : compiled_kernels()) {
        CHECK((table->pairs.within != nullptr));
        CHECK(table->lanes > 0);
        for (const auto kernel : table->pairs.run) {
            CHECK((kernel != nullptr));
        }
    }
}
